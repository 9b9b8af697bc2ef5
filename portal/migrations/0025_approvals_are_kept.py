"""Approvals are added and never overwritten; each holds a digest of the content that was approved."""

import django.db.models.deletion
from django.db import migrations, models

from portal.workflow.content import content_digest


def add_digests(apps, schema_editor):
    """Of what was approved before, the content that is stored now counts as approved."""
    Approval = apps.get_model("portal", "Approval")
    batch = []
    for approval in Approval.objects.select_related("revision").iterator(chunk_size=200):
        approval.content_digest = content_digest(approval.revision.content)
        batch.append(approval)
        if len(batch) == 200:
            Approval.objects.bulk_update(batch, ["content_digest"])
            batch.clear()
    Approval.objects.bulk_update(batch, ["content_digest"])


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0024_american_english"),
    ]

    operations = [
        migrations.AlterField(
            model_name="approval",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="hub_approvals",
                to="wagtailcore.revision",
            ),
        ),
        migrations.AlterField(
            model_name="approval",
            name="ground",
            field=models.CharField(
                choices=[
                    ("review", "Approved in review"),
                    ("demonstration", "Loaded with the demonstration"),
                    ("opening", "Made when the hub was opened"),
                    ("before", "Public before approvals were written down"),
                    (
                        "carried",
                        "Carried over: numbers, times and switches that are the same in every language",
                    ),
                    ("emergency", "Emergency: public before a second person has seen it"),
                ],
                max_length=13,
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="content_digest",
            field=models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("revision",), name="one_approval_in_force"
            ),
        ),
        # Last: PostgreSQL alters no table that has rows of the same transaction.
        migrations.RunPython(add_digests, migrations.RunPython.noop),
    ]
