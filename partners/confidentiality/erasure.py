"""Removes given phrases from everything stored about a page: its texts, revisions, translations, comments, mails."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import Q
from modelcluster.models import get_all_child_relations
from modelsearch import index
from taggit.models import Tag
from wagtail.admin.models import FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.models import Comment, CommentReply, ModelLogEntry, Page, PageLogEntry, Revision, TaskState
from wagtail.search import models as search
from wagtail_localize.models import (
    SegmentOverride,
    SourceDeletedError,
    String,
    StringTranslation,
    TranslationSource,
)
from wagtail_localize.strings import StringValue

from portal.models import Notice, OfficeRedirect, OutboxMessage
from portal.quality.models import ExternalLink, QualityFinding
from portal.workflow import approvals
from portal.workflow.choices import Rewrite
from portal.workflow.immediate_actions import DELETED, not_recorded

if TYPE_CHECKING:
    from .words import Redactor

# Functions of a Redactor, with which the packages above erase their own records.
EXTRA_ERASERS: list[Callable[[Redactor], None]] = []
# Where a revision holds a copy of the editors' comments.
COMMENTS = "wagtail_admin_comments"
# Text columns in which nobody writes.
_NO_WORDS = {"path", "url_path", "time_zone", "weekdays", "schema_version"}


def erase(pages, words):
    """Remove phrases from everything stored about pages, in the caller's transaction.

    Args:
        pages: specific pages (the live rows), in all their languages.
        words: a Redactor.
    """
    if not words:
        return
    for page in pages:
        erase_record(page, words)
        for child, _fields in _children(type(page)):
            for row in getattr(page, child).all():
                erase_record(row, words)
        if words.found_in(page.slug):
            _new_slug(page)
        # The address of a page above it may have just changed.
        page.url_path = Page.objects.values_list("url_path", flat=True).get(pk=page.pk)
    by_number = {str(page.pk): page for page in pages}
    for revision in Revision.page_revisions.filter(object_id__in=by_number):
        if erase_content(revision.content, by_number[revision.object_id], words):
            label = words.redact(revision.object_str)
            approvals.rewrite_content(revision, revision.content, Rewrite.REDACTION, object_str=label)
    _erase_translations(pages, words)
    _erase_beside(pages, words)
    erase_media(media_of(pages), words)
    forget_redirects(pages, words)
    forget_links(pages, words)
    for forget in EXTRA_ERASERS:
        forget(words)


def erase_in_memory(page, words):
    """Remove phrases from a page object that its caller continues to use, such as a draft being saved.

    Returns:
        A dict of the names of fields and inline records that contained any to a list of the phrases as they were written.
    """
    if not words:
        return {}
    changed = _erase_object(page, words)
    for child, _fields in _children(type(page)):
        found = [said for row in getattr(page, child).all() for said in _erase_object(row, words).values()]
        if found:
            changed[child] = [word for said in found for word in said]
    return changed


def _erase_object(record, words):
    changed = {}
    for field in text_fields(type(record)):
        value = field.value_from_object(record)
        if (new := words.redact_field(field, value)) != value:
            setattr(record, field.attname, new)
            prepared = field.get_prep_value(value)
            is_stream = isinstance(field, StreamField) and isinstance(prepared, str)
            changed[field.name] = words.said_in(json.loads(prepared) if is_stream else prepared)
    return changed


def fields_with(page, words):
    """The names of the fields and inline records of a page that contain any of the phrases."""
    if not words:
        return []
    found = [name for name, _value in _held(page, words)]
    for child, _fields in _children(type(page)):
        if any(_held(row, words) for row in getattr(page, child).all()):
            found.append(child)
    return found


def _held(record, words):
    values = [(field, field.value_from_object(record)) for field in text_fields(type(record))]
    return [(field.name, value) for field, value in values if words.redact_field(field, value) != value]


def text_fields(model):
    """The fields of a model that hold texts, web addresses or mail addresses."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | StreamField)
        and not field.choices
        and not isinstance(field, models.SlugField)
        and field.name not in _NO_WORDS
    ]


def _children(model):
    """The names of a page's inline records, with their text fields."""
    return [
        (relation.get_accessor_name(), text_fields(relation.related_model))
        for relation in get_all_child_relations(model)
        if relation.related_model._meta.app_label == model._meta.app_label
    ]


def erase_record(row, words):
    """Remove phrases from the stored texts of one record, without sending signals. Returns whether it contained any."""
    changed = {}
    for field in text_fields(type(row)):
        value = field.value_from_object(row)
        if (new := words.redact_field(field, value)) != value:
            changed[field.attname] = new
    if changed:
        type(row).objects.filter(pk=row.pk).update(**changed)
    return bool(changed)


def erase_content(content, page, words, slug=None):
    """Remove the phrases from a revision's content, in place.

    Args:
        content: a revision's content, or that of a translation's source.
        page: the page to which it belongs, as stored.
        words: a Redactor.
        slug: replaces a slug that contains a phrase; by default the page's own.

    Returns:
        Whether it contained any.
    """
    model = type(page)
    holders = [(content, text_fields(model))]
    holders += [(row, fields) for child, fields in _children(model) for row in content.get(child) or ()]
    changed = False
    for holder, fields in holders:
        for field in fields:
            value = holder.get(field.attname)
            if (new := words.redact_field(field, value)) != value:
                holder[field.attname], changed = new, True
    for comment in content.get(COMMENTS) or ():
        for text in (comment, *(comment.get("replies") or ())):
            if words.found_in(text.get("text")):
                text["text"], changed = words.redact(text["text"]), True
    if words.found_in(content.get("slug")):
        content["slug"], changed = slug or page.slug, True
    if words.found_in(content.get("url_path")):
        above = page.url_path.rstrip("/").rpartition("/")[0]
        content["url_path"], changed = f"{above}/{content['slug']}/", True
    return changed


# --- Pictures, addresses ---------------------------------------------------------------------------------------
def media_of(pages):
    """The pictures, documents and media files that pages use, in the row or in any revision."""
    found = set()
    for page in pages:
        for field in media_fields(type(page)):
            numbers = {getattr(page, field.attname)}
            contents = Revision.page_revisions.filter(object_id=str(page.pk)).values_list(
                "content", flat=True
            )
            numbers |= {content.get(field.name) for content in contents}
            found |= set(field.related_model.objects.filter(pk__in=numbers - {None}))
    return found


def media_fields(model):
    """The foreign keys of a page type to items of the library."""
    return [
        field
        for field in model._meta.concrete_fields
        if field.related_model and field.related_model._meta.app_label == "media"
    ]


def erase_media(items, words):
    """Remove phrases from the library's texts about pictures and files: title, alternative text, source, tags, file name.

    Args:
        items: HubImages, HubDocuments and HubMedia.
        words: a Redactor.
    """
    for item in items:
        changed = erase_record(item, words)
        tags = [tag for tag in item.tags.all() if words.found_in(tag.name)]
        if tags:
            item.tags.remove(*tags)
            Tag.objects.filter(pk__in=[tag.pk for tag in tags], taggit_taggeditem_items__isnull=True).delete()
        if words.found_in(PurePath(item.file.name).name):
            _rename_file(item)
            changed = True
        if changed or tags:
            index.insert_or_update_object(type(item).objects.get(pk=item.pk))
            for entry in ModelLogEntry.objects.for_instance(item):
                erase_record(entry, words)


def _rename_file(item):
    """Give a file a neutral name. Renditions of a picture are created anew when they are requested."""
    storage, before = item.file.storage, item.file.name
    folder, ending = PurePath(before).parent, PurePath(before).suffix
    try:
        with storage.open(before) as file:
            name = storage.save(str(folder / f"file-{uuid.uuid4().hex[:12]}{ending}"), file)
    except OSError:
        return  # The file is missing from the storage.
    type(item).objects.filter(pk=item.pk).update(file=name)
    item.file.name = name
    for rendition in item.renditions.all() if hasattr(item, "renditions") else ():
        rendition.delete()  # Deleting the rendition deletes its file too.
    transaction.on_commit(lambda: storage.delete(before), robust=True)


def forget_links(pages, words):
    """Delete the link check's records of addresses with phrases, and its findings that quote them."""
    numbers = [page.pk for page in pages]
    links = ExternalLink.objects.filter(Q(pages__in=numbers) | Q(pages=None, help_lines=None)).distinct()
    ExternalLink.objects.filter(pk__in=[link.pk for link in links if words.found_in(link.url)]).delete()
    for finding in QualityFinding.objects.filter(page__in=numbers):
        if words.found_in(finding.message):
            finding.delete()


def forget_redirects(pages, words):
    """Delete redirects from addresses with phrases to these pages, and redirects to addresses with phrases."""
    to_pages = Q(redirect_page__in=[page.pk for page in pages]) | Q(redirect_page=None)
    for model in (OfficeRedirect, Redirect):
        for redirect in model.objects.filter(to_pages):
            address = redirect.old_path if redirect.redirect_page_id else redirect.redirect_link
            if words.found_in(address):
                for entry in ModelLogEntry.objects.for_instance(redirect):
                    erase_record(entry, words)
                with not_recorded():  # Its entry in the log would name the address.
                    redirect.delete()


def neutral_slug(page):
    """A slug that reveals nothing."""
    return f"{page._meta.model_name.removesuffix('page')}-{page.translation_key.hex[:12]}"


def _new_slug(page):
    """Give a page, and the pages below it, an address without the phrases. No redirect leads from the old one to it."""
    before, page.slug = page.slug, neutral_slug(page)
    path_before = Page.objects.values_list("url_path", flat=True).get(pk=page.pk)
    page.url_path = page.set_url_path(page.get_parent())
    type(page).objects.filter(pk=page.pk).update(slug=page.slug, url_path=page.url_path)
    page._update_descendant_url_paths(path_before, page.url_path)
    for notice in Notice.objects.filter(path__contains=f"/{before}/"):
        path = notice.path.replace(f"/{before}/", f"/{page.slug}/")
        Notice.objects.filter(pk=notice.pk).update(path=path)


def _erase_translations(pages, words):
    by_key = {page.translation_key: page for page in reversed(pages)}
    for source in TranslationSource.objects.filter(object_id__in=by_key):
        content, page = json.loads(source.content_json), by_key[source.object_id]
        if not issubclass(source.specific_content_type.model_class(), type(page)):
            continue
        if erase_content(content, page, words):
            source.content_json = json.dumps(content)
            source.object_repr = words.redact(source.object_repr)
            source.save(update_fields=["content_json", "object_repr"])
            refresh(source)
    for model, name in ((StringTranslation, "data"), (SegmentOverride, "data_json")):
        for record in model.objects.filter(context__object_id__in=by_key):
            before = getattr(record, name)
            after = (
                json.dumps(words.redact_json(json.loads(before)))
                if name == "data_json"
                else words.redact(before)
            )
            if words.found_in(before) and after != before:
                model.objects.filter(pk=record.pk).update(**{name: after})
    forget_strings(words)


def refresh(source):
    """Rebuild the segments of a translation source from its content. If its page is gone, there is nothing to rebuild."""
    try:
        source.refresh_segments()
    except SourceDeletedError:
        source.stringsegment_set.all().delete()


def forget_strings(words):
    """Delete strings with phrases from the translation memory if no text uses them any more."""
    unused = String.objects.filter(segments__isnull=True).values_list("pk", "data")
    String.objects.filter(pk__in=[pk for pk, data in unused.iterator() if words.found_in(data)]).delete()


def forget_exact_strings(values):
    """Delete whole texts from the translation memory if nothing uses them any more."""
    kept = {StringValue.from_plaintext(value).data for value in values}
    String.objects.filter(data__in=kept, segments__isnull=True).delete()


def _erase_beside(pages, words):
    """Erase from the history, comments, open forms in the admin and mails about the pages."""
    numbers = [page.pk for page in pages]
    comments = Comment.objects.filter(page_id__in=numbers)
    reviews = TaskState.objects.filter(
        workflow_state__object_id__in=[str(number) for number in numbers],
        workflow_state__base_content_type=ContentType.objects.get_by_natural_key("wagtailcore", "page"),
    )
    # What is deleted cannot be asked of which page it was a translation.
    kinds = ContentType.objects.get_for_models(*{type(page) for page in pages}).values()
    deleted = PageLogEntry.objects.filter(action=DELETED, deleted=True, content_type__in=kinds)
    # Sent mails no longer have a text that would identify the page, but still have a subject.
    mails, notices = Q(body=""), Q(pk__in=[])
    for page in pages:
        for part in (str(page.translation_key), f"/pages/{page.pk}/", f"/{page.slug}/"):
            mails, notices = mails | Q(body__contains=part), notices | Q(path__contains=part)
    for records, names in (
        (comments, ["text"]),
        (CommentReply.objects.filter(comment__page_id__in=numbers), ["text"]),
        (reviews, ["comment"]),
        (
            PageLogEntry.objects.filter(Q(page_id__in=numbers) | Q(page_id__in=deleted.values("page_id"))),
            ["label", "data"],
        ),
        (OutboxMessage.objects.filter(mails), ["subject", "body", "html"]),
        (OutboxMessage.objects.filter(sent_at__isnull=False), ["recipients"]),
        (Notice.objects.filter(notices), ["title", "path"]),
    ):
        for record in records:
            changed = {
                name: new
                for name in names
                if (new := words.redact_json(getattr(record, name))) != getattr(record, name)
            }
            if changed:
                type(record).objects.filter(pk=record.pk).update(**changed)


def forget_forms(pages):
    """Delete what the admin stores of open forms (Wagtail's previews)."""
    for page in pages:
        FormState.objects.filter(
            content_type=ContentType.objects.get_for_model(page), object_id__in=["", str(page.pk)]
        ).delete()


def reindex(pages):
    """Index pages for search again. SQLite must also purge deleted words."""
    for page in pages:
        index.insert_or_update_object(type(page).objects.get(pk=page.pk))
    full_text = getattr(search, "SQLiteFTSIndexEntry", None)
    if connection.vendor == "sqlite" and full_text:
        table = full_text._meta.db_table
        with connection.cursor() as cursor:
            # FTS5 keeps deleted words in its segments until they are merged: https://sqlite.org/fts5.html#the_optimize_command
            cursor.execute(f"INSERT INTO {table}({table}) VALUES('optimize')")
