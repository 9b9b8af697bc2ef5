"""What templates of every app need: addresses in other languages, phone links, marked search words, contents."""

import functools
import json
import mimetypes
import re
from dataclasses import dataclass
from html import escape as html_escape
from urllib.parse import urlencode, urlsplit

from django import template
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, gettext, ngettext, override

from portal.checks.faults import without_faults
from portal.core import phone_numbers
from portal.core.catalogs import is_signed
from portal.pages.models import HubPage
from portal.pages.social_image import picture_of
from portal.safety.exit_words import words_now
from portal.site import language_urls
from portal.site.archive import is_archived

register = template.Library()
# An email address, or a phone number of at least seven digits, in a sentence.
_REACHED = re.compile(
    r"(?P<email>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)|(?P<phone>(?<![\w@.])[+(]?\d(?:[\s().\-‐-―]{0,2}\d){6,14}(?![\w@]))"
)
_WRITTEN_WORD = re.compile(r"([^\W_]+(?:['’][^\W_]+)*)")


@register.simple_tag(takes_context=True)
def language_links(context):
    """The languages of the hub with the address of this page in each.

    A page that is missing in a language answers there with its help lines and the page in other languages.

    Returns:
        A list of dicts: code, name, suggestion and missing (in the language itself), url, current. `missing` says that the page is not
        there in this language; it is "" where it is.
    """
    request, current = context.get("request"), get_language()
    page = context.get("page")
    known = request and isinstance(page, HubPage) and not getattr(request, "is_preview", False)
    there = _addresses(context) if known else None
    links = []
    for code, name in settings.LANGUAGES:
        links.append(
            {
                "code": code,
                "name": name,
                "url": language_urls.address_in(code, request)
                if request
                else f"{language_urls.prefix_of(code)}/",
                "current": code == current,
                "suggestion": _suggestion(code, name),
                "missing": "" if there is None or code in there or code == current else _missing(code),
            }
        )
    return links


@functools.cache
def _suggestion(code, name):
    """What offers a page in a language, in that language."""
    with override(code):
        # Translators: each catalogue names its own language here, such as “Esta página en español”.
        suggestion = gettext("This page in English")
    # Untranslated, or translated literally: a link to Somali must not promise English.
    return suggestion if name.casefold() in suggestion.casefold() else name


@functools.cache
def _missing(code):
    """What says, in a language, that a page is not there in it."""
    with override(code):
        return gettext("Not in this language yet")


@register.simple_tag
def catalogue_is_signed():
    """Whether a person has signed the words of the interface in the active language (portal/core/catalogs.py)."""
    return is_signed(get_language() or settings.LANGUAGE_CODE)


@register.simple_tag
def exit_words():
    """The words of the exit (portal/safety/exit_words.py): `words`, and `lang` where they are not in the page's language."""
    words, lang = words_now()
    return {"words": words, "lang": lang}


@register.simple_tag(takes_context=True)
def page_addresses(context):
    """Where search engines find this page: `own`, the address of what is shown, and `all`, those of its public languages by code.

    `first` is the one for readers of languages that the hub does not speak (hreflang="x-default").
    """
    page, request = context["page"], context["request"]
    found = _addresses(context)
    own = found.get(page.locale.language_code) or request.build_absolute_uri(page.get_url(request) or "/")
    return {"own": own, "all": found, "first": found.get(settings.LANGUAGE_CODE)}


def _addresses(context):
    """The addresses of the page of this context by language (portal/site/language_urls.py), looked up once for a request."""
    page, request = context["page"], context["request"]
    kept = request.__dict__.setdefault("page_addresses", {})
    if page.pk not in kept:
        kept[page.pk] = language_urls.addresses(page, request, context["site_context"].homes)
    return kept[page.pk]


@register.filter
def social_locale(code):
    """A language as the Open Graph protocol writes it, with the hub's country: "es_US" (https://ogp.me/#optional)."""
    return f"{code.partition('-')[0]}_{settings.COUNTRY}"


@register.filter
def written_in(record):
    """The `lang` of a record's words where they are not in the reader's language (WCAG 3.1.2): `<p{{ line|written_in }}>`.

    Args:
        record: a page or snippet with a locale, or a language code.

    Returns:
        ' lang="en"', with the direction where that differs too; "" in the reader's language, and for no record.
    """
    code = (
        record if isinstance(record, str) else getattr(getattr(record, "locale", None), "language_code", "")
    )
    reader = get_language()
    if not code or code == reader:
        return ""
    from_the_right = code in settings.LANGUAGES_BIDI
    if from_the_right == (reader in settings.LANGUAGES_BIDI):
        return format_html(' lang="{}"', code)
    return format_html(' lang="{}" dir="{}"', code, "rtl" if from_the_right else "ltr")


@register.simple_tag
def untranslated_language(records):
    """The name of the language of those records, or of the one record, that are not in the reader's; "" where all are."""
    listed = [records] if hasattr(records, "locale") else records
    others = (record.locale.language_code for record in listed if written_in(record))
    return next((language_name(code) for code in others), "")


@register.filter
def marked(text, marks):
    """The text with the words that were looked for in <mark>.

    Args:
        text: plain text.
        marks: a portal.core.stemming.Marks.

    Returns:
        Safe HTML.
    """
    # split() with one group alternates: between words, word, between words, …
    marked_text = "".join(
        f"<mark>{html_escape(piece)}</mark>" if place % 2 and piece in marks else html_escape(piece)
        for place, piece in enumerate(_WRITTEN_WORD.split(str(text)))
    )
    return mark_safe(marked_text)  # Every piece is escaped above.


@register.filter
def headings(body):
    """The headings for "On this page" of a body, when there are three or more."""
    found = body.stream_block.headings(body) if body else []
    return found if len(found) >= 3 else []


@register.simple_tag
def phone_link(number, display, label="", css_class=""):
    """A link that calls a number.

    Args:
        number: as dialled, such as "+18662231111" (RFC 3966).
        display: as people read it.
        label: words before it, which become part of the link's name.
        css_class: the link's class.
    """
    return _number_link("tel", number, display, label, css_class)


@register.filter
def contact_links(text):
    """A text in which email addresses and phone numbers are links: `{{ page.accessibility_contact|contact_links }}`."""

    def link(found):
        shown = found[0]
        if found["email"]:
            return format_html('<a href="mailto:{}">{}</a>', shown, shown)
        number = phone_numbers.dialed(shown)
        return phone_link(number, shown) if number else html_escape(shown)

    parts, at = [], 0
    for found in _REACHED.finditer(text):
        parts += [html_escape(text[at : found.start()]), link(found)]
        at = found.end()
    return mark_safe("".join([*parts, html_escape(text[at:])]))


@register.simple_tag
def text_link(number, display, label="", css_class=""):
    """A link that opens a text message to a number (RFC 5724); see phone_link."""
    return _number_link("sms", number, display, label, css_class)


def _number_link(scheme, number, display, label, css_class):
    # The number never breaks across lines, and runs from the left in every writing; the link's name is whole at every
    # width.
    return format_html(
        '<a{} href="{}:{}">{}<span class="number" dir="ltr">{}</span></a>',
        format_html(' class="{}"', css_class) if css_class else "",
        scheme,
        number,
        f"{label} " if label else "",
        display,
    )


@register.simple_tag(takes_context=True)
def with_query(context, **changes):
    """This address's query with some parameters changed; an empty value takes a parameter away.

    Returns:
        "?a=b" or "?" when nothing is left.
    """
    query = context["request"].GET.copy()
    for name, value in changes.items():
        if value in ("", None):
            query.pop(name, None)
        else:
            query[name] = value
    query.pop("page", None) if "page" not in changes else None
    return f"?{query.urlencode()}"


@dataclass(frozen=True)
class CurrentInMenu:
    """Where in the menu a reader is: the item's own page, items above the page, the search."""

    page: str
    above: tuple[str, ...]
    is_search: bool


@register.simple_tag(takes_context=True)
def current_in_menu(context):
    """Which items of the menu the reader's page is or lies below, as a CurrentInMenu."""
    path = getattr(context.get("request"), "path", "")
    urls = [item.url for item in context["site_context"].menu]
    return CurrentInMenu(
        path if path in urls else "",
        tuple(url for url in urls if path.startswith(url)),
        path == reverse("search"),
    )


@register.simple_tag(takes_context=True)
def alerts_for(context, place):
    """The alerts that stand on a page now ("home" on the home page); in its preview, an alert stands whatever its times are."""
    request = context.get("request")
    alerts = context["site_context"].alerts_for(place, getattr(request, "path", ""))
    previewed = getattr(request, "previewed_alert", None)
    if previewed:
        alerts = [previewed, *(alert for alert in alerts if alert.pk != previewed.pk)]
    return alerts


@register.simple_tag(takes_context=True)
def help_lines(context, kind):
    """The help lines of one kind, in the reader's language."""
    return context["site_context"].lines(kind)


@register.filter
def archives(context, page):
    """Whether a page stands in the archive: `{% if site_context|archives:page %}`. No query."""
    return bool(page) and is_archived(page, context)


@register.filter
def website_name(url):
    """The host of an address, as people say it: "iimn.org" for "https://www.iimn.org/"."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


@register.simple_tag(takes_context=True)
def full_address(context, page):
    """The page's own address with scheme and host, for people to copy."""
    return context["request"].build_absolute_uri(page.get_url(context["request"]) or "/")


@register.simple_tag(takes_context=True)
def json_ld(context):
    """The page's schema.org data, when its type has any: `page.json_ld(request)` answers a dict.

    Returns:
        A script element that no browser runs; "<" is escaped, so that no text can end it.
    """
    page = context.get("page")
    data = None
    if hasattr(page, "json_ld"):
        data = next(
            without_faults([page], lambda page: page.json_ld(context["request"]), "schema.org data"), None
        )
    if not data:
        return ""
    if "image" not in data and "thumbnailUrl" not in data and (picture := picture_of(page)):
        data = {**data, "image": [context["request"].build_absolute_uri(picture.url)]}
    text = json.dumps({"@context": "https://schema.org", **data}, ensure_ascii=False, default=str)
    return mark_safe(  # Escaped here, as json_script does.
        f'<script type="application/ld+json">{text.translate(_JSON_ESCAPES)}</script>'
    )


_JSON_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag(takes_context=True)
def format_request_query(context):
    """ "?page=…" with this page for the request form; nothing where the reader looks for help."""
    path = context["request"].path if "request" in context else ""
    if not path or any(
        f"/{slug}/" in path for slug in ("get-help", "stay-safe-online", "request-accessible-format")
    ):
        return ""
    return "?" + urlencode({"page": path})


@register.filter
def language_name(code):
    """A language's own name for its code, or the code itself when nobody here knows it."""
    return dict(settings.LANGUAGES).get(code) or LANG_INFO.get(code, {}).get("name_local", code)


@register.filter
def choice_label(field_block, value):
    """The label of a value of a choice block."""
    return dict(field_block.field.choices).get(value, value)


@register.filter
def duration_words(duration):
    """A duration in minutes and seconds: "3 minutes 20 seconds"."""
    minutes, seconds = divmod(int(duration.total_seconds()), 60)
    parts = [ngettext("%d minute", "%d minutes", minutes) % minutes] if minutes else []
    if seconds or not minutes:
        parts.append(ngettext("%d second", "%d seconds", seconds) % seconds)
    return " ".join(parts)


@register.filter
def media_type(file):
    """The media type (RFC 6838) of a hosted file, by its name."""
    return mimetypes.guess_type(file.file.name)[0] or "video/mp4"
