"""Which requests the page cache may answer, and the address under which it keeps the answer."""

import re
from functools import cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, quote_plus

from django.apps import apps
from django.conf import settings

# Answers below these paths are never stored: accounts, files, the exit, health checks, searches, and the API for partners. A language
# prefix may come first.
UNCACHED = re.compile(
    r"/(?:[a-z]{2,3}(?:-[a-z]+)?/)?"
    r"(?:admin|accounts|workspace|static|uploads|documents|preview|exit|healthz|search|\.well-known|api/partner)(?:/|$)",
    re.IGNORECASE,
)
# What others add to links to the hub; no page reads it.
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|twclid|yclid|_ga|_gl")
LONGEST_PATH, LONGEST_QUERY = 300, 300


class Address(NamedTuple):
    """What tells one answer from another."""

    scheme: str
    host: str
    path: str
    query: str


def address_of(environ: dict[str, Any]) -> Address | None:
    """The address under which the answer to a request is stored, or None when the request must go to Django.

    A person with a session, or with a message from Django, gets no stored answer. The cookie that protects forms (CSRF) changes nothing.

    Args:
        environ: of the request (PEP 3333).
    """
    if (
        environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or "HTTP_AUTHORIZATION" in environ
        or environ.get("SCRIPT_NAME")
    ):
        return None
    if (cookies := environ.get("HTTP_COOKIE")) and _personal_cookies().search(cookies):
        return None
    query = environ["QUERY_STRING"]
    if query:
        query = _canonical(query)
        if query is None:
            return None
    return Address(_scheme(environ), environ.get("HTTP_HOST", ""), environ["PATH_INFO"], query)


def is_cacheable(address: Address) -> bool:
    """Whether the answer at an address may be stored. Called only when no fresh entry is in memory."""
    return len(address.path) <= LONGEST_PATH and not UNCACHED.match(address.path)


def neutral_environ(environ: dict[str, Any], address: Address) -> dict[str, Any]:
    """The request that Django answers for all readers of an address.

    It has no header that is not part of the address, so that no header of one reader can change what others get. Two are kept for
    the answers that are never stored: the cookies of a form, and the addresses that proxies have seen (for rate limits).

    Args:
        environ: of the request of one reader.
        address: of the answer.
    """
    header = _proxy_header()
    kept = {"HTTP_HOST", "HTTP_COOKIE", "HTTP_X_FORWARDED_FOR", *(header[:1] if header else ())}
    return {
        **{name: value for name, value in environ.items() if not name.startswith("HTTP_") or name in kept},
        "REQUEST_METHOD": "GET",
        "QUERY_STRING": address.query,
        "portal.page_cache": True,
    }


@cache
def _personal_cookies() -> re.Pattern[str]:
    # Django allows spaces before the equals sign.
    return re.compile(rf"(?:{re.escape(settings.SESSION_COOKIE_NAME)}|messages)\s*=")


def _scheme(environ):
    """As HttpRequest.scheme of Django: where several proxies have written into the header, the first one counts."""
    header = _proxy_header()
    if header and (written := environ.get(header[0])) is not None:
        return "https" if written.split(",", 1)[0].strip() == header[1] else "http"
    return environ["wsgi.url_scheme"]


@cache
def _proxy_header():
    return settings.SECURE_PROXY_SSL_HEADER


@cache
def known_parameters() -> dict[str, re.Pattern[str]]:
    """The parameters that public pages read and whose values nobody types, each with the form of its values."""
    return {
        name: re.compile(form)
        for config in apps.get_app_configs()
        for name, form in getattr(config, "page_cache_parameters", {}).items()
    }


def _canonical(query):
    """The query with its parameters sorted and without those of other sites; None when it has an unknown parameter or value."""
    # Bytes that are not percent-encoded would have to be decoded as Django does it.
    if len(query) > LONGEST_QUERY or not query.isascii():
        return None
    try:
        pairs = parse_qsl(
            query, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=20
        )
    except ValueError:
        return None
    known, kept = known_parameters(), {}
    for name, value in pairs:
        if TRACKING.fullmatch(name):
            continue
        if name not in known or not known[name].fullmatch(value) or (name, value) in kept:
            return None
        kept[name, value] = f"{quote_plus(name)}={quote_plus(value)}"
    # Which of two values counts depends on their order.
    names = [name for name, _value in kept]
    if len(names) != len(set(names)):
        return None
    return "&".join(sorted(kept.values()))
