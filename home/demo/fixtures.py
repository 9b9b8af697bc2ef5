"""Content kept in readable files: one YAML file a page, as the demonstration and the starting texts of a new hub are.

`pages/en/definitions/wage-theft.yaml` becomes /definitions/wage-theft/. Rich fields are Markdown; `page:definitions/wage-theft`
in a link leads to a page of the hub.
"""

import datetime
import html
import re

import yaml
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from markdown import markdown
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText

from portal.models import TaxonomyTerm


class ContentError(Exception):
    """A file cannot be read as content: the message names the file and what is wrong."""


def page_type(content, address):
    """The page model that a file names in `type`.

    Raises:
        ContentError: there is no such page type.
    """
    name = content.get("type", "")
    for app in ("home", "partners", "media"):
        try:
            return apps.get_model(app, name)
        except LookupError:
            continue
    raise ContentError(f"{address or 'index'}: there is no page type {name!r}.")


def known_fields(model, record):
    """What of a record are fields of a model and has a value."""
    names = {field.name for field in model._meta.get_fields() if getattr(field, "concrete", False)}
    return {name: value for name, value in record.items() if name in names and value is not None}


class PageFiles:
    """Reads a folder's files, and turns what they say into values of pages' fields."""

    def __init__(self, folder):
        self.folder = folder
        self.pages = {}  # (language, address) -> page
        self.terms = {}  # (kind, code) -> TaxonomyTerm

    def read(self, path):
        """The content of a YAML file.

        Raises:
            ContentError: it is not YAML.
        """
        try:
            return yaml.safe_load(path.read_text())
        except yaml.YAMLError as error:
            raise ContentError(f"{path.relative_to(self.folder)} is not YAML: {error}") from error

    def page_files(self, language):
        """The page files of a language as (path below the locale's root, content), parents before their children."""
        root = self.folder / "pages" / language
        found = []
        for path in root.rglob("*.yaml"):
            address = str(path.relative_to(root).with_suffix(""))
            found.append(("" if address == "index" else address, self.read(path)))
        return sorted(
            found,
            key=lambda entry: (
                entry[0].count("/") if entry[0] else -1,
                entry[1].get("order", 1000),
                entry[0],
            ),
        )

    def texts(self, model, record, language="en"):
        """The values of a snippet's fields, its rich ones made from Markdown with links to pages in a language."""
        values = known_fields(model, record)
        for name, value in values.items():
            if isinstance(model._meta.get_field(name), RichTextField):
                values[name] = self.rich(value or "", language)
        return values

    def set_field(self, page, name, value, language):
        """Give a page's field the value that a file states.

        Raises:
            ContentError: the page type has no such field, or a block of a stream is unknown.
        """
        try:
            field = page._meta.get_field(name)
        except FieldDoesNotExist as error:
            raise ContentError(f"{page.slug}: {type(page).__name__} has no field {name}.") from error
        if isinstance(field, RichTextField):
            value = self.rich(value, language)
        elif isinstance(field, StreamField):
            value = self._stream(field.stream_block, value, language, f"{page.slug}.{name}")
        elif isinstance(field, models.DurationField):
            value = datetime.timedelta(seconds=value) if isinstance(value, int) else value
        elif field.one_to_many:
            value = self._items(page, name, field.related_model, value)
        elif field.many_to_many:
            value = self._chosen(page, field, value)
        elif field.many_to_one and isinstance(value, str):
            # Records point at the page that was written first, whatever the language of the text.
            value = self.page_at(value, "en")
        elif isinstance(field, models.TimeField) and value:
            value = field.to_python(value)
        setattr(page, name, value)

    def _items(self, page, name, model, records):
        """Phones and places, in their order. A translation's file says only what differs of each."""
        there = list(getattr(page, name).all())
        made = []
        for place, record in enumerate(records):
            item = there[place] if place < len(there) else model(locale=page.locale)
            item.sort_order = place
            for key, value in record.items():
                try:
                    setattr(item, key, model._meta.get_field(key).to_python(value))
                except FieldDoesNotExist as error:
                    raise ContentError(f"{page.slug}: {name} have no {key}.") from error
            made.append(item)
        return made

    def _chosen(self, page, field, names):
        """The words of lists by their codes, or the places of the organisation above by their names."""
        model = field.related_model
        if model is TaxonomyTerm:
            kind = field.remote_field.limit_choices_to["kind"]
            known = {code: term for (other, code), term in self.terms.items() if other == kind}
        else:
            above = page.get_parent().get_translations(inclusive=True).get(locale__language_code="en")
            known = {str(item): item for item in model.objects.filter(organisation=above)}
        unknown = [name for name in names if name not in known]
        if unknown:
            raise ContentError(f"{page.slug}: {field.name} knows no {', '.join(unknown)}.")
        return [known[name] for name in names]

    def pages_at(self, addresses, language):
        """The pages at some addresses, in their order (see page_at)."""
        return [self.page_at(address, language) for address in addresses or []]

    def page_at(self, address, language):
        """The page at an address in a language, else in English.

        Raises:
            ContentError: there is none.
        """
        page = self.pages.get((language, address)) or self.pages.get(("en", address))
        if page is None:
            raise ContentError(f"There is no page {address!r}.")
        return page

    def rich(self, text, language):
        """Markdown as Wagtail's rich text, with links to pages of the hub by their number."""

        def link(match):
            target = html.unescape(match[1])
            if target.startswith("page:"):
                page = self.page_at(target.removeprefix("page:").strip("/"), language)
                return f'<a linktype="page" id="{page.pk}">'
            return match[0]

        return re.sub(r'<a href="([^"]*)">', link, markdown(text or ""))

    def _stream(self, block, values, language, where):
        entries = []
        only = list(block.child_blocks)
        for value in values or []:
            if isinstance(value, dict) and len(value) == 1 and next(iter(value)) in block.child_blocks:
                ((name, inner),) = value.items()
            elif len(only) == 1:
                # A stream of one kind of block is written as a plain list.
                name, inner = only[0], value
            else:
                raise ContentError(f"{where}: {value!r} names none of the blocks {only}.")
            entries.append((name, self._block(block.child_blocks[name], inner, language, f"{where}.{name}")))
        return entries

    def _block(self, block, value, language, where):
        if isinstance(block, blocks.StructBlock):
            unknown = set(value) - set(block.child_blocks)
            if unknown:
                raise ContentError(f"{where} has no {', '.join(sorted(unknown))}.")
            return block.to_python(
                {
                    name: child.get_prep_value(self._block(child, value[name], language, f"{where}.{name}"))
                    for name, child in block.child_blocks.items()
                    if value.get(name) is not None
                }
            )
        if isinstance(block, blocks.ListBlock):
            return block.to_python(
                [
                    block.child_block.get_prep_value(self._block(block.child_block, item, language, where))
                    for item in value
                ]
            )
        if isinstance(block, blocks.RichTextBlock):
            return RichText(self.rich(value, language))
        if isinstance(block, blocks.PageChooserBlock):
            return self.page_at(value, language)
        if isinstance(block, blocks.DateBlock):
            return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(str(value))
        return str(value) if isinstance(value, int | float) else value
