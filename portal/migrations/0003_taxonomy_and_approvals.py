"""Words of the lists, approvals, and what a person is told and when her sessions end."""

import django.db.models.deletion
import django.utils.timezone
import modelsearch.index
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("portal", "0002_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(
                blank=True,
                help_text="Of the mails to this person, and of the first page after signing in.",
                max_length=10,
                verbose_name="language",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="sessions_ended",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("review", "Approved in review"),
                            ("demonstration", "Loaded with the demonstration"),
                            ("opening", "Made when the hub was opened"),
                            ("emergency", "Emergency: public before a second person has seen it"),
                        ],
                        default="review",
                        max_length=13,
                    ),
                ),
                ("approved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("ended_at", models.DateTimeField(editable=False, null=True)),
                ("confirmed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                (
                    "approver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "revision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hub_approval",
                        to="wagtailcore.revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval",
                "verbose_name_plural": "approvals",
            },
        ),
        migrations.CreateModel(
            name="ApprovalTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        help_text="Pages/snippets at this step in a workflow will be moderated or approved by these groups of users",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
            ],
            options={
                "verbose_name": "approval by a second person",
                "verbose_name_plural": "approvals by a second person",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.CreateModel(
            name="TaxonomyTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("service", "Service"),
                            ("area", "Area"),
                            ("population", "People served"),
                            ("topic", "Topic of events"),
                            ("language", "Language"),
                            ("accessibility", "Accessibility offered"),
                        ],
                        help_text="The list in which the word stands.",
                        max_length=13,
                        verbose_name="list",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="Stands in addresses and in the directory for machines; never change it. For a language: its code, such as “so” (BCP 47).",
                        max_length=60,
                        verbose_name="code",
                    ),
                ),
                (
                    "name",
                    models.CharField(help_text="As readers know it.", max_length=80, verbose_name="name"),
                ),
                (
                    "description",
                    models.CharField(
                        blank=True,
                        help_text="What is meant, where the name is not enough.",
                        max_length=200,
                        verbose_name="description",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=100,
                        help_text="Lower numbers come first; equal ones by name.",
                        verbose_name="order",
                    ),
                ),
                (
                    "locale",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="wagtailcore.locale",
                        verbose_name="locale",
                    ),
                ),
            ],
            options={
                "verbose_name": "word of a list",
                "verbose_name_plural": "words of the lists",
                "ordering": ["kind", "order", "name"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "slug", "locale"), name="unique_term")
                ],
                "unique_together": {("translation_key", "locale")},
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
    ]
