"""Looks for a text in everything that the hub stores, and in everything that it answers."""

import json

from django.db import connection

from tests.portal.public import sitemap_parts

# What everybody can read, in both languages of the demonstration.
PUBLIC_ADDRESSES = [
    f"{prefix}/{path}"
    for prefix in ("", "/es")
    for path in (
        "",
        "events/",
        "events/past/",
        "events/calendar.ics",
        "events/feed.atom",
        "partners/",
        "search/?q=lantern",
        "search/?q=evening",
    )
] + [
    "/sitemap.xml",
    "/api/hsds/",
    "/api/hsds/services",
    "/api/hsds/organizations",
    "/api/hsds/service_at_locations",
]


def stored(marker):
    """The tables and columns of the database that hold a text, whatever its case; the indexes' own tables, too.

    Args:
        marker: letters and digits.

    Returns:
        A set of "table.column".
    """
    marker = marker.casefold()
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor:
                for name, value in zip(names, row, strict=True):
                    if isinstance(value, bytes | memoryview):
                        text = bytes(value).decode("latin-1")
                    elif isinstance(value, dict | list):
                        text = json.dumps(value)
                    else:
                        text = str(value)
                    if marker in text.casefold():
                        found.add(f"{table}.{name}")
    return found


def shown(client, marker, addresses):
    """The addresses whose answers hold a text, in body or headers, whatever its case."""
    marker = marker.casefold()
    found = set()
    parts = sitemap_parts(client) if "/sitemap.xml" in addresses else []
    for address in [*addresses, *parts]:
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if marker in body.decode(errors="replace").casefold() or marker in str(answer.headers).casefold():
            found.add(address)
    return found
