"""Gives public records without a revision a first revision and an approval, for migrations and first content."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from .choices import Ground
from .content import content_digest


def approve_what_is_there(apps, app_label, name, named, ground=Ground.BEFORE):
    """Give every public record of a kind that has no version yet its first one, and approve it.

    Args:
        apps: the models, in a migration as it knows them.
        app_label: of the kind.
        name: the name of the kind's model.
        named: how a record is called in lists, from the record: historical models know no __str__().
        ground: a value of Ground.
    """
    model = apps.get_model(app_label, name)
    kind, _created = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=name.lower()
    )
    now = timezone.now()
    records = list(model.objects.filter(live=True, live_revision=None))
    for record in records:
        record.first_published_at = record.last_published_at = now
        content = {
            field.name: field.value_from_object(record)
            for field in model._meta.concrete_fields
            if field.name not in ("id", "live_revision", "latest_revision")
        }
        record.live_revision = record.latest_revision = apps.get_model("wagtailcore", "Revision")(
            content_type=kind,
            base_content_type=kind,
            object_id=str(record.pk),
            created_at=now,
            object_str=named(record)[:200],
            content=json.loads(json.dumps({**content, "pk": record.pk}, cls=DjangoJSONEncoder)),
        )
    revisions = [record.live_revision for record in records]
    apps.get_model("wagtailcore", "Revision").objects.bulk_create(revisions)
    approval = apps.get_model("portal", "Approval")
    # Migrations that call this may come before the one that adds the digests.
    has_digest = any(field.name == "content_digest" for field in approval._meta.get_fields())
    approval.objects.bulk_create(
        approval(
            revision=revision,
            ground=ground,
            approved_at=now,
            **({"content_digest": content_digest(revision.content)} if has_digest else {}),
        )
        for revision in revisions
    )
    for record in records:
        record.live_revision = record.latest_revision = record.live_revision  # Their numbers are known now.
    model.objects.bulk_update(
        records,
        ["live_revision", "latest_revision", "first_published_at", "last_published_at"],
        batch_size=200,
    )
