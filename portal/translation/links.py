"""Links of a translation lead to pages in its language, as far as there are such pages.

Readers are led there anyway (portal/core/page_links.py); what is stored says so too, so that versions can be compared.
"""

import re
from typing import Any

from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

PAGE_LINK = re.compile(r'<a (?=[^>]*linktype="page")(?=[^>]*\bid="(\d+)")[^>]*>')


def lead_to_translations(record, locale):
    """Replace the pages that a translation links to by those of its language. Two queries for all of them.

    Args:
        record: a page or snippet in memory; it is changed, and not saved.
        locale: its Locale.
    """
    fields = [
        field for field in type(record)._meta.get_fields() if isinstance(field, StreamField | RichTextField)
    ]
    found: dict[Any, Any] = {}
    values = {}
    for field in fields:
        value = field.value_from_object(record)
        if isinstance(field, StreamField):
            value = field.stream_block.get_prep_value(value)
            _stream(field.stream_block, value, found, collect=True)
        else:
            _numbers(value or "", found)
        values[field] = value
    translated = _translations(found, locale)
    if not translated:
        return
    for field, value in values.items():
        if isinstance(field, StreamField):
            setattr(
                record,
                field.name,
                field.stream_block.to_python(_stream(field.stream_block, value, translated)),
            )
        else:
            setattr(record, field.name, _rewritten(value, translated))


def _translations(numbers, locale):
    keys = dict(
        Page.objects.filter(pk__in=numbers).exclude(locale=locale).values_list("pk", "translation_key")
    )
    there = dict(
        Page.objects.filter(translation_key__in=keys.values(), locale=locale, alias_of=None).values_list(
            "translation_key", "pk"
        )
    )
    return {pk: there[key] for pk, key in keys.items() if key in there}


def _numbers(html, found):
    found |= {int(match[1]): None for match in PAGE_LINK.finditer(html)}


def _rewritten(html, translated):
    def link(match):
        number = int(match[1])
        return f'<a linktype="page" id="{translated.get(number, number)}">'

    return PAGE_LINK.sub(link, html) if html else html


def _stream(block, value, pages, collect=False):
    """Collect the numbers of pages in a stored value, or put others in their place.

    Returns:
        The value.
    """
    if value is None:
        return value
    if isinstance(block, blocks.PageChooserBlock):
        if collect and isinstance(value, int):
            pages[value] = None
        return value if collect else pages.get(value, value)
    if isinstance(block, blocks.RichTextBlock):
        if collect:
            _numbers(value, pages)
            return value
        return _rewritten(value, pages)
    if isinstance(block, blocks.StreamBlock):
        for child in value:
            inner = block.child_blocks.get(child["type"])
            if inner is not None:
                child["value"] = _stream(inner, child["value"], pages, collect)
    elif isinstance(block, blocks.ListBlock):
        for child in value:
            child["value"] = _stream(block.child_block, child["value"], pages, collect)
    elif isinstance(block, blocks.StructBlock) and isinstance(value, dict):
        for name, inner in block.child_blocks.items():
            if name in value:
                value[name] = _stream(inner, value[name], pages, collect)
    return value
