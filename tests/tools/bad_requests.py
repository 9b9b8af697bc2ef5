"""Bad requests to every address of the URL resolver, made from a seed: wrong numbers, queries, bodies, methods and headers."""

import json
import re
import uuid
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from django.contrib.admindocs.views import simplify_regex
from django.urls import URLPattern, get_resolver
from django.urls.resolvers import RegexPattern
from wagtail.models import Page

from partners.models import EventPage, OrganisationPage

BOUNDARY = "xxxxxxxx"
NUMBERS = [0, 1, 2, 3, 7, 999_999, 2**31, 2**63, 10**40]
TEXTS = [
    "x",
    "0",
    "abc",
    "é",
    "%00",
    "%ff",
    "..",
    "%0d%0aX: y",
    "x" * 300,
    "<b>",
    "{{7*7}}",
    "1'--",
    "None",
    "%F0%9F%98%80",
]
APPS = ["home", "media", "partners", "portal", "wagtailcore", "wagtailimages", "auth", "nothing"]
MODELS = ["page", "definitionpage", "eventpage", "helpline", "hubimage", "user", "site", "alert", "nothing"]
VALUES = [
    "", "0", "1", "-1", "2", "abc", "\0", "a\0b", "9" * 40, "2147483648", "9223372036854775808", "1e999", "NaN", "ﬀ", "٣",
    "9999-12-31", "0000-00-00", "2026-02-30", "2026-13-45T99:99", "24:61", "[]", "{}", "null", "[1", '{"a": [', '{"1": 2}', "true",
    "../../etc/passwd", "<script>", "'", '"', '"unbalanced', "%", "_", "x" * 3000, "\ud83d\ude00", "e\u0301" * 40, "\u202e", "\r\nSet-Cookie: a=b",
    "home.DefinitionPage", "wagtailcore.page", "portal.nothing", "a.b.c", ".", "es", "xx", "http://[", "//evil.example/", "javascript:1", "mailto:",
    "?", "#", "1,2,x", "id", "-title", "*", "all", "csv", "xlsx", str(uuid.UUID(int=0)),
]  # fmt: skip
NAMES = [
    "p", "page", "q", "o", "ordering", "order", "next", "locale", "content_type", "page_type", "id", "ids", "fields", "format", "export", "search",
    "date", "from", "to", "year", "month", "type", "child_of", "descendant_of", "ancestor_of", "translation_of", "limit", "offset", "for_explorer",
    "for_tree", "allow_external_link", "user_perms", "can_choose_root", "target_pages[]", "match_subclass", "multiple", "collection_id", "tag",
    "popular", "usage", "_w_filter_query", "live", "status", "owner", "action", "user", "object_type", "timestamp_from", "timestamp_to", "label", "edited_by",
    "has_child_pages", "site", "latest_revision_created_at_from", "first_published_at_to", "per_page", "topic", "language", "organisation", "city", "when",
    "last_updated", "modified_after", "taxonomy_term_id", "full", "html_path", "link_text", "parent_page_id", "mode", "in_preview_panel", "locales",
    "include_subtree", "pages", "title", "slug", "file", "files[]", "comment", "delete", "publish", "position", "sort", "results_only", "_export",
]  # fmt: skip
MEDIA_TYPES = ["text/plain", "application/json", "application/xml", "multipart/form-data", "multipart/form-data; boundary=" + BOUNDARY,
    "application/x-www-form-urlencoded; charset=utf-16", "application/x-www-form-urlencoded; charset=nothing", "", "x", "image/png"]  # fmt: skip
BODIES = [b"", b"{", b"[]", b"null", b'"x"', b"12", b'{"a": null}', b"\0" * 20, b"\xff\xfe", b"a=b&a=%00&%=%", b"--" + BOUNDARY.encode() + b"\r\n",
    b"--" + BOUNDARY.encode() + b'\r\nContent-Disposition: form-data; name="title"; filename="a"\r\n\r\nx', b"[" * 5000]  # fmt: skip
HEADERS = {
    "X-Requested-With": ["XMLHttpRequest", "x"],
    "Accept": ["application/json", "text/html", "*/*", "x", "image/png;q=2", "application/xml"],
    "Accept-Language": ["xx", "so;q=5", "," * 200],
    "Range": ["bytes=9-1", "bytes=-", "x", "bytes=" + "9" * 50 + "-"],
    "If-Modified-Since": ["x", "Thu, 99 Foo 9999 99:99:99 GMT"],
    "If-None-Match": ["x", '"', "W/"],
    "Referer": ["http://[", "x", "//"],
    "Origin": ["null", "http://["],
    "Host": ["[", "a b", "x" * 300, "evil.example:99999"],
    "X-Forwarded-For": ["x", "::1, y", "1.2.3.4:99999"],
    "Cookie": ["messages=x", 'messages="W1s', "sessionid=\xff", "django_language=xx; csrftoken=x"],
}
METHODS = ["GET"] * 9 + ["POST"] * 8 + ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"]


@dataclass
class BadRequest:
    """One request: what a client needs to send it again."""

    method: str
    address: str
    body: bytes = b""
    media_type: str = "application/x-www-form-urlencoded"
    headers: dict = field(default_factory=dict)


def addresses():
    """The path of every pattern of the resolver, with <kind:name> where something is put in."""
    return sorted(set(_walk(get_resolver(), "/")))


def _walk(resolver, before):
    for entry in resolver.url_patterns:
        pattern = entry.pattern
        text = (
            simplify_regex(str(pattern)).removeprefix("/")
            if isinstance(pattern, RegexPattern)
            else str(pattern)
        )
        path = before + text
        if isinstance(entry, URLPattern):
            yield path
        else:
            yield from _walk(entry, path)


class BadRequests:
    """Makes requests by chance, the same ones from the same seed.

    Args:
        random: a random.Random.
    """

    def __init__(self, random):
        self.random = random
        self.pages = list(Page.objects.order_by("path").values_list("pk", flat=True))
        self.slugs = list(OrganisationPage.objects.order_by("pk").values_list("slug", flat=True)[:3])
        self.keys = [
            str(key) for key in EventPage.objects.order_by("pk").values_list("translation_key", flat=True)[:9]
        ]
        self.seen = {}

    def make(self, address):
        """One bad request to an address of addresses()."""
        choice = self.random.choice
        path = re.sub(r"<(?:(\w+):)?(\w+)>", self._part, address).replace(".*", "x")
        method = choice(METHODS)
        request = BadRequest(method, path)
        if self.random.random() < 0.6:
            request.address += "?" + self._query(address)
        if method not in ("GET", "HEAD", "OPTIONS"):
            self._fill(request, address)
        for name in HEADERS:
            if self.random.random() < 0.05:
                request.headers[name] = choice(HEADERS[name])
        return request

    def learn(self, address, html):
        """Take the names of the fields of a form that an address shows: later requests send them."""
        names = set(re.findall(r'name="([^"<>]{1,80})"', html)) - {
            "csrfmiddlewaretoken",
            "viewport",
            "robots",
        }
        self.seen.setdefault(address, set()).update(names)

    def _part(self, match):
        kind, name = match.groups()
        choice = self.random.choice
        if name in ("app_label", "content_type_app_name", "app_name"):
            return choice(APPS)
        if "model_name" in name:
            return choice(MODELS)
        if "slug" in name or name.startswith("organi"):
            return choice([*self.slugs, "nothing", "x"])
        if kind == "uuid" or name.endswith("key"):
            return choice([*self.keys, str(uuid.UUID(int=0)), str(uuid.UUID(int=2**128 - 1))])
        numbers = [choice(NUMBERS), choice(self.pages), choice(self.pages)]
        if kind == "int":
            return str(choice(numbers))
        if name.startswith("media_type"):
            return choice(["audio", "video", "media"])
        if name.startswith("revision_id"):
            return str(choice(["live", "earliest", "latest", *numbers]))
        return choice([choice(TEXTS), str(choice(numbers)), str(choice(numbers))])

    def _names(self, address):
        return [*sorted(self.seen.get(address, ())), *NAMES]

    def _query(self, address):
        names = self._names(address)
        pairs = [(self.random.choice(names), self._value()) for _each in range(self.random.randint(1, 4))]
        text = urlencode(pairs, errors="surrogatepass")
        return text + self.random.choice(["", "", "", "&%ff=%fe", "&=", "&" * 9])

    def _value(self):
        return self.random.choice(
            [*VALUES, str(self.random.choice(self.pages)), self.random.choice([*self.slugs, *self.keys])]
        )

    def _fill(self, request, address):
        how = self.random.random()
        if how < 0.7:
            names = sorted(self.seen.get(address, ())) or NAMES
            sent = {name: self._value() for name in names if self.random.random() < 0.8}
            for name in names:  # Forms in sets, that the request comes as far as their fields.
                if name.endswith(("-TOTAL_FORMS", "-INITIAL_FORMS", "-count")) and self.random.random() < 0.6:
                    sent[name] = self.random.choice(["0", "1", "2"])
            if self.random.random() < 0.15:
                sent = {key: value for key, value in sent.items() if "_FORMS" not in key}
            if self.random.random() < 0.3:
                request.media_type = f"multipart/form-data; boundary={BOUNDARY}"
                request.body = (
                    b"".join(self._file_or_value(*pair) for pair in sent.items())
                    + f"--{BOUNDARY}--\r\n".encode()
                )
            else:
                request.body = urlencode(sent, errors="surrogatepass").encode()
        elif how < 0.75:
            request.body = urlencode([(f"n{number}", "x") for number in range(12_000)]).encode()
        elif how < 0.78:
            request.body = b"title=" + b"x" * 3_000_000
        elif how < 0.88:
            request.media_type = "application/json"
            request.body = json.dumps({name: self._value() for name in self._names(address)[:8]}).encode()
        else:
            request.media_type, request.body = self.random.choice(MEDIA_TYPES), self.random.choice(BODIES)

    def _file_or_value(self, name, value):
        file = '; filename="a.png"' if self.random.random() < 0.3 else ""
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{quote(name, safe="-_[]")}"{file}\r\n\r\n'
        )
        return head.encode() + value.encode("utf-8", "surrogatepass") + b"\r\n"
