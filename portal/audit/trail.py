"""The audit trail: adding to it, chaining it, finding gaps, handing it out (decision 13).

An entry is written in the transaction of what it records. Its seal, which chains it to the one before, is added afterwards
(`manage.py seal_audit`, each minute, and before each export and check): a chain that were made in the same transaction would let
every two of them wait for each other.
"""

import datetime
import hashlib
import json
from itertools import islice

from asgiref.local import Local
from django.db import IntegrityError, connection, transaction
from wagtail.log_actions import get_active_log_context

from . import append_only
from .models import AuditEntry, AuditSeal

BEGINNING = "0" * 64
BATCH = 500
# Two processes that seal at once want the same number; the second one begins again after the first.
ATTEMPTS = 5

_current = Local()


class AuditMiddleware:
    """Remembers the request, so that an entry knows who did it; says that something was downloaded from the admin."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        before = getattr(_current, "request", None)  # A preview is a request within the request of the admin.
        _current.request = request
        try:
            response = self.get_response(request)
            if _is_download(request, response):
                _write_download(request)
            return response
        finally:
            _current.request = before


def _is_download(request, response):
    return (
        request.path_info.startswith("/admin/")
        and response.status_code == 200
        and response.get("Content-Disposition", "").startswith("attachment")
    )


def _write_download(request):
    match = request.resolver_match
    numbers = {name: value for name, value in match.kwargs.items() if isinstance(value, int)}
    numbers |= {f"argument_{n}": value for n, value in enumerate(match.args) if isinstance(value, int)}
    write("export", request.user, view=match.view_name, **numbers)


def who():
    """Who is at work: the person of Wagtail's log, else of the request, else None (the hub itself)."""
    person = get_active_log_context().user
    if person is None and (request := getattr(_current, "request", None)):
        person = getattr(request, "user", None)
    return person if person is not None and person.is_authenticated else None


def write(action, user=None, object=None, **data):
    """Add an entry.

    Args:
        action: a code, such as "sign-in" or "wagtail.publish".
        user: who did it; by default who is at work.
        object: the record that it was done to.
        **data: numbers and codes only: never a name, an address, or what somebody typed.

    Returns:
        The AuditEntry.
    """
    kind, number = (object._meta.label_lower, object.pk) if object is not None else ("", "")
    return add(action, user or who(), kind, number, data)


def add(action, user, kind, number, data):
    """As write(), for a record of which only kind (its model's label in lower case) and number are at hand."""
    return AuditEntry.objects.create(
        action=action[:80],
        person=user.pk if user else None,
        kind=kind,
        object_id=str(number),
        data=data,
    )


# --- The chain ------------------------------------------------------------------------------------------------
def content(entry):
    """What the digest of an entry is made of, which is also its line in an export.

    Returns:
        A dict.
    """
    return {
        "id": entry.pk,
        "at": entry.at.astimezone(datetime.UTC).isoformat(timespec="microseconds"),
        "action": entry.action,
        "person": entry.person,
        "kind": entry.kind,
        "object_id": entry.object_id,
        "data": entry.data,
    }


def digest(previous, entry):
    """The SHA-256 of an entry and of the digest before it.

    Args:
        previous: the digest of the seal before; BEGINNING for the first one.
        entry: an AuditEntry.

    Returns:
        64 hexadecimal digits.
    """
    text = json.dumps(content(entry), sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def chain_entries():
    """Chain all entries that are not chained yet.

    Returns:
        How many there were.
    """
    chained = 0
    for _attempt in range(ATTEMPTS):
        try:
            while count := _chain_batch():
                chained += count
        except IntegrityError:
            continue
        break
    return chained


@transaction.atomic
def _chain_batch():
    last = AuditSeal.objects.order_by("-number").first()
    number, previous = (last.number, last.digest) if last else (0, BEGINNING)
    seals = []
    for entry in AuditEntry.objects.filter(seal=None).order_by("pk")[:BATCH]:
        number += 1
        seals.append(AuditSeal(number=number, entry=entry, previous=previous, digest=digest(previous, entry)))
        previous = seals[-1].digest
    AuditSeal.objects.bulk_create(seals)
    return len(seals)


def verify():
    """Look for what was changed, taken out or put between.

    Returns:
        (how many entries are chained, the last digest, a list of sentences: empty when the chain is whole).
    """
    chain_entries()
    problems, number, previous = [], 0, BEGINNING
    seals = AuditSeal.objects.order_by("number").iterator(chunk_size=BATCH)
    while batch := list(islice(seals, BATCH)):
        entries = AuditEntry.objects.in_bulk([one.entry_id for one in batch])
        for one in batch:
            problems += _problems_of(one, entries.get(one.entry_id), number, previous)
            number, previous = one.number, one.digest
    problems += [f"The database's protection {name} is missing." for name in append_only.missing(connection)]
    return number, previous, problems


def _problems_of(one, entry, number, previous):
    if one.number != number + 1:
        yield f"Seals are missing between {number} and {one.number}."
    elif one.previous != previous:
        yield f"Seal {one.number} does not follow the one before it."
    if entry is None:
        yield f"Entry {one.entry_id} (seal {one.number}) is missing."
    elif digest(one.previous, entry) != one.digest:
        yield f"Entry {one.entry_id} (seal {one.number}) was changed."


def lines(entries):
    """An export as JSON lines, each entry with its place in the chain.

    Args:
        entries: a queryset of AuditEntry.

    Yields:
        Lines of text, each with its line feed.
    """
    chained = entries.select_related("seal").order_by("pk")
    for entry in chained.iterator(chunk_size=BATCH):
        one = getattr(entry, "seal", None)
        place = {"number": one.number, "previous": one.previous, "digest": one.digest} if one else None
        yield json.dumps({**content(entry), "seal": place}, ensure_ascii=False) + "\n"
