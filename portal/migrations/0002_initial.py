"""Everything else that the building stands on."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("portal", "0001_user"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("information", "Information"),
                            ("warning", "Warning"),
                            ("emergency", "Emergency"),
                        ],
                        default="information",
                        help_text="Emergency is for a danger now, warning for a change that people must know, information for the rest.",
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="What has happened or changed, in a few words.",
                        max_length=100,
                        verbose_name="title",
                    ),
                ),
                (
                    "text",
                    wagtail.fields.RichTextField(
                        blank=True, help_text="What readers should do. Optional.", verbose_name="text"
                    ),
                ),
                (
                    "place",
                    models.CharField(
                        choices=[("everywhere", "On every page"), ("home", "On the home page")],
                        default="everywhere",
                        help_text="An alert that concerns help lines belongs on every page.",
                        max_length=12,
                        verbose_name="where it is shown",
                    ),
                ),
                (
                    "starts_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        help_text="Before this moment nobody sees it.",
                        verbose_name="shown from",
                    ),
                ),
                (
                    "ends_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty: until somebody unpublishes it.",
                        null=True,
                        verbose_name="shown until",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
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
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "alert",
                "verbose_name_plural": "alerts",
                "ordering": ["-starts_at"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HelpLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                (
                    "name",
                    models.CharField(
                        help_text="As people know it, such as “National Hotline”.",
                        max_length=80,
                        verbose_name="name",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("emergency", "Emergency"),
                            ("confidential", "Confidential help"),
                            ("city", "City information"),
                            ("law_enforcement", "Law enforcement"),
                        ],
                        help_text="Law enforcement lines never stand in the strip, on cards or beside “If this is you”.",
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "enabled",
                    models.BooleanField(
                        default=True,
                        help_text="Switched off, the line is shown nowhere.",
                        verbose_name="shown to visitors",
                    ),
                ),
                (
                    "in_strip",
                    models.BooleanField(
                        default=False,
                        help_text="Only for emergency and confidential lines. Two or three lines fit on a phone.",
                        verbose_name="in the strip on every page",
                    ),
                ),
                (
                    "order",
                    models.PositiveSmallIntegerField(
                        default=100, help_text="Lines with small numbers come first.", verbose_name="order"
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        help_text="With country code and without spaces, such as +12025550123, or a short number such as 911.",
                        max_length=16,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(\\+[1-9][0-9]{6,14}|[0-9]{3,8})$",
                                "Write the number with its country code and without spaces, such as +12025550123, or a short number such as 911.",
                            )
                        ],
                        verbose_name="phone number",
                    ),
                ),
                (
                    "phone_display",
                    models.CharField(
                        blank=True,
                        help_text="Such as 1-202-555-0123.",
                        max_length=40,
                        verbose_name="phone number as people read it",
                    ),
                ),
                (
                    "text_number",
                    models.CharField(
                        blank=True,
                        help_text="Written like the phone number. Only when texts are really answered.",
                        max_length=16,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(\\+[1-9][0-9]{6,14}|[0-9]{3,8})$",
                                "Write the number with its country code and without spaces, such as +12025550123, or a short number such as 911.",
                            )
                        ],
                        verbose_name="number for text messages",
                    ),
                ),
                (
                    "text_display",
                    models.CharField(
                        blank=True,
                        help_text="Such as 202-555-0123.",
                        max_length=40,
                        verbose_name="number for text messages as people read it",
                    ),
                ),
                (
                    "text_languages",
                    models.CharField(
                        blank=True,
                        help_text="When this is not known: English.",
                        max_length=120,
                        verbose_name="languages in which texts and chat are answered",
                    ),
                ),
                (
                    "tty",
                    models.CharField(
                        blank=True,
                        help_text="For people who type on a text telephone; 711 is the relay service.",
                        max_length=16,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(\\+[1-9][0-9]{6,14}|[0-9]{3,8})$",
                                "Write the number with its country code and without spaces, such as +12025550123, or a short number such as 911.",
                            )
                        ],
                        verbose_name="TTY number",
                    ),
                ),
                (
                    "tty_display",
                    models.CharField(
                        blank=True,
                        help_text="Such as 711.",
                        max_length=40,
                        verbose_name="TTY number as people read it",
                    ),
                ),
                (
                    "chat_url",
                    models.URLField(
                        blank=True,
                        help_text="The page on which the chat opens.",
                        verbose_name="address of the chat",
                    ),
                ),
                (
                    "website",
                    models.URLField(blank=True, help_text="The line's own site.", verbose_name="website"),
                ),
                (
                    "languages",
                    models.CharField(
                        blank=True,
                        help_text="Only what the source says. Empty: nothing is shown.",
                        max_length=200,
                        verbose_name="languages spoken",
                    ),
                ),
                (
                    "words_to_say",
                    models.CharField(
                        blank=True,
                        help_text="To be given an interpreter, such as “Say: Somali, please”.",
                        max_length=120,
                        verbose_name="words to say",
                    ),
                ),
                (
                    "hours",
                    models.CharField(
                        blank=True,
                        help_text="Such as “Day and night, every day”.",
                        max_length=120,
                        verbose_name="hours",
                    ),
                ),
                (
                    "who_answers",
                    models.TextField(
                        blank=True,
                        help_text="One plain sentence: advocates, volunteers, officers, of which organisation.",
                        max_length=500,
                        verbose_name="who answers",
                    ),
                ),
                (
                    "what_happens",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="Promise nothing that the source does not say.",
                        verbose_name="what happens when you call",
                    ),
                ),
                (
                    "shares_with_police",
                    models.TextField(
                        blank=True,
                        help_text="What the source says. Empty: “Not known to us. Ask before you say your name.”",
                        max_length=500,
                        verbose_name="will they tell the police",
                    ),
                ),
                (
                    "shares_with_immigration",
                    models.TextField(
                        blank=True,
                        help_text="What the source says. Empty: “Not known to us. Ask before you say your name.”",
                        max_length=500,
                        verbose_name="will they tell immigration authorities",
                    ),
                ),
                (
                    "shares_with_child_protection",
                    models.TextField(
                        blank=True,
                        help_text="What the source says. Empty: “Not known to us. Ask before you say your name.”",
                        max_length=500,
                        verbose_name="will they tell child protection",
                    ),
                ),
                (
                    "under_18",
                    models.TextField(
                        blank=True,
                        help_text="What changes for young callers, as the source says it.",
                        max_length=500,
                        verbose_name="what if you are under 18",
                    ),
                ),
                (
                    "confirm_note",
                    models.TextField(
                        blank=True,
                        help_text="Shown to visitors in plain words.",
                        max_length=500,
                        verbose_name="still to be confirmed",
                    ),
                ),
                (
                    "source_title",
                    models.CharField(
                        blank=True,
                        help_text="Where these statements come from.",
                        max_length=200,
                        verbose_name="source",
                    ),
                ),
                (
                    "source_url",
                    models.URLField(
                        blank=True,
                        help_text="The page on which they can be read.",
                        verbose_name="address of the source",
                    ),
                ),
                (
                    "verified_on",
                    models.DateField(
                        blank=True,
                        help_text="The day on which somebody called the number and checked it.",
                        null=True,
                        verbose_name="last verified",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
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
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "help line",
                "verbose_name_plural": "help lines",
                "ordering": ["order", "name"],
                "abstract": False,
            },
            bases=(models.Model, modelsearch.index.Indexed),
        ),
        migrations.CreateModel(
            name="OfficeIdentity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                (
                    "site_name",
                    models.CharField(
                        help_text="Stands at the top of every page.",
                        max_length=80,
                        verbose_name="name of the hub",
                    ),
                ),
                (
                    "city_name",
                    models.CharField(
                        help_text="Such as “City of Example”.", max_length=80, verbose_name="city"
                    ),
                ),
                (
                    "office_name",
                    models.CharField(
                        help_text="The office that runs this hub and answers for it.",
                        max_length=80,
                        verbose_name="office",
                    ),
                ),
                (
                    "state_name",
                    models.CharField(
                        blank=True, help_text="Named beside the law.", max_length=80, verbose_name="state"
                    ),
                ),
                (
                    "address",
                    models.TextField(
                        blank=True,
                        help_text="As on an envelope, one line for each part.",
                        verbose_name="address",
                    ),
                ),
                (
                    "hours",
                    models.TextField(
                        blank=True,
                        help_text="Days and times at which somebody answers.",
                        verbose_name="office hours",
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="An address that the office reads every working day.",
                        max_length=254,
                        verbose_name="e-mail address",
                    ),
                ),
                (
                    "website",
                    models.URLField(
                        blank=True,
                        help_text="Where the city itself writes about this work.",
                        verbose_name="the city's own page",
                    ),
                ),
                (
                    "ada_coordinator",
                    models.CharField(
                        blank=True,
                        help_text="Name the post and how to reach it (28 CFR 35.107), not the person's home contact.",
                        max_length=200,
                        verbose_name="ADA coordinator",
                    ),
                ),
                (
                    "demonstration_text",
                    models.CharField(
                        blank=True,
                        help_text="Shown at the top of every page while the hub is a demonstration.",
                        max_length=200,
                        verbose_name="demonstration notice",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
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
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "office identity",
                "verbose_name_plural": "office identity",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OfficePhone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "label",
                    models.CharField(
                        help_text="Such as “City information”.", max_length=80, verbose_name="label"
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        help_text="With country code and without spaces, or a short number such as 311.",
                        max_length=16,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^(\\+[1-9][0-9]{6,14}|[0-9]{3,8})$",
                                "Write the number with its country code and without spaces, such as +12025550123, or a short number such as 911.",
                            )
                        ],
                        verbose_name="number",
                    ),
                ),
                (
                    "display",
                    models.CharField(
                        help_text="Such as 202-555-0123.",
                        max_length=40,
                        verbose_name="number as people read it",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("voice", "Voice"), ("tty", "TTY")],
                        default="voice",
                        help_text="TTY is a text telephone.",
                        max_length=5,
                        verbose_name="kind",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="When the line is for one language.",
                        max_length=40,
                        verbose_name="language",
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
                (
                    "office",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phones",
                        to="portal.officeidentity",
                    ),
                ),
            ],
            options={
                "verbose_name": "phone",
                "verbose_name_plural": "phones",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recipients", models.JSONField(verbose_name="recipients")),
                ("sender", models.CharField(max_length=254, verbose_name="sender")),
                ("subject", models.CharField(max_length=250, verbose_name="subject")),
                ("body", models.TextField(verbose_name="text")),
                ("html", models.TextField(blank=True, verbose_name="HTML text")),
                ("headers", models.JSONField(blank=True, default=dict, verbose_name="headers")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="written"),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "next_attempt_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, null=True, verbose_name="next attempt"
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("last_error", models.CharField(blank=True, max_length=250, verbose_name="last error")),
            ],
            options={
                "verbose_name": "outgoing mail",
                "verbose_name_plural": "outgoing mails",
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_at__isnull", True)),
                        fields=["next_attempt_at"],
                        name="outbox_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SafetySettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last published at"),
                ),
                ("go_live_at", models.DateTimeField(blank=True, null=True, verbose_name="go live date/time")),
                ("expire_at", models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time")),
                ("expired", models.BooleanField(default=False, editable=False, verbose_name="expired")),
                ("locked", models.BooleanField(default=False, editable=False, verbose_name="locked")),
                ("locked_at", models.DateTimeField(editable=False, null=True, verbose_name="locked at")),
                (
                    "exit_url",
                    models.URLField(
                        help_text="A neutral site that many people open, such as a weather page. It must not be about help or crime.",
                        verbose_name="exit address",
                    ),
                ),
                (
                    "latest_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="latest revision",
                    ),
                ),
                (
                    "live_revision",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="live revision",
                    ),
                ),
                (
                    "locked_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="locked_%(class)ss",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="locked by",
                    ),
                ),
            ],
            options={
                "verbose_name": "safety settings",
                "verbose_name_plural": "safety settings",
            },
        ),
        migrations.AddConstraint(
            model_name="alert",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_at__isnull", True), ("ends_at__gt", models.F("starts_at")), _connector="OR"
                ),
                name="alert_ends_after_start",
            ),
        ),
        migrations.AlterUniqueTogether(
            name="alert",
            unique_together={("translation_key", "locale")},
        ),
        migrations.AlterUniqueTogether(
            name="helpline",
            unique_together={("translation_key", "locale")},
        ),
        migrations.AlterUniqueTogether(
            name="officeidentity",
            unique_together={("translation_key", "locale")},
        ),
        migrations.AlterUniqueTogether(
            name="officephone",
            unique_together={("translation_key", "locale")},
        ),
    ]
