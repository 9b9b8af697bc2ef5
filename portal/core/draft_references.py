"""What drafts refer to: Wagtail's reference index knows only what is stored in the records themselves, not in newer revisions.

A draft here is the newest revision of a record that is not public as it is, a revision that waits for review, or a scheduled one.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import DraftStateMixin, ReferenceIndex, Revision, TaskState
from wagtail.models.reference_index import ReferenceGroups

# What ReferenceIndex calls a target: the primary key of its base content type, and its own as a text.
Target = tuple[int, str]


def target_of(record: Model) -> Target:
    """How the index names a record."""
    return ReferenceIndex._get_base_content_type(record).pk, str(record.pk)


def draft_references(records: Iterable[Model]) -> dict[Target, list[ReferenceIndex]]:
    """The references of drafts to some records, beside those that are in the index.

    Args:
        records: pages, snippets, pictures or any other records.

    Returns:
        By target (target_of), unsaved rows as those of the index.
    """
    records = list(records)
    targets = {target_of(record) for record in records}
    found: dict[Target, list[ReferenceIndex]] = defaultdict(list)
    if not targets:
        return found
    numbers = "|".join(re.escape(number) for _kind, number in targets)
    named = re.compile(rf"(?<![\w-])(?:{numbers})(?![\w-])")
    indexed = set(
        ReferenceIndex.get_references_to_in_bulk(records).values_list(
            "base_content_type", "object_id", "to_content_type", "to_object_id", "content_path"
        )
    )
    for revision in _drafts():
        if not named.search(json.dumps(revision.content, ensure_ascii=False)):
            continue
        if revision.content_object is None:
            continue  # Its record is gone.
        version = revision.as_object()
        for target, model_path, content_path in _extract(version):
            source = (revision.base_content_type_id, revision.object_id)
            if target in targets and (*source, *target, content_path) not in indexed:
                found[target].append(_row(version, revision, target, model_path, content_path))
    return found


def grouped_references(record: Model) -> ReferenceGroups:
    """What uses a record, drafts too, by what uses it."""
    return ReferenceGroups(
        [*ReferenceIndex.get_references_to(record), *draft_references([record])[target_of(record)]]
    )


def draft_users(record: Model) -> list[Model]:
    """The records of which a draft uses a record."""
    rows = draft_references([record])[target_of(record)]
    return [source for source, _rows in ReferenceGroups(rows)]


def _drafts() -> QuerySet[Revision]:
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    wanted = Q(approved_go_live_at__isnull=False) | Q(pk__in=waiting.values("revision"))
    for model in apps.get_models():
        if (
            not issubclass(model, DraftStateMixin)
            or model._meta.get_field("latest_revision").model is not model
        ):
            continue  # A page type: Page has the field.
        changed = model._base_manager.filter(Q(live=False) | Q(has_unpublished_changes=True))
        wanted |= Q(pk__in=changed.order_by().values("latest_revision"))
    return Revision.objects.filter(wanted).order_by("pk")


def _extract(version: Any) -> Iterator[tuple[Target, str, str]]:
    """The references in a version; those of lists of records (many-to-many), which the index leaves out, too."""
    for kind, number, model_path, content_path in ReferenceIndex._extract_references_from_object(version):
        yield (kind, number), model_path, content_path
    for field in version._meta.get_fields():
        if isinstance(field, ParentalManyToManyField):
            for record in getattr(version, field.name).all():
                yield target_of(record), field.name, field.name


def _row(
    version: Model, revision: Revision, target: Target, model_path: str, content_path: str
) -> ReferenceIndex:
    row = ReferenceIndex(
        content_type=ContentType.objects.get_for_model(version, for_concrete_model=False),
        base_content_type_id=revision.base_content_type_id,
        object_id=revision.object_id,
        to_content_type_id=target[0],
        to_object_id=target[1],
        model_path=model_path,
        content_path=content_path,
    )
    # Wagtail's lists of uses call both.
    where = _("%(field)s (in a draft)") % {"field": row.describe_source_field()}
    lost = _("the draft will lose it")
    row.__dict__.update(describe_source_field=lambda: where, describe_on_delete=lambda: lost, on_delete=None)
    return row
