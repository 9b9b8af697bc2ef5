"""What partners bring: organisations, members, events and what surrounds them."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import partners.events.models.event
import uuid
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("media", "0001_initial"),
        ("portal", "0003_taxonomy_and_approvals"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EventIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        help_text="One or two plain sentences. Shown under the title, in lists and in search results.",
                        max_length=300,
                        verbose_name="summary",
                    ),
                ),
                (
                    "discreet_title",
                    models.CharField(
                        blank=True,
                        help_text="Shown in the browser's tab and history instead of the title, such as “Information”. For readers who are watched.",
                        max_length=80,
                        verbose_name="discreet browser title",
                    ),
                ),
                (
                    "last_reviewed",
                    models.DateField(
                        blank=True,
                        help_text="The day on which somebody last checked all of the page.",
                        null=True,
                        verbose_name="last reviewed",
                    ),
                ),
                (
                    "review_interval",
                    models.PositiveSmallIntegerField(
                        default=12,
                        help_text="After this time the steward is to check the page again.",
                        verbose_name="review again after (months)",
                    ),
                ),
                (
                    "sources",
                    wagtail.fields.StreamField(
                        [("source", 5)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Of the report, law or page.", "label": "Title", "max_length": 200},
                            ),
                            1: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "The page itself, not the front page of the site.",
                                    "label": "Address",
                                    "required": False,
                                },
                            ),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Who answers for it.",
                                    "label": "Publisher",
                                    "max_length": 120,
                                    "required": False,
                                },
                            ),
                            3: (
                                "wagtail.blocks.DateBlock",
                                (),
                                {
                                    "help_text": "The day on which you opened it.",
                                    "label": "Checked on",
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What it is a source for, or what is still to be confirmed.",
                                    "label": "Note",
                                    "max_length": 300,
                                    "required": False,
                                },
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("url", 1), ("publisher", 2), ("checked_on", 3), ("note", 4)]],
                                {},
                            ),
                        },
                        help_text="Where the statements of the page come from. Readers see them at its end.",
                        verbose_name="sources",
                    ),
                ),
                (
                    "related_pages",
                    wagtail.fields.StreamField(
                        [("page", 0)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"help_text": "A page of the hub.", "label": "Page", "page_type": ["wagtailcore.Page"]},
                            )
                        },
                        help_text="What a reader may want next. Only live pages are shown.",
                        verbose_name="related pages",
                    ),
                ),
                (
                    "translation_draft",
                    models.BooleanField(
                        default=False,
                        help_text="The translation was drafted by a machine and no person has reviewed it yet. The page says so.",
                        verbose_name="draft translation",
                    ),
                ),
                (
                    "intro",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="Who posts events here and how to take part. Optional.",
                        verbose_name="introduction",
                    ),
                ),
                (
                    "steward",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who answers for this page and is reminded to review it. Not shown to the public.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="steward",
                    ),
                ),
            ],
            options={
                "verbose_name": "events",
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="EventStatus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_key", models.UUIDField(unique=True, verbose_name="event")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("scheduled", "As planned"),
                            ("cancelled", "Cancelled"),
                            ("postponed", "Postponed"),
                            ("rescheduled", "New date"),
                        ],
                        default="scheduled",
                        max_length=11,
                        verbose_name="state",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("illness", "Somebody is ill"),
                            ("weather", "The weather"),
                            ("venue", "The place cannot be used"),
                            ("speaker", "A speaker cannot come"),
                            ("few", "Too few people have registered"),
                            ("safety", "Safety of those who would come"),
                            ("other", "Another reason"),
                        ],
                        max_length=7,
                        verbose_name="reason",
                    ),
                ),
                ("previous_start", models.DateTimeField(blank=True, null=True)),
                ("replacement_key", models.UUIDField(blank=True, null=True, verbose_name="replaced by")),
                ("place_hidden", models.BooleanField(default=False)),
                ("taken_down", models.BooleanField(default=False)),
                ("removal_requested_at", models.DateTimeField(blank=True, null=True)),
                ("removal_reason", models.CharField(blank=True, max_length=300)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "state of an event",
                "verbose_name_plural": "states of events",
            },
        ),
        migrations.CreateModel(
            name="OrganisationIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        help_text="One or two plain sentences. Shown under the title, in lists and in search results.",
                        max_length=300,
                        verbose_name="summary",
                    ),
                ),
                (
                    "discreet_title",
                    models.CharField(
                        blank=True,
                        help_text="Shown in the browser's tab and history instead of the title, such as “Information”. For readers who are watched.",
                        max_length=80,
                        verbose_name="discreet browser title",
                    ),
                ),
                (
                    "last_reviewed",
                    models.DateField(
                        blank=True,
                        help_text="The day on which somebody last checked all of the page.",
                        null=True,
                        verbose_name="last reviewed",
                    ),
                ),
                (
                    "review_interval",
                    models.PositiveSmallIntegerField(
                        default=12,
                        help_text="After this time the steward is to check the page again.",
                        verbose_name="review again after (months)",
                    ),
                ),
                (
                    "sources",
                    wagtail.fields.StreamField(
                        [("source", 5)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Of the report, law or page.", "label": "Title", "max_length": 200},
                            ),
                            1: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "The page itself, not the front page of the site.",
                                    "label": "Address",
                                    "required": False,
                                },
                            ),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Who answers for it.",
                                    "label": "Publisher",
                                    "max_length": 120,
                                    "required": False,
                                },
                            ),
                            3: (
                                "wagtail.blocks.DateBlock",
                                (),
                                {
                                    "help_text": "The day on which you opened it.",
                                    "label": "Checked on",
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What it is a source for, or what is still to be confirmed.",
                                    "label": "Note",
                                    "max_length": 300,
                                    "required": False,
                                },
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("url", 1), ("publisher", 2), ("checked_on", 3), ("note", 4)]],
                                {},
                            ),
                        },
                        help_text="Where the statements of the page come from. Readers see them at its end.",
                        verbose_name="sources",
                    ),
                ),
                (
                    "related_pages",
                    wagtail.fields.StreamField(
                        [("page", 0)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"help_text": "A page of the hub.", "label": "Page", "page_type": ["wagtailcore.Page"]},
                            )
                        },
                        help_text="What a reader may want next. Only live pages are shown.",
                        verbose_name="related pages",
                    ),
                ),
                (
                    "translation_draft",
                    models.BooleanField(
                        default=False,
                        help_text="The translation was drafted by a machine and no person has reviewed it yet. The page says so.",
                        verbose_name="draft translation",
                    ),
                ),
                (
                    "intro",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="Who the partners are and what an entry in the list means. Optional.",
                        verbose_name="introduction",
                    ),
                ),
                (
                    "steward",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who answers for this page and is reminded to review it. Not shown to the public.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="steward",
                    ),
                ),
            ],
            options={
                "verbose_name": "partners",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="OrganisationPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        help_text="One or two plain sentences. Shown under the title, in lists and in search results.",
                        max_length=300,
                        verbose_name="summary",
                    ),
                ),
                (
                    "discreet_title",
                    models.CharField(
                        blank=True,
                        help_text="Shown in the browser's tab and history instead of the title, such as “Information”. For readers who are watched.",
                        max_length=80,
                        verbose_name="discreet browser title",
                    ),
                ),
                (
                    "last_reviewed",
                    models.DateField(
                        blank=True,
                        help_text="The day on which somebody last checked all of the page.",
                        null=True,
                        verbose_name="last reviewed",
                    ),
                ),
                (
                    "review_interval",
                    models.PositiveSmallIntegerField(
                        default=12,
                        help_text="After this time the steward is to check the page again.",
                        verbose_name="review again after (months)",
                    ),
                ),
                (
                    "sources",
                    wagtail.fields.StreamField(
                        [("source", 5)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Of the report, law or page.", "label": "Title", "max_length": 200},
                            ),
                            1: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "The page itself, not the front page of the site.",
                                    "label": "Address",
                                    "required": False,
                                },
                            ),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Who answers for it.",
                                    "label": "Publisher",
                                    "max_length": 120,
                                    "required": False,
                                },
                            ),
                            3: (
                                "wagtail.blocks.DateBlock",
                                (),
                                {
                                    "help_text": "The day on which you opened it.",
                                    "label": "Checked on",
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What it is a source for, or what is still to be confirmed.",
                                    "label": "Note",
                                    "max_length": 300,
                                    "required": False,
                                },
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("url", 1), ("publisher", 2), ("checked_on", 3), ("note", 4)]],
                                {},
                            ),
                        },
                        help_text="Where the statements of the page come from. Readers see them at its end.",
                        verbose_name="sources",
                    ),
                ),
                (
                    "related_pages",
                    wagtail.fields.StreamField(
                        [("page", 0)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"help_text": "A page of the hub.", "label": "Page", "page_type": ["wagtailcore.Page"]},
                            )
                        },
                        help_text="What a reader may want next. Only live pages are shown.",
                        verbose_name="related pages",
                    ),
                ),
                (
                    "translation_draft",
                    models.BooleanField(
                        default=False,
                        help_text="The translation was drafted by a machine and no person has reviewed it yet. The page says so.",
                        verbose_name="draft translation",
                    ),
                ),
                (
                    "offers",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="In plain words: for whom, what, and how it begins.",
                        verbose_name="what it offers",
                    ),
                ),
                (
                    "website",
                    models.URLField(blank=True, help_text="The whole address, with https://.", verbose_name="website"),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="Of the organisation, never of a person.",
                        max_length=254,
                        verbose_name="e-mail address",
                    ),
                ),
                (
                    "safe_contact",
                    models.TextField(
                        blank=True,
                        help_text="What somebody who is watched should know: who picks up, what a letter looks like.",
                        max_length=600,
                        verbose_name="safe ways to make contact",
                    ),
                ),
                (
                    "place_accessibility",
                    models.TextField(
                        blank=True,
                        help_text="Step-free way in, lift, toilet, parking, what to ask for beforehand.",
                        max_length=600,
                        verbose_name="accessibility of the place",
                    ),
                ),
                (
                    "year_founded",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="Optional.", null=True, verbose_name="year founded"
                    ),
                ),
                (
                    "verified_on",
                    models.DateField(
                        blank=True,
                        help_text="The day on which somebody checked the whole entry with the organisation.",
                        null=True,
                        verbose_name="last verified",
                    ),
                ),
                (
                    "verified_by",
                    models.CharField(
                        blank=True,
                        help_text="The office or post that checked it, not a person's name. Shown to the public.",
                        max_length=120,
                        verbose_name="verified by",
                    ),
                ),
                (
                    "areas",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="Where people are helped.",
                        limit_choices_to={"kind": "area"},
                        related_name="+",
                        to="portal.taxonomyterm",
                        verbose_name="areas",
                    ),
                ),
                (
                    "languages",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="Only what the organisation itself says; else leave it empty.",
                        limit_choices_to={"kind": "language"},
                        related_name="+",
                        to="portal.taxonomyterm",
                        verbose_name="languages",
                    ),
                ),
                (
                    "steward",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who answers for this page and is reminded to review it. Not shown to the public.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="steward",
                    ),
                ),
            ],
            options={
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="OrganisationLocation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("name", models.CharField(help_text="Such as “Main office”.", max_length=120, verbose_name="name")),
                (
                    "is_confidential",
                    models.BooleanField(
                        default=False,
                        help_text="The place must not be known. Ticking this empties its address here and in every earlier version.",
                        verbose_name="confidential",
                    ),
                ),
                (
                    "street_address",
                    models.CharField(
                        blank=True, help_text="As on an envelope.", max_length=160, verbose_name="street and number"
                    ),
                ),
                (
                    "address_2",
                    models.CharField(
                        blank=True, help_text="Floor, room or building.", max_length=160, verbose_name="second line"
                    ),
                ),
                ("city", models.CharField(blank=True, help_text="Where it is.", max_length=80, verbose_name="city")),
                ("region", models.CharField(blank=True, help_text="Such as MN.", max_length=40, verbose_name="state")),
                (
                    "postal_code",
                    models.CharField(blank=True, help_text="ZIP code.", max_length=12, verbose_name="postal code"),
                ),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        help_text="In degrees. Optional.",
                        max_digits=9,
                        null=True,
                        verbose_name="latitude",
                    ),
                ),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        help_text="In degrees. Optional.",
                        max_digits=9,
                        null=True,
                        verbose_name="longitude",
                    ),
                ),
                (
                    "directions",
                    models.TextField(
                        blank=True, help_text="Bus, entrance, bell.", max_length=600, verbose_name="how to get there"
                    ),
                ),
                (
                    "accessibility",
                    models.TextField(
                        blank=True,
                        help_text="Of this place: steps, lift, toilet, parking.",
                        max_length=400,
                        verbose_name="accessibility",
                    ),
                ),
                (
                    "hours",
                    models.CharField(
                        blank=True, help_text="When the place is open.", max_length=160, verbose_name="hours"
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
                    "organisation",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="locations",
                        to="partners.organisationpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "place",
                "verbose_name_plural": "places",
                "ordering": ["sort_order"],
                "abstract": False,
                "unique_together": {("translation_key", "locale")},
            },
        ),
        migrations.CreateModel(
            name="JoinRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "organisation_name",
                    models.CharField(
                        help_text="As it calls itself in public.",
                        max_length=120,
                        verbose_name="name of the organisation",
                    ),
                ),
                (
                    "website",
                    models.URLField(
                        blank=True, help_text="The whole address, with https://. Optional.", verbose_name="website"
                    ),
                ),
                (
                    "offers",
                    models.TextField(
                        help_text="Two or three sentences, in plain words.",
                        max_length=1500,
                        verbose_name="what it does",
                    ),
                ),
                (
                    "contact_name",
                    models.CharField(
                        help_text="Who will look after the entry.", max_length=120, verbose_name="your name"
                    ),
                ),
                (
                    "contact_email",
                    models.EmailField(
                        help_text="The office answers to this address.",
                        max_length=254,
                        verbose_name="your e-mail address at work",
                    ),
                ),
                ("language", models.CharField(default="en", editable=False, max_length=10)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("approved", "Approved"), ("declined", "Declined")],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("sent_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                (
                    "reason",
                    models.TextField(
                        blank=True,
                        help_text="Sent to the organisation when it is declined.",
                        max_length=1000,
                        verbose_name="reason",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="partners.organisationpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "request to join",
                "verbose_name_plural": "requests to join",
                "ordering": ["-sent_at"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Owner"), ("member", "Member")],
                        default="member",
                        max_length=6,
                        verbose_name="role",
                    ),
                ),
                ("token_digest", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="sent")),
                ("expires_at", models.DateTimeField(verbose_name="ends")),
                ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="accepted")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="partners.organisationpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
            },
        ),
        migrations.CreateModel(
            name="EventPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        help_text="One or two plain sentences. Shown under the title, in lists and in search results.",
                        max_length=300,
                        verbose_name="summary",
                    ),
                ),
                (
                    "discreet_title",
                    models.CharField(
                        blank=True,
                        help_text="Shown in the browser's tab and history instead of the title, such as “Information”. For readers who are watched.",
                        max_length=80,
                        verbose_name="discreet browser title",
                    ),
                ),
                (
                    "last_reviewed",
                    models.DateField(
                        blank=True,
                        help_text="The day on which somebody last checked all of the page.",
                        null=True,
                        verbose_name="last reviewed",
                    ),
                ),
                (
                    "review_interval",
                    models.PositiveSmallIntegerField(
                        default=12,
                        help_text="After this time the steward is to check the page again.",
                        verbose_name="review again after (months)",
                    ),
                ),
                (
                    "sources",
                    wagtail.fields.StreamField(
                        [("source", 5)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Of the report, law or page.", "label": "Title", "max_length": 200},
                            ),
                            1: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "The page itself, not the front page of the site.",
                                    "label": "Address",
                                    "required": False,
                                },
                            ),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Who answers for it.",
                                    "label": "Publisher",
                                    "max_length": 120,
                                    "required": False,
                                },
                            ),
                            3: (
                                "wagtail.blocks.DateBlock",
                                (),
                                {
                                    "help_text": "The day on which you opened it.",
                                    "label": "Checked on",
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What it is a source for, or what is still to be confirmed.",
                                    "label": "Note",
                                    "max_length": 300,
                                    "required": False,
                                },
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("url", 1), ("publisher", 2), ("checked_on", 3), ("note", 4)]],
                                {},
                            ),
                        },
                        help_text="Where the statements of the page come from. Readers see them at its end.",
                        verbose_name="sources",
                    ),
                ),
                (
                    "related_pages",
                    wagtail.fields.StreamField(
                        [("page", 0)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"help_text": "A page of the hub.", "label": "Page", "page_type": ["wagtailcore.Page"]},
                            )
                        },
                        help_text="What a reader may want next. Only live pages are shown.",
                        verbose_name="related pages",
                    ),
                ),
                (
                    "translation_draft",
                    models.BooleanField(
                        default=False,
                        help_text="The translation was drafted by a machine and no person has reviewed it yet. The page says so.",
                        verbose_name="draft translation",
                    ),
                ),
                (
                    "description",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="What happens, for whom, what to bring. Optional.",
                        verbose_name="description",
                    ),
                ),
                (
                    "start_date",
                    models.DateField(blank=True, help_text="The first day.", null=True, verbose_name="date"),
                ),
                (
                    "start_time",
                    models.TimeField(
                        blank=True,
                        help_text="Leave it empty only for a whole day.",
                        null=True,
                        verbose_name="begins at",
                    ),
                ),
                (
                    "end_date",
                    models.DateField(
                        blank=True,
                        help_text="Only when the event ends on another day.",
                        null=True,
                        verbose_name="last day",
                    ),
                ),
                (
                    "end_time",
                    models.TimeField(blank=True, help_text="About when it ends.", null=True, verbose_name="ends at"),
                ),
                (
                    "all_day",
                    models.BooleanField(
                        default=False,
                        help_text="Without times; the date is the same everywhere.",
                        verbose_name="whole day",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default=partners.events.models.event.default_time_zone,
                        help_text="In which the times are meant.",
                        max_length=40,
                        validators=[partners.events.models.event.validate_time_zone],
                        verbose_name="time zone",
                    ),
                ),
                (
                    "frequency",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Once"),
                            ("weekly", "Every week, or every few weeks"),
                            ("monthly_date", "Every month on the same date"),
                            ("monthly_weekday", "Every month on the same weekday, such as the second Tuesday"),
                        ],
                        default="",
                        help_text="How the event comes again.",
                        max_length=15,
                        verbose_name="repeats",
                    ),
                ),
                (
                    "interval",
                    models.PositiveSmallIntegerField(
                        default=1,
                        help_text="1: every week or month; 2: every other one.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                        verbose_name="every … weeks or months",
                    ),
                ),
                (
                    "weekdays",
                    models.CharField(
                        blank=True,
                        help_text="For every week: the days as MO,TU,WE,TH,FR,SA,SU. Empty: the weekday of the date.",
                        max_length=20,
                        verbose_name="on",
                    ),
                ),
                (
                    "until",
                    models.DateField(
                        blank=True,
                        help_text="The last day on which it may take place.",
                        null=True,
                        verbose_name="until",
                    ),
                ),
                (
                    "count",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Instead of a last day.",
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(400),
                        ],
                        verbose_name="how many times",
                    ),
                ),
                (
                    "exception_dates",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Dates on which it does not take place, such as holidays.",
                        verbose_name="not on",
                    ),
                ),
                (
                    "moved_dates",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Single dates that take place at another time.",
                        verbose_name="moved dates",
                    ),
                ),
                (
                    "attendance",
                    models.CharField(
                        choices=[("place", "At a place"), ("online", "Online"), ("both", "At a place and online")],
                        default="place",
                        help_text="How people take part.",
                        max_length=6,
                        verbose_name="place or online",
                    ),
                ),
                (
                    "place_shown",
                    models.CharField(
                        choices=[
                            ("public", "Everybody may know the address"),
                            ("registered", "The address is given after registration"),
                            ("confidential", "The address is confidential"),
                        ],
                        default="public",
                        help_text="A place that not everybody may know is not stored here at all: tell people yourself.",
                        max_length=12,
                        verbose_name="who may know the place",
                    ),
                ),
                (
                    "venue_name",
                    models.CharField(
                        blank=True,
                        help_text="Such as “Example Library, room 2”.",
                        max_length=120,
                        verbose_name="name of the place",
                    ),
                ),
                (
                    "street_address",
                    models.CharField(
                        blank=True, help_text="As on an envelope.", max_length=160, verbose_name="street and number"
                    ),
                ),
                ("city", models.CharField(blank=True, help_text="Where it is.", max_length=80, verbose_name="city")),
                ("region", models.CharField(blank=True, help_text="Such as MN.", max_length=40, verbose_name="state")),
                (
                    "postal_code",
                    models.CharField(blank=True, help_text="ZIP code.", max_length=12, verbose_name="postal code"),
                ),
                (
                    "directions",
                    models.TextField(
                        blank=True, help_text="Bus, entrance, bell.", max_length=600, verbose_name="how to get there"
                    ),
                ),
                (
                    "public_area",
                    models.CharField(
                        blank=True,
                        help_text="Shown where the address is not: wide enough that nobody can guess the place.",
                        max_length=80,
                        verbose_name="part of town",
                    ),
                ),
                (
                    "online_url",
                    models.URLField(
                        blank=True,
                        help_text="The whole address, with https://. Everybody will see it.",
                        verbose_name="address to join online",
                    ),
                ),
                (
                    "registration_url",
                    models.URLField(
                        blank=True,
                        help_text="The whole address, with https://. Optional.",
                        verbose_name="address to register",
                    ),
                ),
                (
                    "cost",
                    models.CharField(
                        blank=True,
                        help_text="Such as “Free”. Empty where it is not known.",
                        max_length=120,
                        verbose_name="cost",
                    ),
                ),
                (
                    "accessibility_contact",
                    models.CharField(
                        blank=True,
                        help_text="A phone number or e-mail address at which people ask for what they need.",
                        max_length=160,
                        verbose_name="contact for accessibility",
                    ),
                ),
                (
                    "accessibility_request_by",
                    models.DateField(
                        blank=True,
                        help_text="Until when a request can be met. Optional.",
                        null=True,
                        verbose_name="ask by",
                    ),
                ),
                (
                    "contact_name",
                    models.CharField(
                        blank=True,
                        help_text="A post or team, such as “Events team”.",
                        max_length=120,
                        verbose_name="contact",
                    ),
                ),
                (
                    "contact_email",
                    models.EmailField(
                        blank=True,
                        help_text="For questions. Everybody will see it.",
                        max_length=254,
                        verbose_name="e-mail address",
                    ),
                ),
                (
                    "contact_phone",
                    models.CharField(
                        blank=True,
                        help_text="For questions. Everybody will see it.",
                        max_length=40,
                        verbose_name="phone",
                    ),
                ),
                (
                    "status_note",
                    models.CharField(
                        blank=True,
                        help_text="Shown with “Cancelled” or “Postponed”, once the office has approved it.",
                        max_length=300,
                        verbose_name="more about the change",
                    ),
                ),
                (
                    "accessibility",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="What is there without asking.",
                        limit_choices_to={"kind": "accessibility"},
                        related_name="+",
                        to="portal.taxonomyterm",
                        verbose_name="accessibility offered",
                    ),
                ),
                (
                    "audience",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="Leave it empty when it is for everybody.",
                        limit_choices_to={"kind": "population"},
                        related_name="+",
                        to="portal.taxonomyterm",
                        verbose_name="for whom",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Optional. No picture of abuse, no recognisable survivor.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media.hubimage",
                        verbose_name="picture",
                    ),
                ),
                (
                    "languages",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="In which it is held, or interpreted into.",
                        limit_choices_to={"kind": "language"},
                        related_name="+",
                        to="portal.taxonomyterm",
                        verbose_name="languages of the event",
                    ),
                ),
                (
                    "steward",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who answers for this page and is reminded to review it. Not shown to the public.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="steward",
                    ),
                ),
                (
                    "topics",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="By which readers and campaigns find it.",
                        limit_choices_to={"kind": "topic"},
                        related_name="+",
                        to="portal.taxonomyterm",
                        verbose_name="topics",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        help_text="Who holds the event and answers for it.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="partners.organisationpage",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="OrganisationPhone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("translation_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("voice", "Voice"), ("text", "Text messages"), ("tty", "TTY")],
                        default="voice",
                        help_text="TTY is a text telephone.",
                        max_length=5,
                        verbose_name="kind",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        help_text="With country code and without spaces, such as +12025550123.",
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
                        help_text="Such as 202-555-0123.", max_length=40, verbose_name="number as people read it"
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        blank=True, help_text="Such as “Crisis line”. Optional.", max_length=80, verbose_name="label"
                    ),
                ),
                (
                    "hours",
                    models.CharField(
                        blank=True,
                        help_text="When somebody answers, if that is known.",
                        max_length=120,
                        verbose_name="hours",
                    ),
                ),
                (
                    "languages",
                    models.CharField(
                        blank=True,
                        help_text="In which the line is answered, if that is known.",
                        max_length=160,
                        verbose_name="languages",
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
                    "organisation",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="phones",
                        to="partners.organisationpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "phone",
                "verbose_name_plural": "phones",
                "ordering": ["sort_order"],
                "abstract": False,
                "unique_together": {("translation_key", "locale")},
            },
        ),
        migrations.CreateModel(
            name="ReviewNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("told_at", models.DateTimeField(null=True)),
                ("urgent_at", models.DateTimeField(null=True)),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                (
                    "submitted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task_state",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="review_notice",
                        to="wagtailcore.taskstate",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice of a submission",
                "verbose_name_plural": "notices of submissions",
            },
        ),
        migrations.CreateModel(
            name="ServicePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "summary",
                    models.CharField(
                        help_text="One or two plain sentences. Shown under the title, in lists and in search results.",
                        max_length=300,
                        verbose_name="summary",
                    ),
                ),
                (
                    "discreet_title",
                    models.CharField(
                        blank=True,
                        help_text="Shown in the browser's tab and history instead of the title, such as “Information”. For readers who are watched.",
                        max_length=80,
                        verbose_name="discreet browser title",
                    ),
                ),
                (
                    "last_reviewed",
                    models.DateField(
                        blank=True,
                        help_text="The day on which somebody last checked all of the page.",
                        null=True,
                        verbose_name="last reviewed",
                    ),
                ),
                (
                    "review_interval",
                    models.PositiveSmallIntegerField(
                        default=12,
                        help_text="After this time the steward is to check the page again.",
                        verbose_name="review again after (months)",
                    ),
                ),
                (
                    "sources",
                    wagtail.fields.StreamField(
                        [("source", 5)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Of the report, law or page.", "label": "Title", "max_length": 200},
                            ),
                            1: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "The page itself, not the front page of the site.",
                                    "label": "Address",
                                    "required": False,
                                },
                            ),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Who answers for it.",
                                    "label": "Publisher",
                                    "max_length": 120,
                                    "required": False,
                                },
                            ),
                            3: (
                                "wagtail.blocks.DateBlock",
                                (),
                                {
                                    "help_text": "The day on which you opened it.",
                                    "label": "Checked on",
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What it is a source for, or what is still to be confirmed.",
                                    "label": "Note",
                                    "max_length": 300,
                                    "required": False,
                                },
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("url", 1), ("publisher", 2), ("checked_on", 3), ("note", 4)]],
                                {},
                            ),
                        },
                        help_text="Where the statements of the page come from. Readers see them at its end.",
                        verbose_name="sources",
                    ),
                ),
                (
                    "related_pages",
                    wagtail.fields.StreamField(
                        [("page", 0)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"help_text": "A page of the hub.", "label": "Page", "page_type": ["wagtailcore.Page"]},
                            )
                        },
                        help_text="What a reader may want next. Only live pages are shown.",
                        verbose_name="related pages",
                    ),
                ),
                (
                    "translation_draft",
                    models.BooleanField(
                        default=False,
                        help_text="The translation was drafted by a machine and no person has reviewed it yet. The page says so.",
                        verbose_name="draft translation",
                    ),
                ),
                (
                    "description",
                    wagtail.fields.RichTextField(
                        blank=True, help_text="What happens, step by step, in plain words.", verbose_name="description"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Offered now"),
                            ("inactive", "Not offered at present"),
                            ("temporarily closed", "Closed for a time"),
                            ("defunct", "No longer offered"),
                        ],
                        default="active",
                        help_text="Whether people can have it now.",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "interpreters",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not known"),
                            ("yes", "Yes"),
                            ("request", "When asked for beforehand"),
                            ("no", "No"),
                        ],
                        default="",
                        help_text="Whether somebody interprets into other languages.",
                        max_length=8,
                        verbose_name="interpreters",
                    ),
                ),
                (
                    "eligibility",
                    models.CharField(
                        blank=True,
                        help_text="Age, place, papers that are (not) needed.",
                        max_length=300,
                        verbose_name="who can have it",
                    ),
                ),
                (
                    "cost",
                    models.CharField(
                        blank=True,
                        help_text="Such as “Free”. Empty where it is not known.",
                        max_length=160,
                        verbose_name="cost",
                    ),
                ),
                (
                    "how_to_begin",
                    models.CharField(
                        blank=True,
                        help_text="Whom to call or where to go first.",
                        max_length=300,
                        verbose_name="how to begin",
                    ),
                ),
                (
                    "categories",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="By which readers find it.",
                        limit_choices_to={"kind": "service"},
                        related_name="+",
                        to="portal.taxonomyterm",
                        verbose_name="kinds of service",
                    ),
                ),
                (
                    "languages",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="Only what the organisation itself says; else leave it empty.",
                        limit_choices_to={"kind": "language"},
                        related_name="+",
                        to="portal.taxonomyterm",
                        verbose_name="languages",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="service_pages",
                        to="partners.organisationpage",
                    ),
                ),
                (
                    "places",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="Places of the organisation, saved on its page, where the service is given.",
                        related_name="services",
                        to="partners.organisationlocation",
                        verbose_name="places",
                    ),
                ),
                (
                    "populations",
                    modelcluster.fields.ParentalManyToManyField(
                        blank=True,
                        help_text="Leave it empty when it is for everybody.",
                        limit_choices_to={"kind": "population"},
                        related_name="+",
                        to="portal.taxonomyterm",
                        verbose_name="people served",
                    ),
                ),
                (
                    "steward",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who answers for this page and is reminded to review it. Not shown to the public.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="steward",
                    ),
                ),
            ],
            options={
                "verbose_name": "service",
                "verbose_name_plural": "services",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="EventDate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_key", models.UUIDField(db_index=True, verbose_name="event")),
                (
                    "date",
                    models.DateField(help_text="The date that the rule names (RECURRENCE-ID).", verbose_name="date"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("cancelled", "Cancelled"), ("moved", "Moved")], max_length=9, verbose_name="state"
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("illness", "Somebody is ill"),
                            ("weather", "The weather"),
                            ("venue", "The place cannot be used"),
                            ("speaker", "A speaker cannot come"),
                            ("few", "Too few people have registered"),
                            ("safety", "Safety of those who would come"),
                            ("other", "Another reason"),
                        ],
                        max_length=7,
                        verbose_name="reason",
                    ),
                ),
                ("new_date", models.DateField(blank=True, null=True, verbose_name="new date")),
                ("new_start_time", models.TimeField(blank=True, null=True, verbose_name="new start")),
                ("new_end_time", models.TimeField(blank=True, null=True, verbose_name="new end")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "changed date of an event",
                "verbose_name_plural": "changed dates of events",
                "ordering": ["date"],
                "constraints": [models.UniqueConstraint(fields=("event_key", "date"), name="unique_event_date")],
            },
        ),
        migrations.CreateModel(
            name="Occurrence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("event_key", models.UUIDField()),
                ("date", models.DateField()),
                ("start", models.DateTimeField()),
                ("end", models.DateTimeField()),
                ("local_date", models.DateField()),
                ("local_end_date", models.DateField()),
                ("is_cancelled", models.BooleanField(default=False)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="occurrences", to="partners.eventpage"
                    ),
                ),
            ],
            options={
                "verbose_name": "date of an event",
                "verbose_name_plural": "dates of events",
                "ordering": ["start", "id"],
                "indexes": [
                    models.Index(
                        fields=["local_date", "start", "end", "local_end_date", "event_key"], name="occurrence_list"
                    ),
                    models.Index(fields=["event_key", "end"], name="occurrence_of_event"),
                ],
                "constraints": [models.UniqueConstraint(fields=("event_key", "date"), name="unique_occurrence")],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[("owner", "Owner"), ("member", "Member")],
                        default="member",
                        max_length=6,
                        verbose_name="role",
                    ),
                ),
                ("joined_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="since")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="partners.organisationpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "membership",
                "verbose_name_plural": "memberships",
                "constraints": [models.UniqueConstraint(fields=("user", "organisation"), name="unique_membership")],
            },
        ),
        migrations.CreateModel(
            name="ImportedEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uid", models.CharField(max_length=255)),
                ("event_key", models.UUIDField(default=uuid.uuid4)),
                ("digest", models.CharField(max_length=64)),
                ("taken", models.JSONField(default=dict)),
                ("imported_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="imported_events",
                        to="partners.organisationpage",
                    ),
                ),
            ],
            options={
                "verbose_name": "imported event",
                "verbose_name_plural": "imported events",
                "constraints": [models.UniqueConstraint(fields=("organisation", "uid"), name="unique_imported_uid")],
            },
        ),
    ]
