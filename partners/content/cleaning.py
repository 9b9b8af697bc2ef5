"""Cleans what members write before it is saved. Wagtail's fields clean only what its own editor sends."""

import re
from urllib.parse import urlsplit

import nh3
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField

# The markup that portal.pages.blocks.LIMITED_FEATURES allows; the office's links to pages keep their attributes.
TAGS = {"p", "br", "strong", "b", "em", "i", "ol", "ul", "li", "a"}
ATTRIBUTES = {"a": {"href", "linktype", "id"}}
WEB, LINKS = {"http", "https"}, {"http", "https", "mailto", "tel"}
# Control characters, and those that change the direction of text (Unicode Bidi_Control, except LRM and RLM).
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


def clean_text(text):
    """Remove control characters from a text and normalize its line ends.

    Args:
        text: what somebody typed.

    Returns:
        The text; tabs and line feeds are kept.
    """
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_html(html):
    """Reduce rich text to paragraphs, lists, bold, italics and links to http, https, mailto and tel.

    Args:
        html: HTML from any source.

    Returns:
        HTML for a rich text field of Wagtail; "" if it has no text.
    """
    cleaned = nh3.clean(
        clean_text(html), tags=TAGS, attributes=ATTRIBUTES, url_schemes=LINKS, link_rel=None
    ).strip()
    return cleaned if re.sub(r"<[^>]*>|&nbsp;|\s", "", cleaned) else ""


def is_web_address(url):
    """Whether an address is http or https, which cannot run a script in the reader's browser."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme.lower() in WEB and bool(parts.netloc)


def clean_page(page):
    """Clean all fields of a page and of its inline records, in place.

    Args:
        page: an EventPage or OrganisationPage, not yet saved.

    Returns:
        A dict of field names to error messages, for web addresses that are not allowed. Those are left unchanged.
    """
    refused = {}
    for record in [page, *_inline_records(page)]:
        for field in record._meta.concrete_fields:
            value = field.value_from_object(record)
            if (
                not isinstance(value, str)
                or not value
                or not isinstance(field, models.CharField | models.TextField)
            ):
                continue
            if isinstance(field, RichTextField):
                setattr(record, field.name, clean_html(value))
                continue
            value = clean_text(value)
            value = value if isinstance(field, models.TextField) else " ".join(value.split())
            setattr(record, field.name, value)
            if isinstance(field, models.URLField) and not is_web_address(value):
                refused[field.name] = _("Enter a full web address that begins with https:// or http://.")
    return refused


def _inline_records(page):
    for relation in get_all_child_relations(type(page)):
        if relation.related_model._meta.app_label == "partners":
            yield from getattr(page, relation.get_accessor_name()).all()
