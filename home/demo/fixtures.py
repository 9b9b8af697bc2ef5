"""Reads the YAML files of the demonstration and of a new hub's first content.

Each page has one file: `pages/en/definitions/wage-theft.yaml` becomes /definitions/wage-theft/. A key is the name of a field of the
model; PAGE_KEYS and EVENT_KEYS list the few others, and a record of a snippet has the fields of a translation under the code of its
language. An unknown key is refused.

Values:
    rich text: Markdown; `page:definitions/wage-theft` as the target of a link leads to a page of the hub.
    StreamField: a list of {block: value}; if there is only one kind of block, a list of values.
    relation to pages: their addresses, to taxonomy terms: their slugs, to pictures and media: names of files in home/demo/files/.
    date: 2027-01-31, or a date relative to the day of loading or to the event's first day (see home/demo/dates.py).
    $name in any text: a value of PageFiles.words.
"""

import datetime
import html
import re
from string import Template

import yaml
from django.apps import apps
from django.conf.locale import LANG_INFO
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from markdown import markdown
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText

from portal.models import TaxonomyTerm

from .dates import relative_date

try:
    # Written in C: the 200 files take a tenth of the time.
    from yaml import CSafeLoader as YamlLoader
except ImportError:  # PyYAML was built without libyaml.
    from yaml import SafeLoader as YamlLoader  # type: ignore[assignment]

# The keys of a page's file that are not fields of its model.
PAGE_KEYS = {
    "type": "the name of the page model",
    "order": "pages at the same depth are created in this order",
}
# More such keys in the file of an event of the demonstration.
EVENT_KEYS = {
    "submission_state": "a value of partners.workspace.submission_status.State; without it the event is public",
    "review_comment": "what the approver writes who requests changes",
    "changed_fields": "fields of the draft of a public event, where they differ from what is public",
    "status": "fields of its EventStatus",
    "dates": "fields of an EventDate for each date that was canceled or moved",
}


class ContentError(Exception):
    """A file cannot be loaded. The message names the file and the error."""


def page_type(content, address):
    """The page model named by `type` in a file.

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


def refuse_unknown_keys(where, record, model, other_keys=()):
    """Check that each key of a record is a field of a model.

    Args:
        where: the file, and what in it, for the message.
        record: a dict.
        model: the model.
        other_keys: keys that are allowed although they are not fields.

    Raises:
        ContentError: a key is neither.
    """
    known = {field.name for field in model._meta.get_fields()}.union(other_keys)
    if unknown := sorted(set(record) - known):
        raise ContentError(f"{where}: {model.__name__} has no field {', '.join(unknown)}.")


def is_language(key):
    """Whether a key of a record is a language code, under which there are the texts in that language."""
    return key in LANG_INFO


class PageFiles:
    """Reads the files of a folder and converts their values to those of fields.

    Attributes:
        words: what replaces $name in texts, by name.
        today: the day from which relative dates are counted.
    """

    def __init__(self, folder, words=None, today=None):
        self.folder = folder
        self.words = words or {}
        self.today = today or timezone.localdate()
        self.pages = {}  # By language and address.
        self.terms = {}  # By kind and slug.

    def read(self, path):
        """The content of a YAML file, with $name replaced.

        Raises:
            ContentError: it is not YAML, or has a $name that is not in `words`.
        """
        try:
            return self._with_words(yaml.load(path.read_text(), YamlLoader))
        except yaml.YAMLError as error:
            raise ContentError(f"{path.name} is not YAML: {error}") from error
        except (KeyError, ValueError) as error:
            raise ContentError(f"{path.name}: $ stands before no known name ({error}).") from error

    def _with_words(self, content):
        if isinstance(content, dict):
            return {name: self._with_words(value) for name, value in content.items()}
        if isinstance(content, list):
            return [self._with_words(value) for value in content]
        return Template(content).substitute(self.words) if isinstance(content, str) else content

    def page_files(self, language):
        """The page files of a language as (address, content), parents before their children."""
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

    def snippet_values(self, model, record, where, language="en"):
        """The values of a snippet's fields in a record, without inline records and translations.

        Raises:
            ContentError: a key is neither a field nor the code of a language.
        """
        refuse_unknown_keys(where, record, model, filter(is_language, record))
        values = {}
        for name, value in record.items():
            if value is None or is_language(name) or model._meta.get_field(name).one_to_many:
                continue
            rich = isinstance(model._meta.get_field(name), RichTextField)
            values[name] = self.rich(value, language) if rich else value
        return values

    def set_field(self, page, name, value, language):
        """Set a field of a page to the value in a file.

        Raises:
            ContentError: the page type has no such field, or a StreamField has an unknown block.
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
            value = self.related_object(field.related_model, value)
        elif isinstance(field, models.DateField) and isinstance(value, dict):
            value = self.date(value, page)
        elif isinstance(field, models.DateField | models.TimeField) and value:
            value = field.to_python(value)
        setattr(page, name, value)

    def date(self, value, page):
        """The date that a file states relative to the day of loading or to an event's first day (see home/demo/dates.py)."""
        try:
            return relative_date(value, self.today, getattr(page, "start_date", None))
        except ValueError as error:
            raise ContentError(f"{page.slug}: {error}.") from error

    def related_object(self, model, name):
        """The object of a foreign key: a page by its address, in English if it exists in English."""
        return self.page_at(name, "en")

    def _items(self, page, name, model, records):
        """Inline records such as phones, in order. A translation's file states only the fields that differ."""
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
        """Taxonomy terms by their slugs, or places of the parent organization by their names."""
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
        """The pages at some addresses, in order (see page_at())."""
        return [self.page_at(address, language) for address in addresses or []]

    def page_at(self, address, language):
        """The page at an address in a language, else in English.

        Raises:
            ContentError: there is no such page.
        """
        page = self.pages.get((language, address)) or self.pages.get(("en", address))
        if page is None:
            raise ContentError(f"There is no page {address!r}.")
        return page

    def rich(self, text, language):
        """Convert Markdown to Wagtail's rich text, with internal links to pages of the hub."""

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
                # If there is only one kind of block, the stream is a plain list.
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
