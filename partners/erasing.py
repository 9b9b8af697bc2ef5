"""Takes given words out of everything that is kept of a page: its texts, its revisions, translations, comments, mails.

Used when a place must not be known any more (users.md 6). Only exact words are found, whatever their case and spacing:
“Example St.” is not found by “Example Street”; the forms say so.
"""

import json
import re

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models import Q
from django.utils.html import escape
from django.utils.text import slugify
from modelcluster.models import get_all_child_relations
from modelsearch import index
from wagtail.admin.models import FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.models import Comment, CommentReply, PageLogEntry, Revision, TaskState
from wagtail.search import models as search
from wagtail_localize.models import SourceDeletedError, String, StringTranslation, TranslationSource
from wagtail_localize.strings import StringValue

from portal.models import OutboxMessage

# Never longer than what it replaces, so that every column still holds it.
REPLACEMENT = "[…]"
SHORTEST = 4
# Text columns that hold no words of a person.
_NO_WORDS = {"path", "url_path", "time_zone", "weekdays", "schema_version"}


class Words:
    """The words to take out of one page's texts."""

    def __init__(self, words, kept=""):
        """Prepare the search.

        Args:
            words: strings; those of fewer than four letters would spoil the text and are left out.
            kept: a name that stays public, such as the organisation's; words within it are left out.
        """
        kept = " ".join(kept.split()).casefold()
        cleaned = {" ".join(str(word).split()) for word in words}
        self.all = sorted(
            (word for word in cleaned if len(word) >= SHORTEST and word.casefold() not in kept),
            key=len,
            reverse=True,
        )
        written = {form for word in self.all for form in (word, escape(word), json.dumps(word)[1:-1])}
        patterns = [
            r"\s+".join(re.escape(part) for part in form.split())
            for form in sorted(written, key=len, reverse=True)
        ]
        self._pattern = (
            re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE) if patterns else None
        )
        self._slugs = [found for found in (slugify(word) for word in self.all) if len(found) >= SHORTEST]

    def __bool__(self):
        return self._pattern is not None

    def out_of(self, text):
        """The text without the words."""
        return self._pattern.sub(REPLACEMENT, text)

    def in_slug(self, slug):
        """Whether an address is made of one of the words."""
        return any(f"-{found}-" in f"-{slug}-" for found in self._slugs)

    def out_of_json(self, value):
        """A value of lists and dictionaries without the words in any of its strings."""
        if isinstance(value, str):
            return self.out_of(value)
        if isinstance(value, list):
            return [self.out_of_json(item) for item in value]
        if isinstance(value, dict):
            return {key: self.out_of_json(item) for key, item in value.items()}
        return value


def erase(pages, words, own_slug=True):
    """Take words out of everything kept of pages, in the caller's transaction.

    Args:
        pages: specific pages (the live rows), in all their languages.
        words: Words.
        own_slug: whether an address made of the words is replaced, too.
    """
    if not words:
        return
    for page in pages:
        _erase_row(page, words)
        for child, _names in _children(page):
            for row in getattr(page, child).all():
                _erase_row(row, words)
        if own_slug and words.in_slug(page.slug):
            _new_slug(page)
    for revision in Revision.page_revisions.filter(object_id__in=[str(page.pk) for page in pages]):
        page = next(page for page in pages if str(page.pk) == revision.object_id)
        if _erase_content(revision.content, page, words):
            revision.object_str = words.out_of(revision.object_str)
            # Not save(): its signals ask who changed what.
            Revision.objects.filter(pk=revision.pk).update(
                content=revision.content, object_str=revision.object_str
            )
    _erase_translations(pages, words)
    _erase_beside(pages, words)


def erase_in_memory(page, words):
    """Take words out of a page object that its caller goes on using, such as a draft that is being saved."""
    if not words:
        return
    for field in _text_fields(type(page)):
        value = field.value_from_object(page)
        if isinstance(value, str) and value:
            setattr(page, field.attname, words.out_of(value))
    for child, names in _children(page):
        for row in getattr(page, child).all():
            for name in names:
                setattr(row, name, words.out_of(getattr(row, name)))


def _text_fields(model):
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | StreamField)
        and not field.choices
        and not isinstance(field, models.URLField | models.EmailField | models.SlugField)
        and field.name not in _NO_WORDS
    ]


def _children(page):
    """The names of a page's inline records, with the names of their text fields."""
    return [
        (relation.get_accessor_name(), [field.name for field in _text_fields(relation.related_model)])
        for relation in get_all_child_relations(type(page))
        if relation.related_model._meta.app_label == page._meta.app_label
    ]


def _erase_row(row, words):
    changed = {}
    for field in _text_fields(type(row)):
        value = field.value_from_object(row)
        text = json.dumps(field.get_prep_value(value)) if isinstance(field, StreamField) else value
        if text and (new := words.out_of(text)) != text:
            changed[field.attname] = (
                field.to_python(json.loads(new)) if isinstance(field, StreamField) else new
            )
    if changed:
        type(row).objects.filter(pk=row.pk).update(**changed)


def _erase_content(content, page, words):
    """Take the words out of a revision's content. Returns whether it held any."""
    before = json.dumps(content)
    for name in [field.name for field in _text_fields(type(page))]:
        if isinstance(content.get(name), str):
            content[name] = words.out_of(content[name])
    for child, names in _children(page):
        for row in content.get(child) or ():
            for name in names:
                if isinstance(row.get(name), str):
                    row[name] = words.out_of(row[name])
    if content.get("slug") != page.slug and words.in_slug(content.get("slug") or ""):
        content["slug"], content["url_path"] = page.slug, page.url_path
    return json.dumps(content) != before


def _new_slug(page):
    """An address without the words; nothing leads from the old one to it."""
    page.slug = f"event-{page.translation_key.hex[:12]}"
    type(page).objects.filter(pk=page.pk).update(slug=page.slug)
    page.url_path = page.set_url_path(page.get_parent())
    type(page).objects.filter(pk=page.pk).update(url_path=page.url_path)
    Redirect.objects.filter(redirect_page_id=page.pk, automatically_created=True).delete()


def _erase_translations(pages, words):
    keys = {page.translation_key for page in pages}
    for source in TranslationSource.objects.filter(object_id__in=keys):
        content = json.loads(source.content_json)
        model = source.specific_content_type.model_class()
        page = next((page for page in pages if page.translation_key == source.object_id), None)
        if page is None or not issubclass(model, type(page)):
            continue
        if _erase_content(content, page, words):
            source.content_json = json.dumps(content)
            source.object_repr = words.out_of(source.object_repr)
            source.save(update_fields=["content_json", "object_repr"])
            refresh(source)
    for translation in StringTranslation.objects.filter(context__object_id__in=keys):
        if (data := words.out_of(translation.data)) != translation.data:
            StringTranslation.objects.filter(pk=translation.pk).update(data=data)
    forget_strings(words.all)


def refresh(source):
    """Build a translation source's segments anew from its content; without its page there is nothing to build."""
    try:
        source.refresh_segments()
    except SourceDeletedError:
        source.stringsegment_set.all().delete()


def forget_strings(words):
    """Delete what the translators' memory holds of words and no text uses any more."""
    asked = Q(pk__in=[])
    for word in words:
        asked |= Q(data__icontains=escape(word)) | Q(data__icontains=word)
    String.objects.filter(asked, segments__isnull=True).delete()


def forget_exact_strings(values):
    """Delete what the translators' memory holds of whole texts that nothing uses any more."""
    kept = {StringValue.from_plaintext(value).data for value in values}
    String.objects.filter(data__in=kept, segments__isnull=True).delete()


def _erase_beside(pages, words):
    """History, comments, what the admin keeps of open forms, mails about the pages."""
    numbers = [page.pk for page in pages]
    comments = Comment.objects.filter(page_id__in=numbers)
    reviews = TaskState.objects.filter(
        workflow_state__object_id__in=[str(number) for number in numbers],
        workflow_state__base_content_type=ContentType.objects.get_by_natural_key("wagtailcore", "page"),
    )
    about = Q(pk__in=[])
    for page in pages:
        about |= Q(body__contains=str(page.translation_key)) | Q(body__contains=f"/pages/{page.pk}/")
        about |= Q(body__contains=f"/{page.slug}/")
    for records, names in (
        (comments, ["text"]),
        (CommentReply.objects.filter(comment__page_id__in=numbers), ["text"]),
        (reviews, ["comment"]),
        (PageLogEntry.objects.filter(page_id__in=numbers), ["label", "data"]),
        (OutboxMessage.objects.filter(about), ["subject", "body", "html"]),
    ):
        for record in records:
            changed = {
                name: new
                for name in names
                if (new := words.out_of_json(getattr(record, name))) != getattr(record, name)
            }
            if changed:
                type(record).objects.filter(pk=record.pk).update(**changed)


def forget_forms(pages):
    """Delete what the admin keeps of forms that are open (Wagtail's previews)."""
    for page in pages:
        FormState.objects.filter(
            content_type=ContentType.objects.get_for_model(page), object_id__in=["", str(page.pk)]
        ).delete()


def reindex(pages):
    """Write pages into the search index anew; SQLite also forgets what its index held before."""
    for page in pages:
        index.insert_or_update_object(type(page).objects.get(pk=page.pk))
    full_text = getattr(search, "SQLiteFTSIndexEntry", None)
    if connection.vendor == "sqlite" and full_text:
        table = full_text._meta.db_table
        with connection.cursor() as cursor:
            # FTS5 keeps deleted words in its segments until they are merged: https://sqlite.org/fts5.html#the_optimize_command
            cursor.execute(f"INSERT INTO {table}({table}) VALUES('optimize')")
