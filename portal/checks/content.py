"""Everything that an editor wrote or chose on a page, part by part, each with the field and block in which it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models
from wagtail import blocks
from wagtail.blocks import Block
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.rich_text import RichText

if TYPE_CHECKING:
    from portal.pages.models import HubPage


@dataclass(frozen=True)
class Part:
    """One part of a page.

    Attributes:
        field: the name of the page's field.
        anchor: the id of the block of a stream in which it stands; "" outside streams.
        kind: the block or model field that holds it.
        value: what is in it.
        within: the kind of block around it, or None.
    """

    field: str
    anchor: str
    kind: Any
    value: Any
    within: Any = None

    @property
    def rich_text(self) -> str | None:
        """The source of rich text, or None for another kind of part."""
        if isinstance(self.value, RichText):
            return self.value.source
        return self.value if isinstance(self.kind, RichTextField) else None


def parts(page: HubPage) -> Iterator[Part]:
    """The parts of a page in the order of its fields, outer blocks before what is in them.

    Args:
        page: a HubPage, as it is stored or as a revision says.
    """
    for field in type(page)._meta.get_fields():
        if not getattr(field, "concrete", False) or field.model in (Page, *Page.__mro__):
            continue
        if isinstance(field, StreamField):
            stream = getattr(page, field.name)
            for child in stream or ():
                yield from _walk(field.name, child.id or "", child.block, child.value, field.stream_block)
        elif isinstance(field, RichTextField | models.URLField):
            yield Part(field.name, "", field, getattr(page, field.name) or "")
        elif isinstance(field, models.ForeignKey) and _holds_media(field) and getattr(page, field.attname):
            yield Part(field.name, "", field, getattr(page, field.name))


def _holds_media(field: models.ForeignKey) -> bool:
    """Whether a field holds a picture or document, whose own checks are run. Linked pages are checked by themselves."""
    return hasattr(field.related_model, "publishing_errors") and not issubclass(field.related_model, Page)


def _walk(field: str, anchor: str, block: Block, value: Any, within: Block | None) -> Iterator[Part]:
    yield Part(field, anchor, block, value, within)
    if isinstance(block, ImageBlock | BaseTypedTableBlock) or value is None:
        return  # A picture with its alternative text is one thing, and cells of tables hold plain words.
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _walk(field, anchor, child, value.get(name), block)
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            yield from _walk(field, anchor, block.child_block, item, block)
    elif isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from _walk(field, anchor, child.block, child.value, block)
