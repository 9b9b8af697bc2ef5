"""What the page cache keeps of an answer: its headers, and its body as it is sent to browsers, compressed in two ways."""

import gzip
import json
import re
import time
from dataclasses import dataclass, field
from functools import lru_cache

import brotli

from portal.core.cache_version import CacheVersion

STATUSES = {"200", "301", "308", "404", "410"}
COMPRESSIBLE = re.compile(r"text/|application/(?:[\w.+-]*xml|[\w.+-]*json|javascript)|image/svg\+xml")
LARGEST = 2 * 1024 * 1024
# Shorter bodies do not become smaller.
LEAST_TO_COMPRESS = 200
BROTLI_QUALITY, GZIP_LEVEL = 6, 6
# Of a 304: what may have changed (RFC 9110 §15.4.5).
NOT_MODIFIED = {"cache-control", "etag", "vary", "expires", "content-location"}
# Made anew with each answer.
OWN = {"content-length", "content-encoding", "etag", "vary", "date", "connection", "set-cookie"}


@dataclass
class Entry:
    """One answer.

    Attributes:
        status: such as "200 OK".
        headers: those that every form of the answer has, as (name, value).
        bodies: by content coding ("br", "gzip"), or under "identity" alone where the body is not compressed.
        version: the CacheVersion under which it was made; None when it was not known.
        release: of the code and settings that made it.
        made, expires: seconds since 1970.
    """

    status: str
    headers: list[tuple[str, str]]
    etag: str
    bodies: dict[str, bytes]
    version: CacheVersion | None
    release: str
    made: float
    expires: float
    _answers: dict[str, tuple[list[tuple[str, str]], bytes]] = field(default_factory=dict, repr=False)

    @property
    def size(self):
        """How many bytes it takes in memory, about."""
        return 1500 + sum(map(len, self.bodies.values()))

    def answer(self, coding: str) -> tuple[list[tuple[str, str]], bytes]:
        """The headers and the body in a content coding: "br", "gzip" or "identity"."""
        found = self._answers.get(coding)
        if found is None:
            found = self._make(coding)
            # Hardly any browser takes a body that is not compressed.
            if coding in self.bodies:
                self._answers[coding] = found
        return found

    def _make(self, coding):
        if "identity" in self.bodies:
            return [*self.headers, *self._describing(self.bodies["identity"])], self.bodies["identity"]
        body = self.bodies.get(coding) or gzip.decompress(self.bodies["gzip"])
        coded = [("Content-Encoding", coding)] if coding in self.bodies else []
        return [*self.headers, ("Vary", "Accept-Encoding"), *coded, *self._describing(body)], body

    def _describing(self, body):
        tag = [("ETag", self.etag)] if self.etag else []
        return [*tag, ("Content-Length", str(len(body)))]

    def not_modified(self) -> list[tuple[str, str]]:
        """The headers of a 304."""
        vary = [] if "identity" in self.bodies else [("Vary", "Accept-Encoding")]
        kept = [(name, value) for name, value in self.headers if name.lower() in NOT_MODIFIED]
        return [*kept, *vary, ("ETag", self.etag)]

    def to_bytes(self) -> bytes:
        """As it is written into a store."""
        about = {
            "status": self.status,
            "headers": self.headers,
            "etag": self.etag,
            "sizes": {coding: len(body) for coding, body in self.bodies.items()},
            "version": self.version,
            "release": self.release,
            "made": self.made,
            "expires": self.expires,
        }
        return b"\n".join((json.dumps(about).encode(), b"".join(self.bodies.values())))

    @classmethod
    def from_bytes(cls, stored: bytes) -> "Entry":
        """What to_bytes() wrote.

        Raises:
            ValueError: it is cut short, or of another form.
        """
        try:
            first, _line, rest = stored.partition(b"\n")
            about = json.loads(first)
            bodies = {}
            for coding, size in about.pop("sizes").items():
                bodies[coding], rest = rest[:size], rest[size:]
                if len(bodies[coding]) != size:
                    raise ValueError("It is cut short.")
            about["version"] = about["version"] and CacheVersion(*about["version"])
            about["headers"] = [(name, value) for name, value in about["headers"]]
            return cls(bodies=bodies, **about)
        except (TypeError, KeyError, AttributeError) as error:
            raise ValueError("It has another form.") from error


def is_storable(status: str, headers: list[tuple[str, str]]) -> bool:
    """Whether an answer is the same for everybody and may be kept: no cookie, no form, no error of the hub."""
    if status[:3] not in STATUSES or forbids_storing(headers):
        return False
    for name, value in headers:
        match name.lower():
            case "set-cookie" | "content-range" | "content-encoding":
                return False
            case "vary" if value.lower().replace(" ", "") not in ("", "accept-encoding"):
                return False
    return True


def forbids_storing(headers: list[tuple[str, str]]) -> bool:
    """Whether the `Cache-Control` of an answer says that it is for one person."""
    return any(
        name.lower() == "cache-control" and ("no-store" in value or "private" in value)
        for name, value in headers
    )


def make_entry(status, headers, body, version, release, expires) -> Entry:
    """An Entry of an answer that may be kept.

    Args:
        status: such as "200 OK".
        headers: as (name, value).
        body: as bytes, not compressed.
        version: the CacheVersion under which it was made, or None.
        release: of the code and settings that made it.
        expires: seconds since 1970.
    """
    found = {name.lower(): value for name, value in headers}
    bodies = {"identity": body}
    if len(body) >= LEAST_TO_COMPRESS and COMPRESSIBLE.match(found.get("content-type", "")):
        # The time of making would be in the file's header.
        bodies = {
            "br": brotli.compress(body, quality=BROTLI_QUALITY),
            "gzip": gzip.compress(body, GZIP_LEVEL, mtime=0),
        }
    tag = found.get("etag", "")
    return Entry(
        status=status,
        headers=[(name, value) for name, value in headers if name.lower() not in OWN],
        # Weak: the same for every coding of the body.
        etag=f"W/{tag.removeprefix('W/')}" if tag else "",
        bodies=bodies,
        version=version,
        release=release,
        made=time.time(),
        expires=expires,
    )


@lru_cache(maxsize=1000)
def accepted_coding(header: str) -> str:
    """The best content coding of ours that a browser takes: "br", "gzip" or "identity" (RFC 9110 §12.5.3)."""
    weights = {}
    for part in header.lower().split(","):
        coding, _semicolon, parameters = part.partition(";")
        name, _equals, weight = parameters.strip().partition("=")
        try:
            weights[coding.strip()] = float(weight) if name.strip() == "q" else 1.0
        except ValueError:
            weights[coding.strip()] = 0.0
    anything = weights.get("*", 0.0)
    return next((coding for coding in ("br", "gzip") if weights.get(coding, anything) > 0), "identity")


def matches(header: str, etag: str) -> bool:
    """Whether `If-None-Match` names an entity tag; weakly compared (RFC 9110 §13.1.2)."""
    if not etag:
        return False
    if header == etag or header.strip() == "*":
        return True
    own = etag.removeprefix("W/")
    return any(tag.strip().removeprefix("W/") == own for tag in header.split(","))
