"""Links: their words, and whether what they lead to is there (WCAG 2.4.4).

A link within the hub that leads to nothing stops publication. One to a page that was never public only warns, because
readers see its words without a link until the page is public; else two new pages that name each other could never be.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from portal.checks.publishing import ERROR, WARNING, CheckResult
from portal.checks.requirements import BROKEN_LINK, FOREIGN_LINK, LINK_TEXT, WAITING_LINK
from portal.core.phone_numbers import link_disagreement
from portal.pages.blocks.text import HeadingBlock

from .link_words import is_address, says_nothing
from .targets import leads_within

# Ids that templates of pages give to their parts; page types add their own (`own_anchors`).
ANCHORS = frozenset({"main", "sources", "related", "toc", "help-now"})


@dataclass(frozen=True)
class Link:
    """One link of a page. Exactly one of the targets is set, or none for a link that leads nowhere.

    Attributes:
        field: the field in which it stands.
        anchor: the id of the block in which it stands, or "".
        text: its words; None where a template writes them.
        page: the number of a page.
        document: the number of a document.
        url: an address, "#part" included.
        listed: whether it is an entry of a list that shows public pages only.
    """

    field: str
    anchor: str
    text: str | None
    page: int | None = None
    document: int | None = None
    url: str = ""
    listed: bool = False


def links(parts) -> Iterator[Link]:
    """The links of a page's parts, in their order."""
    for part in parts:
        if part.rich_text:
            for text, target in _read(part.rich_text):
                yield Link(part.field, part.anchor, text, **target)
        elif isinstance(part.kind, blocks.PageChooserBlock):
            required = part.kind.required and part.value is None
            if part.value is not None or required:
                listed = not isinstance(part.within, blocks.StructBlock)
                yield Link(part.field, part.anchor, None, page=getattr(part.value, "pk", 0), listed=listed)
        elif isinstance(part.kind, blocks.URLBlock | models.URLField) and part.value:
            yield Link(part.field, part.anchor, None, url=part.value)
        elif hasattr(part.kind, "link_text"):
            yield Link(part.field, part.anchor, part.kind.link_text(part.value))


def check(page, parts):
    """The failures and warnings of a page's links.

    Args:
        page: a HubPage.
        parts: its parts.

    Returns:
        A list of CheckResult.
    """
    found = list(links(parts))
    if not found:
        return []
    state = _State(page, parts, found)
    failures = []
    for link in found:
        for message, code, level in (*_words(link, page), *state.target(link)):
            failure = CheckResult(link.field, message, level, link.anchor, code)
            if failure not in failures:
                failures.append(failure)
    return failures


def external_addresses(parts):
    """The addresses at other sites to which parts lead.

    Returns:
        A list of addresses, each once.
    """
    own = _own_hosts()
    addresses = (link.url for link in links(parts))
    return list(dict.fromkeys(address for address in addresses if _is_external(address, own)))


def _words(link, page):
    """What is wrong with the words of a link: (message, code, level) or nothing."""
    if link.text is None:
        return
    text = " ".join(link.text.split())
    if not text:
        yield _("A link has no words. Write where it leads, or remove it."), LINK_TEXT, ERROR
    elif says_nothing(text, page.locale.language_code):
        message = _(
            "The link “%(text)s” does not say where it leads. Name the page, or what the reader finds there."
        )
        yield message % {"text": text}, LINK_TEXT, ERROR
    elif is_address(text):
        message = _("The link “%(text)s” shows an address. Name the page, or what the reader finds there.")
        yield message % {"text": text}, LINK_TEXT, ERROR
    elif sentence := link_disagreement(link.url, text):
        yield sentence, LINK_TEXT, ERROR


class _State:
    """What a page's links lead to, read at once."""

    def __init__(self, page, parts, found):
        self.page = page
        numbers = {link.page for link in found if link.page}
        self.pages = {target.pk: target for target in Page.objects.filter(pk__in=numbers)} if numbers else {}
        documents = {link.document for link in found if link.document}
        self.documents = get_document_model().objects.filter(pk__in=documents).in_bulk() if documents else {}
        self.anchors = {
            *ANCHORS,
            *page.own_anchors,
            *(part.value.anchor for part in parts if isinstance(part.kind, HeadingBlock)),
        }
        own = _own_hosts()
        self.own = own
        external = {link.url for link in found if _is_external(link.url, own)}
        record = apps.get_model("portal", "ExternalLink")
        self.broken = (
            {link.url: link for link in record.objects.broken().filter(url__in=external)} if external else {}
        )

    def target(self, link):
        """What is wrong with the target of a link: (message, code, level) or nothing."""
        if link.page is not None:
            return self._page(link)
        if link.document is not None:
            return self._document(link)
        return self._address(link) if link.url else ()

    def _page(self, link):
        target = self.pages.get(link.page)
        if target is None:
            words = (link.text or "").strip()
            if words:
                message = _("The link “%(text)s” leads to a page that no longer exists. Choose another one.")
                return [(message % {"text": words}, BROKEN_LINK, ERROR)]
            return [
                (_("A page that was chosen here no longer exists. Choose another one."), BROKEN_LINK, ERROR)
            ]
        if target.live or target.pk == self.page.pk:
            return []
        title = {"title": target.title}
        if link.listed or target.first_published_at is None:
            message = _("The page “%(title)s” is not public yet. Until it is, readers do not see the link.")
            return [(message % title, WAITING_LINK, WARNING)]
        message = _("The page “%(title)s” is no longer public. Choose another one, or remove the link.")
        return [(message % title, BROKEN_LINK, ERROR)]

    def _document(self, link):
        document = self.documents.get(link.document)
        if document is None:
            message = _("The link “%(text)s” leads to a document that no longer exists. Choose another one.")
            return [(message % {"text": (link.text or "").strip()}, BROKEN_LINK, ERROR)]
        answers = document.publishing_errors() if hasattr(document, "publishing_errors") else ()
        return [(answer.message, answer.code, answer.level) for answer in answers]

    def _address(self, link):
        if link.url.startswith("#"):
            if unquote(link.url[1:]) in self.anchors:
                return []
            message = _(
                "The link “%(text)s” leads to a part of this page that is not there. Check the heading's words."
            )
            return [(message % {"text": (link.text or link.url).strip()}, BROKEN_LINK, ERROR)]
        if _is_external(link.url, self.own):
            return self._external(link)
        if urlsplit(link.url).scheme in ("mailto", "tel", "sms") or leads_within(link.url):
            return []
        message = _(
            "The address “%(address)s” does not lead to a page of this site. Choose the page instead."
        )
        return [(message % {"address": link.url}, BROKEN_LINK, ERROR)]

    def _external(self, link):
        found = self.broken.get(link.url)
        if found is None or found.checked_at is None:
            return []
        message = _(
            "The address %(address)s did not work on %(day)s (%(reason)s). Check it, or remove the link."
        ) % {
            "address": link.url,
            "day": date_format(found.checked_at, "DATE_FORMAT"),
            "reason": found.reason,
        }
        return [(message, FOREIGN_LINK, WARNING)]


def _own_hosts():
    hosts = {site.hostname for site in Site.objects.all()}
    return hosts | {urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname}


def _is_external(address, own):
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.hostname not in own


class _Reader(HTMLParser):
    """Reads links out of the source of rich text."""

    def __init__(self):
        super().__init__()
        self.found, self.open, self.words = [], None, []

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.open, self.words = dict(attrs), []

    def handle_data(self, data):
        if self.open is not None:
            self.words.append(data)

    def handle_endtag(self, tag):
        if tag == "a" and self.open is not None:
            self.found.append(("".join(self.words), _target(self.open)))
            self.open = None


def _target(attributes):
    number = attributes.get("id") or ""
    number = int(number) if number.isdigit() else 0
    kind = attributes.get("linktype")
    if kind in ("page", "document"):
        return {kind: number}
    return {"url": (attributes.get("href") or "").strip()}


def _read(source):
    reader = _Reader()
    reader.feed(source)
    return reader.found
