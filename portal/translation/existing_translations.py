"""Imports existing translations into wagtail-localize's records, so that they can be edited part by part."""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import Page, TranslatableMixin, get_translatable_models
from wagtail_localize.fields import SynchronizedField, get_translatable_fields
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import extract_segments, quote_path_component

from portal.workflow import approvals
from portal.workflow.choices import Rewrite

MACHINE_DRAFT = "machine draft"


@dataclass(frozen=True)
class ImportedTranslation:
    """How much of a translation was matched with its original.

    Attributes:
        parts: how many parts the original has.
        matched: for how many of them the translation has words.
        unmatched: where the others stand, as paths of fields and blocks.
    """

    parts: int
    matched: int
    unmatched: tuple = ()


@transaction.atomic
def import_translation(original, translation, tool=MACHINE_DRAFT, user=None, same_words=True, refresh=True):
    """Import a translation, so that it can be edited part by part. What the public reads does not change.

    Parts are matched by where they stand. Blocks of the translation take the numbers of the original's where both have the
    same kinds of blocks in the same order; what does not match is left to be translated, and named.

    Args:
        original: a page, snippet or word of a list, in the language in which it was written.
        translation: the same in another language, as it is stored.
        tool: what drafted it; "" for a translation that people made.
        user: who made it, if known.
        same_words: whether words that are the same in both languages count as translated; not so in a translation that
            nobody has begun.
        refresh: whether the parts of the original are read anew; not needed again when another of its translations was just
            imported.

    Returns:
        An ImportedTranslation.
    """
    original, translation = _as_stored(original), _as_stored(translation)
    source, made = TranslationSource.get_or_create_from_instance(original)
    if refresh and not made:
        source.update_from_db()
    if align(original, translation):
        translation = _as_stored(translation)
    Translation.objects.update_or_create(
        source=source, target_locale=translation.locale, defaults={"enabled": True}
    )
    pairs, unmatched = _pairs(source, original, translation)
    if not same_words:
        unmatched += [segment.context.path for segment, data in pairs if data == segment.string.data]
        pairs = [(segment, data) for segment, data in pairs if data != segment.string.data]
    kind = StringTranslation.TRANSLATION_TYPE_MACHINE if tool else StringTranslation.TRANSLATION_TYPE_MANUAL
    StringTranslation.objects.bulk_create(
        (
            StringTranslation(
                translation_of_id=segment.string_id,
                context_id=segment.context_id,
                locale=translation.locale,
                data=data,
                translation_type=kind,
                tool_name=tool,
                last_translated_by=user,
            )
            for segment, data in pairs
        ),
        # What somebody has translated here already stays.
        ignore_conflicts=True,
    )
    return ImportedTranslation(len(pairs) + len(unmatched), len(pairs), tuple(unmatched))


def import_all(pairs, **options):
    """Import several translations; the parts of an original are read once.

    Args:
        pairs: as not_imported() gives them.
        **options: see import_translation().

    Yields:
        (translation, ImportedTranslation) of each.
    """
    read = set()
    for original, translation in pairs:
        refresh = original.translation_key not in read
        yield translation, import_translation(original, translation, refresh=refresh, **options)
        read.add(original.translation_key)


def not_imported():
    """Translations in the database that were not imported yet.

    Yields:
        Pairs of an original in the first language and a translation of it, those of pages that stand above first.
    """
    known = {
        (str(key), locale)
        for key, locale in Translation.objects.values_list("source__object_id", "target_locale_id")
    }
    for model in roots():
        originals = model._base_manager.filter(locale__language_code=settings.LANGUAGE_CODE)
        by_key = {record.translation_key: record for record in originals}
        others = model._base_manager.filter(translation_key__in=by_key).exclude(
            locale__language_code=settings.LANGUAGE_CODE
        )
        if model is Page:
            others = others.filter(alias_of=None).order_by("depth", "path")
        for record in others:
            if (str(record.translation_key), record.locale_id) not in known:
                yield by_key[record.translation_key], record


def roots():
    """The models whose records are translated by themselves: pages, reviewed snippets, words of lists."""
    found = [model for model in get_translatable_models() if not _is_part(model)]
    return sorted(found, key=lambda model: model is not Page)


def _is_part(model):
    return any(isinstance(field, ParentalKey) for field in model._meta.get_fields())


def _as_stored(record):
    record = type(record)._base_manager.get(pk=record.pk)
    return record.specific if isinstance(record, Page) else record


def _pairs(source, original, translation):
    """The parts of a source with the words that the translation has for them, and where it has none.

    Addresses, pictures and the like that the translation has of its own are kept beside (SegmentOverride).
    """
    words, values = defaultdict(list), {}
    for value in extract_segments(translation):
        if isinstance(value, StringSegmentValue):
            words[value.path].append(value)
        elif isinstance(value, OverridableSegmentValue):
            values[value.path] = value.data
    segments = defaultdict(list)
    for segment in source.stringsegment_set.select_related("context", "string").order_by("order"):
        segments[segment.context.path].append(segment)
    pages = _Pages()
    pairs, unmatched = [], []
    overrides: dict[str, str] = {}
    for path, of_path in segments.items():
        there = words.get(path, ())
        if len(there) != len(of_path):
            unmatched += [path] * len(of_path)
            continue
        for segment, value in zip(of_path, there, strict=True):
            links = _links(json.loads(segment.attrs or "null") or {}, value.attrs or {}, pages)
            if links is None:
                unmatched.append(path)
                continue
            names, addresses = links
            pairs.append((segment, _with_names(value.string.data, names)))
            overrides |= {f"{path}.{_quoted(href)}": own for href, own in addresses.items()}
    for segment in OverridableSegment.objects.filter(source=source).select_related("context"):
        path = segment.context.path
        own = overrides.get(path, values.get(path, segment.data))
        if own != segment.data and not pages.same(own, segment.data):
            SegmentOverride.objects.get_or_create(
                locale=translation.locale, context=segment.context, defaults={"data_json": json.dumps(own)}
            )
    return pairs, unmatched


def _quoted(text):
    return quote_path_component(text)


def _with_names(text, names):
    """A string with the names that its links have in the original."""
    return re.sub(r'<a id="(a\d+)">', lambda found: f'<a id="{names[found[1]]}">', text)


def _links(of_original, of_translation, pages):
    """Which link of the translation is which of the original.

    Returns:
        None when the translation has a link that the original has not; else the original's names of links by the
        translation's, and the translation's own addresses by those of the original.
    """
    names, addresses, left = {}, {}, dict(of_original)
    for name, attrs in of_translation.items():
        match = next((other for other, target in left.items() if _same_target(attrs, target, pages)), None)
        if match:
            names[name] = match
            del left[match]
    for name, attrs in of_translation.items():
        if name in names:
            continue
        match = next((other for other, target in left.items() if "href" in target and "href" in attrs), None)
        if match is None:
            return None
        names[name] = match
        addresses[left.pop(match)["href"]] = attrs["href"]
    return names, addresses


def _same_target(one, other, pages):
    if one == other:
        return True
    both_pages = one.get("linktype") == other.get("linktype") == "page"
    return both_pages and pages.same(one.get("id"), other.get("id"))


class _Pages:
    """Whether two numbers are those of one page in two languages: readers are led to theirs (portal/core/page_links.py)."""

    def __init__(self):
        self.keys = {}

    def same(self, one, other):
        """Whether both are numbers of pages that are translations of each other."""
        if not all(isinstance(number, int) or str(number).isdigit() for number in (one, other)):
            return False
        missing = {int(one), int(other)} - self.keys.keys()
        if missing:
            self.keys |= dict.fromkeys(missing)
            self.keys |= dict(Page.objects.filter(pk__in=missing).values_list("pk", "translation_key"))
        return self.keys[int(one)] is not None and self.keys[int(one)] == self.keys[int(other)]


# --- Blocks and lists of both ---------------------------------------------------------------------------------------
def align(original, translation):
    """Give the blocks and list entries of a stored translation the ids of the original's.

    No text changes: parts are found by the ids of their blocks. Revisions follow, so that the public
    version is still the approved one.

    Args:
        original: a record as it is stored.
        translation: its translation as it is stored.

    Returns:
        Whether anything that is stored was changed.
    """
    fields = [field for field in type(original)._meta.get_fields() if isinstance(field, StreamField)]
    revisions = _revisions(translation)
    changed: dict[str, Any] = {}
    # The numbers of the revisions that are to be stored again.
    to_store = set()
    for field in fields:
        wanted = field.stream_block.get_prep_value(field.value_from_object(original))
        own = field.stream_block.get_prep_value(field.value_from_object(translation))
        if _take_numbers(wanted, own):
            changed[field.name] = field.stream_block.to_python(own)
        for revision in revisions:
            stored = json.loads(revision.content.get(field.name) or "[]")
            if _take_numbers(wanted, stored):
                revision.content[field.name] = json.dumps(stored, cls=DjangoJSONEncoder)
                to_store.add(revision.pk)
    if changed:
        type(translation)._base_manager.filter(pk=translation.pk).update(**changed)
    children = False
    if isinstance(original, ClusterableModel):
        for relation in get_all_child_relations(original):
            if issubclass(relation.related_model, TranslatableMixin) and _align_children(
                original, translation, relation, revisions
            ):
                children = True
                to_store.update(revision.pk for revision in revisions)
    for revision in revisions:
        if revision.pk in to_store:
            approvals.rewrite_content(revision, revision.content, Rewrite.BLOCK_NUMBERS)
    return bool(changed or to_store or children)


def _revisions(record):
    numbers = {getattr(record, name, None) for name in ("live_revision_id", "latest_revision_id")} - {None}
    return list(record.revisions.filter(pk__in=numbers)) if numbers else []


def _take_numbers(wanted, own):
    """Take over the numbers of blocks. Returns whether one changed."""
    if isinstance(wanted, dict) and isinstance(own, dict):
        return any([_take_numbers(wanted[name], own[name]) for name in wanted.keys() & own.keys()])
    if not (isinstance(wanted, list) and isinstance(own, list)) or not wanted:
        return False
    if not all(isinstance(block, dict) and "value" in block for block in (*wanted, *own)):
        return False
    if [block.get("type") for block in wanted] != [block.get("type") for block in own]:
        return False
    changed = False
    for theirs, ours in zip(wanted, own, strict=True):
        if theirs.get("id") and theirs["id"] != ours.get("id"):
            ours["id"] = theirs["id"]
            changed = True
        changed = _take_numbers(theirs["value"], ours["value"]) or changed
    return changed


def _align_children(original, translation, relation, revisions):
    """Phones, places and the like: by what is the same in every language, such as a number; else in the same order.

    Returns whether they got other keys.
    """
    name, model = relation.get_accessor_name(), relation.related_model
    parent = next(field.name for field in model._meta.fields if isinstance(field, ParentalKey))
    theirs = list(model.objects.filter(**{parent: original.pk}))
    ours = list(model.objects.filter(**{parent: translation.pk}))
    if len(ours) != len(theirs) or {child.translation_key for child in ours} == {
        child.translation_key for child in theirs
    }:
        return False
    shared = [field for field in get_translatable_fields(model) if isinstance(field, SynchronizedField)]

    def same(child):
        return [field.get_value(child) for field in shared]

    for child in ours:
        match = next((other for other in theirs if same(other) == same(child)), theirs[0])
        theirs.remove(match)
        key = match.translation_key
        for revision in revisions:
            for entry in revision.content.get(name) or ():
                if entry.get("pk") == child.pk or entry.get("translation_key") == str(child.translation_key):
                    entry["translation_key"] = str(key)
        model.objects.filter(pk=child.pk).update(translation_key=key)
    return True
