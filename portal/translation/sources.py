"""Keeps wagtail-localize's sources (the originals, cut into parts) in step with what is public.

A source is what the original says to the public, cut into parts; the words of each part in each language stand beside it.
A new version of the original changes only the parts that differ, and so only these are to be translated anew.
"""

import json
import logging
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model
from wagtail.fields import StreamField
from wagtail.models import TranslatableMixin
from wagtail.signals import published
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    String,
    StringSegment,
    Template,
    TemplateSegment,
    TranslatableObject,
    Translation,
    TranslationContext,
    TranslationSource,
)
from wagtail_localize.segments import OverridableSegmentValue, RelatedObjectSegmentValue, TemplateSegmentValue
from wagtail_localize.segments.extract import extract_segments

from .losses import has_words

logger = logging.getLogger(__name__)


# --- The source -----------------------------------------------------------------------------------------------------
def refresh_source(record):
    """Update the source of a record's translations from its public content. Translations do not change.

    Args:
        record: a page, snippet or word that was saved; nothing happens to what nobody translates.
    """
    source = TranslationSource.objects.filter(
        object_id=record.translation_key, locale_id=record.locale_id
    ).first()
    if source is not None:
        source.update_from_db()


@transaction.atomic
def refresh_segments(source):
    """Cut a source into parts, in a fixed number of queries for each kind of part.

    wagtail-localize asks several times for each part, which a publication, and the demonstration, would have to wait for.

    Args:
        source: a TranslationSource.
    """
    instance = source.as_instance()
    values = extract_segments(instance)
    contexts = _contexts(source, instance, {value.path for value in values})
    strings = _strings(source, {value.string.data for value in values if hasattr(value, "string")})
    wanted: dict[type[Model], list[Any]] = {
        model: [] for model in (StringSegment, TemplateSegment, RelatedObjectSegment, OverridableSegment)
    }
    rich = {value.path for value in values if isinstance(value, TemplateSegmentValue)}
    for value in values:
        if _has_nothing_to_translate(instance, value, rich):
            continue
        row = {"context_id": contexts[value.path].pk, "order": value.order}
        if isinstance(value, TemplateSegmentValue):
            wanted[TemplateSegment].append({**row, "template_id": Template.from_value(value).pk})
        elif isinstance(value, RelatedObjectSegmentValue):
            of, _made = TranslatableObject.objects.get_or_create(
                content_type=value.content_type, translation_key=value.translation_key
            )
            wanted[RelatedObjectSegment].append({**row, "object_id": of.pk})
        elif isinstance(value, OverridableSegmentValue):
            data = json.dumps(value.data, cls=DjangoJSONEncoder)
            wanted[OverridableSegment].append({**row, "data_json": data})
        else:
            attrs = json.dumps(value.attrs, cls=DjangoJSONEncoder)
            wanted[StringSegment].append({**row, "string_id": strings[value.string.data].pk, "attrs": attrs})
    for model, rows in wanted.items():
        _write(model, source, rows)


def translation_of(record):
    """The translation, part by part, of which a record is made; None for what is written in Wagtail's own editor."""
    if not getattr(record, "translation_key", None):
        return None
    return Translation.objects.filter(
        source__object_id=record.translation_key, target_locale_id=record.locale_id, enabled=True
    ).first()


def _has_nothing_to_translate(instance, value, rich):
    """Whether a part of a block has no words. What is no part is taken from the original as it is."""
    if value.path in rich or not hasattr(value, "string"):
        return False
    field = instance._meta.get_field(value.path.partition(".")[0])
    return isinstance(field, StreamField) and not has_words(value.string.data)


def _write(model, source, rows):
    """Keep the parts that are still wanted, with their ids; add the new ones, delete the others."""
    there = {}
    for segment in model.objects.filter(source=source):
        names = [
            field.attname for field in model._meta.concrete_fields if field.attname not in ("id", "source_id")
        ]
        there[tuple(sorted((name, str(getattr(segment, name))) for name in names))] = segment.pk
    new = []
    for row in rows:
        if there.pop(tuple(sorted((name, str(value)) for name, value in row.items())), None) is None:
            new.append(model(source=source, **row))
    if there:
        model.objects.filter(pk__in=there.values()).delete()
    model.objects.bulk_create(new)


def _contexts(source, instance, paths):
    found = {
        context.path: context for context in TranslationContext.objects.filter(object_id=source.object_id)
    }
    missing = [
        TranslationContext(
            object_id=source.object_id, path=path, path_id=TranslationContext._get_path_id(path)
        )
        for path in sorted(paths - found.keys())
    ]
    for context in missing:
        # It saves each row by itself; the new ones are stored together.
        vars(context)["save"] = lambda **_kwargs: None
        context.get_field_path(instance)
        del vars(context)["save"]
    TranslationContext.objects.bulk_create(missing)
    if missing:
        found = {
            context.path: context for context in TranslationContext.objects.filter(object_id=source.object_id)
        }
    for path in paths:
        found[path].get_field_path(instance)
    return found


def _strings(source, texts):
    hashes = {String._get_data_hash(text): text for text in texts}

    def read():
        strings = String.objects.filter(locale_id=source.locale_id, data_hash__in=hashes)
        return {hashes[string.data_hash]: string for string in strings}

    found = read()
    missing = [
        String(locale_id=source.locale_id, data=text, data_hash=number)
        for number, text in hashes.items()
        if text not in found
    ]
    if missing:
        # Another process may write the same words at the same time.
        String.objects.bulk_create(missing, ignore_conflicts=True)
        found = read()
    return found


# --- When something becomes public ------------------------------------------------------------------------------------
def _note_publication(instance, **_kwargs):
    if isinstance(instance, TranslatableMixin):
        _refresh_after_publication(instance)


def _refresh_after_publication(record):
    try:
        with transaction.atomic():
            refresh_source(record)
    except Exception:
        # A corrected number must become public even where its translations cannot be marked.
        logger.exception("The parts of %s %s could not be brought up to date.", record._meta.label, record.pk)


def connect():
    """Follow every publication."""
    published.connect(_note_publication, dispatch_uid="translations_published")
