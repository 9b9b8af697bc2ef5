import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import home.models.format_request
import wagtail.contrib.routable_page.models
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("media", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FormatRequestSettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer_within_days",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="answer within (days)",
                    ),
                ),
                (
                    "keep_answered_days",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="As your records schedule says. Empty: nothing is deleted.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="delete answered requests after (days)",
                    ),
                ),
            ],
            options={
                "verbose_name": "Accessible-format requests",
            },
        ),
        migrations.CreateModel(
            name="CampaignIndexPage",
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
                    models.PositiveSmallIntegerField(default=12, verbose_name="review again after (months)"),
                ),
                (
                    "sources",
                    wagtail.fields.StreamField(
                        [("source", 5)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 200}),
                            1: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Publisher", "max_length": 120, "required": False},
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
                                {"label": "Note", "max_length": 300, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("url", 1), ("publisher", 2), ("checked_on", 3), ("note", 4)]],
                                {},
                            ),
                        },
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
                                {"label": "Page", "page_type": ["wagtailcore.Page"]},
                            )
                        },
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
                ("intro", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
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
                "verbose_name": "campaigns",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="CampaignPage",
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
                    models.PositiveSmallIntegerField(default=12, verbose_name="review again after (months)"),
                ),
                (
                    "sources",
                    wagtail.fields.StreamField(
                        [("source", 5)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 200}),
                            1: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Publisher", "max_length": 120, "required": False},
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
                                {"label": "Note", "max_length": 300, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("url", 1), ("publisher", 2), ("checked_on", 3), ("note", 4)]],
                                {},
                            ),
                        },
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
                                {"label": "Page", "page_type": ["wagtailcore.Page"]},
                            )
                        },
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
                    "series",
                    models.CharField(
                        blank=True,
                        help_text="The same words on each year's edition, such as “January awareness month”, connect the years.",
                        max_length=80,
                        verbose_name="series",
                    ),
                ),
                ("start", models.DateField(verbose_name="first day")),
                ("end", models.DateField(verbose_name="last day")),
                (
                    "repeats_every_year",
                    models.BooleanField(
                        default=False,
                        help_text="For campaigns without yearly editions: the page then always shows the current or next period.",
                        verbose_name="every year on these days",
                    ),
                ),
                (
                    "proclamation_title",
                    models.CharField(blank=True, max_length=200, verbose_name="title of the proclamation"),
                ),
                (
                    "proclamation_text",
                    wagtail.fields.RichTextField(blank=True, verbose_name="text of the proclamation"),
                ),
                ("proclamation_url", models.URLField(blank=True, verbose_name="address of the proclamation")),
                ("proclaimed_on", models.DateField(blank=True, null=True, verbose_name="proclaimed on")),
                (
                    "key_days",
                    wagtail.fields.StreamField(
                        [("day", 3)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.DateBlock", (), {"label": "Date"}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 160}),
                            2: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "label": "Text",
                                    "required": False,
                                },
                            ),
                            3: ("wagtail.blocks.StructBlock", [[("date", 0), ("title", 1), ("text", 2)]], {}),
                        },
                        verbose_name="key days",
                    ),
                ),
                (
                    "videos",
                    wagtail.fields.StreamField(
                        [("page", 0)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"label": "Video", "page_type": ["media.VideoPage"]},
                            )
                        },
                        verbose_name="videos of this edition",
                    ),
                ),
                (
                    "earlier_videos",
                    wagtail.fields.StreamField(
                        [("page", 0)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"label": "Video", "page_type": ["media.VideoPage"]},
                            )
                        },
                        verbose_name="videos of earlier years",
                    ),
                ),
                (
                    "toolkit",
                    wagtail.fields.StreamField(
                        [("item", 4)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 160}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "What it is for", "max_length": 300}),
                            2: ("wagtail.blocks.PageChooserBlock", (), {"label": "Page of the hub", "required": False}),
                            3: ("wagtail.blocks.URLBlock", (), {"label": "Address of another site", "required": False}),
                            4: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("text", 1), ("page", 2), ("url", 3)]],
                                {},
                            ),
                        },
                        verbose_name="toolkit",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 2),
                            ("paragraph", 3),
                            ("callout", 7),
                            ("quotation", 11),
                            ("details", 15),
                            ("links", 21),
                            ("table", 23),
                            ("help_lines", 25),
                            ("image", 28),
                            ("document", 30),
                            ("video", 31),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "max_length": 120}),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("2", "Section"), ("3", "Part of a section")], "label": "Level"},
                            ),
                            2: ("wagtail.blocks.StructBlock", [[("text", 0), ("level", 1)]], {}),
                            3: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link", "document-link"],
                                    "icon": "pilcrow",
                                    "label": "Text",
                                    "template": "portal/blocks/paragraph.html",
                                },
                            ),
                            4: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 120}),
                            5: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "Text"},
                            ),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("information", "Information"), ("safety", "Safety")], "label": "Kind"},
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("title", 4), ("text", 5), ("tone", 6)]], {}),
                            8: ("wagtail.blocks.TextBlock", (), {"label": "Quotation"}),
                            9: ("wagtail.blocks.CharBlock", (), {"label": "Who said it", "max_length": 200}),
                            10: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            11: ("wagtail.blocks.StructBlock", [[("text", 8), ("attribution", 9), ("url", 10)]], {}),
                            12: ("wagtail.blocks.CharBlock", (), {"label": "Question", "max_length": 160}),
                            13: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "Answer"},
                            ),
                            14: ("wagtail.blocks.StructBlock", [[("question", 12), ("answer", 13)]], {}),
                            15: (
                                "wagtail.blocks.ListBlock",
                                (14,),
                                {
                                    "icon": "list-ul",
                                    "label": "Questions and answers",
                                    "template": "portal/blocks/details.html",
                                },
                            ),
                            16: ("wagtail.blocks.CharBlock", (), {"label": "Text of the link", "max_length": 160}),
                            17: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"label": "Page of the hub", "required": False},
                            ),
                            18: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"label": "Address of another site", "required": False},
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Note", "max_length": 200, "required": False},
                            ),
                            20: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 16), ("page", 17), ("url", 18), ("note", 19)]],
                                {},
                            ),
                            21: (
                                "wagtail.blocks.ListBlock",
                                (20,),
                                {"icon": "link", "label": "Links", "template": "portal/blocks/links.html"},
                            ),
                            22: ("wagtail.blocks.CharBlock", (), {"label": "Text", "required": False}),
                            23: (
                                "wagtail.contrib.typed_table_block.blocks.TypedTableBlock",
                                [[("text", 22)]],
                                {"label": "Table", "template": "portal/blocks/table.html"},
                            ),
                            24: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("emergency", "Emergency"),
                                        ("confidential", "Confidential help"),
                                        ("city", "City information"),
                                        ("law_enforcement", "Law enforcement"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("kind", 24)]], {}),
                            26: ("wagtail.images.blocks.ImageBlock", [], {"label": "Image"}),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Caption", "max_length": 300, "required": False},
                            ),
                            28: ("wagtail.blocks.StructBlock", [[("image", 26), ("caption", 27)]], {}),
                            29: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "Document"}),
                            30: ("wagtail.blocks.StructBlock", [[("document", 29), ("note", 19)]], {}),
                            31: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "icon": "media",
                                    "label": "Video",
                                    "page_type": ["media.VideoPage"],
                                    "template": "media/blocks/video.html",
                                },
                            ),
                        },
                        verbose_name="ways to take part",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media.hubimage",
                        verbose_name="picture",
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
                "verbose_name": "campaign",
                "verbose_name_plural": "campaigns",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="ContactPage",
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
                    models.PositiveSmallIntegerField(default=12, verbose_name="review again after (months)"),
                ),
                (
                    "sources",
                    wagtail.fields.StreamField(
                        [("source", 5)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 200}),
                            1: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Publisher", "max_length": 120, "required": False},
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
                                {"label": "Note", "max_length": 300, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("url", 1), ("publisher", 2), ("checked_on", 3), ("note", 4)]],
                                {},
                            ),
                        },
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
                                {"label": "Page", "page_type": ["wagtailcore.Page"]},
                            )
                        },
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
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 2),
                            ("paragraph", 3),
                            ("callout", 7),
                            ("quotation", 11),
                            ("details", 15),
                            ("links", 21),
                            ("table", 23),
                            ("help_lines", 25),
                            ("image", 28),
                            ("document", 30),
                            ("video", 31),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "max_length": 120}),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("2", "Section"), ("3", "Part of a section")], "label": "Level"},
                            ),
                            2: ("wagtail.blocks.StructBlock", [[("text", 0), ("level", 1)]], {}),
                            3: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link", "document-link"],
                                    "icon": "pilcrow",
                                    "label": "Text",
                                    "template": "portal/blocks/paragraph.html",
                                },
                            ),
                            4: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 120}),
                            5: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "Text"},
                            ),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("information", "Information"), ("safety", "Safety")], "label": "Kind"},
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("title", 4), ("text", 5), ("tone", 6)]], {}),
                            8: ("wagtail.blocks.TextBlock", (), {"label": "Quotation"}),
                            9: ("wagtail.blocks.CharBlock", (), {"label": "Who said it", "max_length": 200}),
                            10: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            11: ("wagtail.blocks.StructBlock", [[("text", 8), ("attribution", 9), ("url", 10)]], {}),
                            12: ("wagtail.blocks.CharBlock", (), {"label": "Question", "max_length": 160}),
                            13: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "Answer"},
                            ),
                            14: ("wagtail.blocks.StructBlock", [[("question", 12), ("answer", 13)]], {}),
                            15: (
                                "wagtail.blocks.ListBlock",
                                (14,),
                                {
                                    "icon": "list-ul",
                                    "label": "Questions and answers",
                                    "template": "portal/blocks/details.html",
                                },
                            ),
                            16: ("wagtail.blocks.CharBlock", (), {"label": "Text of the link", "max_length": 160}),
                            17: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"label": "Page of the hub", "required": False},
                            ),
                            18: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"label": "Address of another site", "required": False},
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Note", "max_length": 200, "required": False},
                            ),
                            20: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 16), ("page", 17), ("url", 18), ("note", 19)]],
                                {},
                            ),
                            21: (
                                "wagtail.blocks.ListBlock",
                                (20,),
                                {"icon": "link", "label": "Links", "template": "portal/blocks/links.html"},
                            ),
                            22: ("wagtail.blocks.CharBlock", (), {"label": "Text", "required": False}),
                            23: (
                                "wagtail.contrib.typed_table_block.blocks.TypedTableBlock",
                                [[("text", 22)]],
                                {"label": "Table", "template": "portal/blocks/table.html"},
                            ),
                            24: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("emergency", "Emergency"),
                                        ("confidential", "Confidential help"),
                                        ("city", "City information"),
                                        ("law_enforcement", "Law enforcement"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("kind", 24)]], {}),
                            26: ("wagtail.images.blocks.ImageBlock", [], {"label": "Image"}),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Caption", "max_length": 300, "required": False},
                            ),
                            28: ("wagtail.blocks.StructBlock", [[("image", 26), ("caption", 27)]], {}),
                            29: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "Document"}),
                            30: ("wagtail.blocks.StructBlock", [[("document", 29), ("note", 19)]], {}),
                            31: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "icon": "media",
                                    "label": "Video",
                                    "page_type": ["media.VideoPage"],
                                    "template": "media/blocks/video.html",
                                },
                            ),
                        },
                        verbose_name="body",
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
                "verbose_name": "contact",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="DefinitionIndexPage",
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
                    models.PositiveSmallIntegerField(default=12, verbose_name="review again after (months)"),
                ),
                (
                    "sources",
                    wagtail.fields.StreamField(
                        [("source", 5)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 200}),
                            1: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Publisher", "max_length": 120, "required": False},
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
                                {"label": "Note", "max_length": 300, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("url", 1), ("publisher", 2), ("checked_on", 3), ("note", 4)]],
                                {},
                            ),
                        },
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
                                {"label": "Page", "page_type": ["wagtailcore.Page"]},
                            )
                        },
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
                ("intro", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
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
                "verbose_name": "definitions",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="DefinitionPage",
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
                    models.PositiveSmallIntegerField(default=12, verbose_name="review again after (months)"),
                ),
                (
                    "sources",
                    wagtail.fields.StreamField(
                        [("source", 5)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 200}),
                            1: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Publisher", "max_length": 120, "required": False},
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
                                {"label": "Note", "max_length": 300, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("url", 1), ("publisher", 2), ("checked_on", 3), ("note", 4)]],
                                {},
                            ),
                        },
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
                                {"label": "Page", "page_type": ["wagtailcore.Page"]},
                            )
                        },
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
                    "plain_words",
                    wagtail.fields.RichTextField(
                        help_text="Two or three short sentences.", verbose_name="in plain words"
                    ),
                ),
                (
                    "statutes",
                    wagtail.fields.StreamField(
                        [("statute", 9)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "Letter for letter.", "label": "Quotation"},
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "default": "en",
                                    "help_text": "Language code, such as en.",
                                    "label": "Language of the quotation",
                                    "max_length": 10,
                                },
                            ),
                            2: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("statute", "The statute's own text"),
                                        ("as_quoted", "As quoted by somebody else"),
                                    ],
                                    "label": "Whose wording",
                                },
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Quoted by", "max_length": 120, "required": False},
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Such as “22 U.S.C. 7102(11)”.", "label": "Citation", "max_length": 120},
                            ),
                            5: ("wagtail.blocks.URLBlock", (), {"label": "Address of the statute"}),
                            6: ("wagtail.blocks.CharBlock", (), {"label": "Jurisdiction", "max_length": 80}),
                            7: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Note on the wording or on amendments", "max_length": 300, "required": False},
                            ),
                            8: (
                                "wagtail.blocks.DateBlock",
                                (),
                                {
                                    "help_text": "The day on which the text was compared with the statute.",
                                    "label": "Checked on",
                                    "required": False,
                                },
                            ),
                            9: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("quotation", 0),
                                        ("language", 1),
                                        ("wording", 2),
                                        ("quoted_by", 3),
                                        ("citation", 4),
                                        ("url", 5),
                                        ("jurisdiction", 6),
                                        ("amended_note", 7),
                                        ("checked_on", 8),
                                    ]
                                ],
                                {},
                            ),
                        },
                        verbose_name="what the law says",
                    ),
                ),
                (
                    "looks_like",
                    wagtail.fields.StreamField(
                        [("item", 0)],
                        blank=True,
                        block_lookup={0: ("wagtail.blocks.CharBlock", (), {"label": "Sentence", "max_length": 300})},
                        help_text="Situations in which people recognise themselves.",
                        verbose_name="it can look like",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 2),
                            ("paragraph", 3),
                            ("callout", 7),
                            ("quotation", 11),
                            ("details", 15),
                            ("links", 21),
                            ("table", 23),
                            ("help_lines", 25),
                            ("image", 28),
                            ("document", 30),
                            ("video", 31),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "max_length": 120}),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("2", "Section"), ("3", "Part of a section")], "label": "Level"},
                            ),
                            2: ("wagtail.blocks.StructBlock", [[("text", 0), ("level", 1)]], {}),
                            3: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link", "document-link"],
                                    "icon": "pilcrow",
                                    "label": "Text",
                                    "template": "portal/blocks/paragraph.html",
                                },
                            ),
                            4: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 120}),
                            5: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "Text"},
                            ),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("information", "Information"), ("safety", "Safety")], "label": "Kind"},
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("title", 4), ("text", 5), ("tone", 6)]], {}),
                            8: ("wagtail.blocks.TextBlock", (), {"label": "Quotation"}),
                            9: ("wagtail.blocks.CharBlock", (), {"label": "Who said it", "max_length": 200}),
                            10: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            11: ("wagtail.blocks.StructBlock", [[("text", 8), ("attribution", 9), ("url", 10)]], {}),
                            12: ("wagtail.blocks.CharBlock", (), {"label": "Question", "max_length": 160}),
                            13: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "Answer"},
                            ),
                            14: ("wagtail.blocks.StructBlock", [[("question", 12), ("answer", 13)]], {}),
                            15: (
                                "wagtail.blocks.ListBlock",
                                (14,),
                                {
                                    "icon": "list-ul",
                                    "label": "Questions and answers",
                                    "template": "portal/blocks/details.html",
                                },
                            ),
                            16: ("wagtail.blocks.CharBlock", (), {"label": "Text of the link", "max_length": 160}),
                            17: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"label": "Page of the hub", "required": False},
                            ),
                            18: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"label": "Address of another site", "required": False},
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Note", "max_length": 200, "required": False},
                            ),
                            20: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 16), ("page", 17), ("url", 18), ("note", 19)]],
                                {},
                            ),
                            21: (
                                "wagtail.blocks.ListBlock",
                                (20,),
                                {"icon": "link", "label": "Links", "template": "portal/blocks/links.html"},
                            ),
                            22: ("wagtail.blocks.CharBlock", (), {"label": "Text", "required": False}),
                            23: (
                                "wagtail.contrib.typed_table_block.blocks.TypedTableBlock",
                                [[("text", 22)]],
                                {"label": "Table", "template": "portal/blocks/table.html"},
                            ),
                            24: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("emergency", "Emergency"),
                                        ("confidential", "Confidential help"),
                                        ("city", "City information"),
                                        ("law_enforcement", "Law enforcement"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("kind", 24)]], {}),
                            26: ("wagtail.images.blocks.ImageBlock", [], {"label": "Image"}),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Caption", "max_length": 300, "required": False},
                            ),
                            28: ("wagtail.blocks.StructBlock", [[("image", 26), ("caption", 27)]], {}),
                            29: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "Document"}),
                            30: ("wagtail.blocks.StructBlock", [[("document", 29), ("note", 19)]], {}),
                            31: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "icon": "media",
                                    "label": "Video",
                                    "page_type": ["media.VideoPage"],
                                    "template": "media/blocks/video.html",
                                },
                            ),
                        },
                        verbose_name="what you can do",
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
                "verbose_name": "definition",
                "verbose_name_plural": "definitions",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="FormatRequestPage",
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
                    models.PositiveSmallIntegerField(default=12, verbose_name="review again after (months)"),
                ),
                (
                    "sources",
                    wagtail.fields.StreamField(
                        [("source", 5)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 200}),
                            1: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Publisher", "max_length": 120, "required": False},
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
                                {"label": "Note", "max_length": 300, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("url", 1), ("publisher", 2), ("checked_on", 3), ("note", 4)]],
                                {},
                            ),
                        },
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
                                {"label": "Page", "page_type": ["wagtailcore.Page"]},
                            )
                        },
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
                    "notice",
                    wagtail.fields.RichTextField(
                        help_text="Why you ask, whether a person may refuse, what follows from refusing, and who sees the answers.",
                        verbose_name="notice above the form",
                    ),
                ),
                ("thanks", wagtail.fields.RichTextField(verbose_name="what happens next")),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 2),
                            ("paragraph", 3),
                            ("callout", 7),
                            ("quotation", 11),
                            ("details", 15),
                            ("links", 21),
                            ("table", 23),
                            ("help_lines", 25),
                            ("image", 28),
                            ("document", 30),
                            ("video", 31),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "max_length": 120}),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("2", "Section"), ("3", "Part of a section")], "label": "Level"},
                            ),
                            2: ("wagtail.blocks.StructBlock", [[("text", 0), ("level", 1)]], {}),
                            3: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link", "document-link"],
                                    "icon": "pilcrow",
                                    "label": "Text",
                                    "template": "portal/blocks/paragraph.html",
                                },
                            ),
                            4: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 120}),
                            5: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "Text"},
                            ),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("information", "Information"), ("safety", "Safety")], "label": "Kind"},
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("title", 4), ("text", 5), ("tone", 6)]], {}),
                            8: ("wagtail.blocks.TextBlock", (), {"label": "Quotation"}),
                            9: ("wagtail.blocks.CharBlock", (), {"label": "Who said it", "max_length": 200}),
                            10: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            11: ("wagtail.blocks.StructBlock", [[("text", 8), ("attribution", 9), ("url", 10)]], {}),
                            12: ("wagtail.blocks.CharBlock", (), {"label": "Question", "max_length": 160}),
                            13: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "Answer"},
                            ),
                            14: ("wagtail.blocks.StructBlock", [[("question", 12), ("answer", 13)]], {}),
                            15: (
                                "wagtail.blocks.ListBlock",
                                (14,),
                                {
                                    "icon": "list-ul",
                                    "label": "Questions and answers",
                                    "template": "portal/blocks/details.html",
                                },
                            ),
                            16: ("wagtail.blocks.CharBlock", (), {"label": "Text of the link", "max_length": 160}),
                            17: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"label": "Page of the hub", "required": False},
                            ),
                            18: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"label": "Address of another site", "required": False},
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Note", "max_length": 200, "required": False},
                            ),
                            20: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 16), ("page", 17), ("url", 18), ("note", 19)]],
                                {},
                            ),
                            21: (
                                "wagtail.blocks.ListBlock",
                                (20,),
                                {"icon": "link", "label": "Links", "template": "portal/blocks/links.html"},
                            ),
                            22: ("wagtail.blocks.CharBlock", (), {"label": "Text", "required": False}),
                            23: (
                                "wagtail.contrib.typed_table_block.blocks.TypedTableBlock",
                                [[("text", 22)]],
                                {"label": "Table", "template": "portal/blocks/table.html"},
                            ),
                            24: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("emergency", "Emergency"),
                                        ("confidential", "Confidential help"),
                                        ("city", "City information"),
                                        ("law_enforcement", "Law enforcement"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("kind", 24)]], {}),
                            26: ("wagtail.images.blocks.ImageBlock", [], {"label": "Image"}),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Caption", "max_length": 300, "required": False},
                            ),
                            28: ("wagtail.blocks.StructBlock", [[("image", 26), ("caption", 27)]], {}),
                            29: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "Document"}),
                            30: ("wagtail.blocks.StructBlock", [[("document", 29), ("note", 19)]], {}),
                            31: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "icon": "media",
                                    "label": "Video",
                                    "page_type": ["media.VideoPage"],
                                    "template": "media/blocks/video.html",
                                },
                            ),
                        },
                        verbose_name="below the form",
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
                "verbose_name": "accessible-format request form",
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="GetHelpPage",
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
                    models.PositiveSmallIntegerField(default=12, verbose_name="review again after (months)"),
                ),
                (
                    "sources",
                    wagtail.fields.StreamField(
                        [("source", 5)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 200}),
                            1: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Publisher", "max_length": 120, "required": False},
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
                                {"label": "Note", "max_length": 300, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("url", 1), ("publisher", 2), ("checked_on", 3), ("note", 4)]],
                                {},
                            ),
                        },
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
                                {"label": "Page", "page_type": ["wagtailcore.Page"]},
                            )
                        },
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
                    "safety_notice",
                    wagtail.fields.RichTextField(
                        blank=True, help_text="Stands before the help lines.", verbose_name="safety notice"
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 2),
                            ("paragraph", 3),
                            ("callout", 7),
                            ("quotation", 11),
                            ("details", 15),
                            ("links", 21),
                            ("table", 23),
                            ("help_lines", 25),
                            ("image", 28),
                            ("document", 30),
                            ("video", 31),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "max_length": 120}),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("2", "Section"), ("3", "Part of a section")], "label": "Level"},
                            ),
                            2: ("wagtail.blocks.StructBlock", [[("text", 0), ("level", 1)]], {}),
                            3: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link", "document-link"],
                                    "icon": "pilcrow",
                                    "label": "Text",
                                    "template": "portal/blocks/paragraph.html",
                                },
                            ),
                            4: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 120}),
                            5: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "Text"},
                            ),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("information", "Information"), ("safety", "Safety")], "label": "Kind"},
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("title", 4), ("text", 5), ("tone", 6)]], {}),
                            8: ("wagtail.blocks.TextBlock", (), {"label": "Quotation"}),
                            9: ("wagtail.blocks.CharBlock", (), {"label": "Who said it", "max_length": 200}),
                            10: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            11: ("wagtail.blocks.StructBlock", [[("text", 8), ("attribution", 9), ("url", 10)]], {}),
                            12: ("wagtail.blocks.CharBlock", (), {"label": "Question", "max_length": 160}),
                            13: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "Answer"},
                            ),
                            14: ("wagtail.blocks.StructBlock", [[("question", 12), ("answer", 13)]], {}),
                            15: (
                                "wagtail.blocks.ListBlock",
                                (14,),
                                {
                                    "icon": "list-ul",
                                    "label": "Questions and answers",
                                    "template": "portal/blocks/details.html",
                                },
                            ),
                            16: ("wagtail.blocks.CharBlock", (), {"label": "Text of the link", "max_length": 160}),
                            17: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"label": "Page of the hub", "required": False},
                            ),
                            18: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"label": "Address of another site", "required": False},
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Note", "max_length": 200, "required": False},
                            ),
                            20: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 16), ("page", 17), ("url", 18), ("note", 19)]],
                                {},
                            ),
                            21: (
                                "wagtail.blocks.ListBlock",
                                (20,),
                                {"icon": "link", "label": "Links", "template": "portal/blocks/links.html"},
                            ),
                            22: ("wagtail.blocks.CharBlock", (), {"label": "Text", "required": False}),
                            23: (
                                "wagtail.contrib.typed_table_block.blocks.TypedTableBlock",
                                [[("text", 22)]],
                                {"label": "Table", "template": "portal/blocks/table.html"},
                            ),
                            24: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("emergency", "Emergency"),
                                        ("confidential", "Confidential help"),
                                        ("city", "City information"),
                                        ("law_enforcement", "Law enforcement"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("kind", 24)]], {}),
                            26: ("wagtail.images.blocks.ImageBlock", [], {"label": "Image"}),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Caption", "max_length": 300, "required": False},
                            ),
                            28: ("wagtail.blocks.StructBlock", [[("image", 26), ("caption", 27)]], {}),
                            29: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "Document"}),
                            30: ("wagtail.blocks.StructBlock", [[("document", 29), ("note", 19)]], {}),
                            31: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "icon": "media",
                                    "label": "Video",
                                    "page_type": ["media.VideoPage"],
                                    "template": "media/blocks/video.html",
                                },
                            ),
                        },
                        verbose_name="below the help lines",
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
                "verbose_name": "get help",
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="HomePage",
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
                    models.PositiveSmallIntegerField(default=12, verbose_name="review again after (months)"),
                ),
                (
                    "sources",
                    wagtail.fields.StreamField(
                        [("source", 5)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 200}),
                            1: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Publisher", "max_length": 120, "required": False},
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
                                {"label": "Note", "max_length": 300, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("url", 1), ("publisher", 2), ("checked_on", 3), ("note", 4)]],
                                {},
                            ),
                        },
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
                                {"label": "Page", "page_type": ["wagtailcore.Page"]},
                            )
                        },
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
                    "hero_heading",
                    models.CharField(
                        help_text="A question or sentence in which people recognise themselves.",
                        max_length=90,
                        verbose_name="first heading",
                    ),
                ),
                ("hero_text", models.TextField(max_length=400, verbose_name="first text")),
                (
                    "statement",
                    models.CharField(
                        help_text="What the city commits itself to, in one sentence.",
                        max_length=200,
                        verbose_name="statement",
                    ),
                ),
                ("what_heading", models.CharField(max_length=90, verbose_name="heading of “what it is”")),
                ("what_text", wagtail.fields.RichTextField(verbose_name="what it is")),
                ("quotation", models.TextField(blank=True, verbose_name="quotation")),
                (
                    "quotation_source",
                    models.CharField(blank=True, max_length=160, verbose_name="source of the quotation"),
                ),
                ("quotation_url", models.URLField(blank=True, verbose_name="address of the quotation")),
                (
                    "featured_definitions",
                    wagtail.fields.StreamField(
                        [("page", 0)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"label": "Definition", "page_type": ["home.DefinitionPage"]},
                            )
                        },
                        verbose_name="definitions to show",
                    ),
                ),
                ("initiatives_heading", models.CharField(max_length=90, verbose_name="heading of the initiatives")),
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
                "verbose_name": "home page",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="InformationPage",
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
                    models.PositiveSmallIntegerField(default=12, verbose_name="review again after (months)"),
                ),
                (
                    "sources",
                    wagtail.fields.StreamField(
                        [("source", 5)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 200}),
                            1: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Publisher", "max_length": 120, "required": False},
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
                                {"label": "Note", "max_length": 300, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("url", 1), ("publisher", 2), ("checked_on", 3), ("note", 4)]],
                                {},
                            ),
                        },
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
                                {"label": "Page", "page_type": ["wagtailcore.Page"]},
                            )
                        },
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
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 2),
                            ("paragraph", 3),
                            ("callout", 7),
                            ("quotation", 11),
                            ("details", 15),
                            ("links", 21),
                            ("table", 23),
                            ("help_lines", 25),
                            ("image", 28),
                            ("document", 30),
                            ("video", 31),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "max_length": 120}),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("2", "Section"), ("3", "Part of a section")], "label": "Level"},
                            ),
                            2: ("wagtail.blocks.StructBlock", [[("text", 0), ("level", 1)]], {}),
                            3: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link", "document-link"],
                                    "icon": "pilcrow",
                                    "label": "Text",
                                    "template": "portal/blocks/paragraph.html",
                                },
                            ),
                            4: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 120}),
                            5: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "Text"},
                            ),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("information", "Information"), ("safety", "Safety")], "label": "Kind"},
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("title", 4), ("text", 5), ("tone", 6)]], {}),
                            8: ("wagtail.blocks.TextBlock", (), {"label": "Quotation"}),
                            9: ("wagtail.blocks.CharBlock", (), {"label": "Who said it", "max_length": 200}),
                            10: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            11: ("wagtail.blocks.StructBlock", [[("text", 8), ("attribution", 9), ("url", 10)]], {}),
                            12: ("wagtail.blocks.CharBlock", (), {"label": "Question", "max_length": 160}),
                            13: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "Answer"},
                            ),
                            14: ("wagtail.blocks.StructBlock", [[("question", 12), ("answer", 13)]], {}),
                            15: (
                                "wagtail.blocks.ListBlock",
                                (14,),
                                {
                                    "icon": "list-ul",
                                    "label": "Questions and answers",
                                    "template": "portal/blocks/details.html",
                                },
                            ),
                            16: ("wagtail.blocks.CharBlock", (), {"label": "Text of the link", "max_length": 160}),
                            17: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"label": "Page of the hub", "required": False},
                            ),
                            18: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"label": "Address of another site", "required": False},
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Note", "max_length": 200, "required": False},
                            ),
                            20: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 16), ("page", 17), ("url", 18), ("note", 19)]],
                                {},
                            ),
                            21: (
                                "wagtail.blocks.ListBlock",
                                (20,),
                                {"icon": "link", "label": "Links", "template": "portal/blocks/links.html"},
                            ),
                            22: ("wagtail.blocks.CharBlock", (), {"label": "Text", "required": False}),
                            23: (
                                "wagtail.contrib.typed_table_block.blocks.TypedTableBlock",
                                [[("text", 22)]],
                                {"label": "Table", "template": "portal/blocks/table.html"},
                            ),
                            24: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("emergency", "Emergency"),
                                        ("confidential", "Confidential help"),
                                        ("city", "City information"),
                                        ("law_enforcement", "Law enforcement"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("kind", 24)]], {}),
                            26: ("wagtail.images.blocks.ImageBlock", [], {"label": "Image"}),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Caption", "max_length": 300, "required": False},
                            ),
                            28: ("wagtail.blocks.StructBlock", [[("image", 26), ("caption", 27)]], {}),
                            29: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "Document"}),
                            30: ("wagtail.blocks.StructBlock", [[("document", 29), ("note", 19)]], {}),
                            31: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "icon": "media",
                                    "label": "Video",
                                    "page_type": ["media.VideoPage"],
                                    "template": "media/blocks/video.html",
                                },
                            ),
                        },
                        verbose_name="body",
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
                "verbose_name": "information page",
                "verbose_name_plural": "information pages",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="InitiativeIndexPage",
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
                    models.PositiveSmallIntegerField(default=12, verbose_name="review again after (months)"),
                ),
                (
                    "sources",
                    wagtail.fields.StreamField(
                        [("source", 5)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 200}),
                            1: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Publisher", "max_length": 120, "required": False},
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
                                {"label": "Note", "max_length": 300, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("url", 1), ("publisher", 2), ("checked_on", 3), ("note", 4)]],
                                {},
                            ),
                        },
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
                                {"label": "Page", "page_type": ["wagtailcore.Page"]},
                            )
                        },
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
                ("intro", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
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
                "verbose_name": "initiatives",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="InitiativePage",
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
                    models.PositiveSmallIntegerField(default=12, verbose_name="review again after (months)"),
                ),
                (
                    "sources",
                    wagtail.fields.StreamField(
                        [("source", 5)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 200}),
                            1: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Publisher", "max_length": 120, "required": False},
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
                                {"label": "Note", "max_length": 300, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("url", 1), ("publisher", 2), ("checked_on", 3), ("note", 4)]],
                                {},
                            ),
                        },
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
                                {"label": "Page", "page_type": ["wagtailcore.Page"]},
                            )
                        },
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
                ("goal", models.TextField(max_length=500, verbose_name="goal")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("active", "Active"),
                            ("paused", "Paused"),
                            ("completed", "Completed"),
                        ],
                        default="active",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("lead_office", models.CharField(max_length=120, verbose_name="lead office")),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 2),
                            ("paragraph", 3),
                            ("callout", 7),
                            ("quotation", 11),
                            ("details", 15),
                            ("links", 21),
                            ("table", 23),
                            ("help_lines", 25),
                            ("image", 28),
                            ("document", 30),
                            ("video", 31),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "max_length": 120}),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("2", "Section"), ("3", "Part of a section")], "label": "Level"},
                            ),
                            2: ("wagtail.blocks.StructBlock", [[("text", 0), ("level", 1)]], {}),
                            3: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link", "document-link"],
                                    "icon": "pilcrow",
                                    "label": "Text",
                                    "template": "portal/blocks/paragraph.html",
                                },
                            ),
                            4: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 120}),
                            5: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "Text"},
                            ),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("information", "Information"), ("safety", "Safety")], "label": "Kind"},
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("title", 4), ("text", 5), ("tone", 6)]], {}),
                            8: ("wagtail.blocks.TextBlock", (), {"label": "Quotation"}),
                            9: ("wagtail.blocks.CharBlock", (), {"label": "Who said it", "max_length": 200}),
                            10: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            11: ("wagtail.blocks.StructBlock", [[("text", 8), ("attribution", 9), ("url", 10)]], {}),
                            12: ("wagtail.blocks.CharBlock", (), {"label": "Question", "max_length": 160}),
                            13: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "Answer"},
                            ),
                            14: ("wagtail.blocks.StructBlock", [[("question", 12), ("answer", 13)]], {}),
                            15: (
                                "wagtail.blocks.ListBlock",
                                (14,),
                                {
                                    "icon": "list-ul",
                                    "label": "Questions and answers",
                                    "template": "portal/blocks/details.html",
                                },
                            ),
                            16: ("wagtail.blocks.CharBlock", (), {"label": "Text of the link", "max_length": 160}),
                            17: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"label": "Page of the hub", "required": False},
                            ),
                            18: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"label": "Address of another site", "required": False},
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Note", "max_length": 200, "required": False},
                            ),
                            20: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 16), ("page", 17), ("url", 18), ("note", 19)]],
                                {},
                            ),
                            21: (
                                "wagtail.blocks.ListBlock",
                                (20,),
                                {"icon": "link", "label": "Links", "template": "portal/blocks/links.html"},
                            ),
                            22: ("wagtail.blocks.CharBlock", (), {"label": "Text", "required": False}),
                            23: (
                                "wagtail.contrib.typed_table_block.blocks.TypedTableBlock",
                                [[("text", 22)]],
                                {"label": "Table", "template": "portal/blocks/table.html"},
                            ),
                            24: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("emergency", "Emergency"),
                                        ("confidential", "Confidential help"),
                                        ("city", "City information"),
                                        ("law_enforcement", "Law enforcement"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("kind", 24)]], {}),
                            26: ("wagtail.images.blocks.ImageBlock", [], {"label": "Image"}),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Caption", "max_length": 300, "required": False},
                            ),
                            28: ("wagtail.blocks.StructBlock", [[("image", 26), ("caption", 27)]], {}),
                            29: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "Document"}),
                            30: ("wagtail.blocks.StructBlock", [[("document", 29), ("note", 19)]], {}),
                            31: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "icon": "media",
                                    "label": "Video",
                                    "page_type": ["media.VideoPage"],
                                    "template": "media/blocks/video.html",
                                },
                            ),
                        },
                        verbose_name="body",
                    ),
                ),
                (
                    "milestones",
                    wagtail.fields.StreamField(
                        [("milestone", 4)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Milestone", "max_length": 160}),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("not_begun", "Not begun"),
                                        ("in_progress", "In progress"),
                                        ("completed", "Completed"),
                                        ("not_necessary", "Not necessary"),
                                    ],
                                    "label": "State",
                                },
                            ),
                            2: (
                                "wagtail.blocks.DateBlock",
                                (),
                                {"help_text": "When it was or is to be reached.", "label": "Date", "required": False},
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Note", "max_length": 300, "required": False},
                            ),
                            4: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("status", 1), ("date", 2), ("note", 3)]],
                                {},
                            ),
                        },
                        verbose_name="milestones",
                    ),
                ),
                (
                    "updates",
                    wagtail.fields.StreamField(
                        [("update", 3)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.DateBlock", (), {"label": "Date"}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 160}),
                            2: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "Text"},
                            ),
                            3: ("wagtail.blocks.StructBlock", [[("date", 0), ("title", 1), ("text", 2)]], {}),
                        },
                        verbose_name="updates",
                    ),
                ),
                (
                    "figures",
                    wagtail.fields.StreamField(
                        [("figure", 5)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Figure", "max_length": 40}),
                            1: ("wagtail.blocks.CharBlock", (), {"label": "What it counts", "max_length": 200}),
                            2: ("wagtail.blocks.CharBlock", (), {"label": "Source", "max_length": 200}),
                            3: ("wagtail.blocks.URLBlock", (), {"label": "Address of the source", "required": False}),
                            4: ("wagtail.blocks.CharBlock", (), {"label": "Year", "max_length": 20}),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("value", 0), ("label", 1), ("source_title", 2), ("source_url", 3), ("year", 4)]],
                                {},
                            ),
                        },
                        verbose_name="figures",
                    ),
                ),
                (
                    "documents",
                    wagtail.fields.StreamField(
                        [("page", 0)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"label": "Page", "page_type": ["wagtailcore.Page"]},
                            )
                        },
                        verbose_name="documents (resource pages)",
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
                "verbose_name": "initiative",
                "verbose_name_plural": "initiatives",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="ResourceIndexPage",
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
                    models.PositiveSmallIntegerField(default=12, verbose_name="review again after (months)"),
                ),
                (
                    "sources",
                    wagtail.fields.StreamField(
                        [("source", 5)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 200}),
                            1: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Publisher", "max_length": 120, "required": False},
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
                                {"label": "Note", "max_length": 300, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("url", 1), ("publisher", 2), ("checked_on", 3), ("note", 4)]],
                                {},
                            ),
                        },
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
                                {"label": "Page", "page_type": ["wagtailcore.Page"]},
                            )
                        },
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
                ("intro", wagtail.fields.RichTextField(blank=True, verbose_name="introduction")),
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
                "verbose_name": "resources",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="ResourcePage",
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
                    models.PositiveSmallIntegerField(default=12, verbose_name="review again after (months)"),
                ),
                (
                    "sources",
                    wagtail.fields.StreamField(
                        [("source", 5)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 200}),
                            1: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Publisher", "max_length": 120, "required": False},
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
                                {"label": "Note", "max_length": 300, "required": False},
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("url", 1), ("publisher", 2), ("checked_on", 3), ("note", 4)]],
                                {},
                            ),
                        },
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
                                {"label": "Page", "page_type": ["wagtailcore.Page"]},
                            )
                        },
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
                    "resource_type",
                    models.CharField(
                        choices=[
                            ("report", "Report"),
                            ("law", "Law"),
                            ("guide", "Guide"),
                            ("form", "Form"),
                            ("website", "Website"),
                            ("data", "Data"),
                        ],
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                ("publisher", models.CharField(max_length=160, verbose_name="publisher")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="published on")),
                (
                    "language",
                    models.CharField(
                        default="en", help_text="Language code, such as en.", max_length=10, verbose_name="language"
                    ),
                ),
                ("link_url", models.URLField(blank=True, verbose_name="address")),
                (
                    "link_format",
                    models.CharField(
                        blank=True,
                        help_text="Such as “Web page” or “PDF, 2 MB”.",
                        max_length=40,
                        verbose_name="format of what the address leads to",
                    ),
                ),
                (
                    "accessible",
                    models.CharField(
                        choices=[("yes", "Accessible"), ("no", "Not accessible"), ("unknown", "Not checked yet")],
                        default="unknown",
                        max_length=8,
                        verbose_name="accessible",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 2),
                            ("paragraph", 3),
                            ("callout", 7),
                            ("quotation", 11),
                            ("details", 15),
                            ("links", 21),
                            ("table", 23),
                            ("help_lines", 25),
                            ("image", 28),
                            ("document", 30),
                            ("video", 31),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "Heading", "max_length": 120}),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("2", "Section"), ("3", "Part of a section")], "label": "Level"},
                            ),
                            2: ("wagtail.blocks.StructBlock", [[("text", 0), ("level", 1)]], {}),
                            3: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link", "document-link"],
                                    "icon": "pilcrow",
                                    "label": "Text",
                                    "template": "portal/blocks/paragraph.html",
                                },
                            ),
                            4: ("wagtail.blocks.CharBlock", (), {"label": "Title", "max_length": 120}),
                            5: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "Text"},
                            ),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("information", "Information"), ("safety", "Safety")], "label": "Kind"},
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("title", 4), ("text", 5), ("tone", 6)]], {}),
                            8: ("wagtail.blocks.TextBlock", (), {"label": "Quotation"}),
                            9: ("wagtail.blocks.CharBlock", (), {"label": "Who said it", "max_length": 200}),
                            10: ("wagtail.blocks.URLBlock", (), {"label": "Address", "required": False}),
                            11: ("wagtail.blocks.StructBlock", [[("text", 8), ("attribution", 9), ("url", 10)]], {}),
                            12: ("wagtail.blocks.CharBlock", (), {"label": "Question", "max_length": 160}),
                            13: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "italic", "ol", "ul", "link"], "label": "Answer"},
                            ),
                            14: ("wagtail.blocks.StructBlock", [[("question", 12), ("answer", 13)]], {}),
                            15: (
                                "wagtail.blocks.ListBlock",
                                (14,),
                                {
                                    "icon": "list-ul",
                                    "label": "Questions and answers",
                                    "template": "portal/blocks/details.html",
                                },
                            ),
                            16: ("wagtail.blocks.CharBlock", (), {"label": "Text of the link", "max_length": 160}),
                            17: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"label": "Page of the hub", "required": False},
                            ),
                            18: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"label": "Address of another site", "required": False},
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Note", "max_length": 200, "required": False},
                            ),
                            20: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 16), ("page", 17), ("url", 18), ("note", 19)]],
                                {},
                            ),
                            21: (
                                "wagtail.blocks.ListBlock",
                                (20,),
                                {"icon": "link", "label": "Links", "template": "portal/blocks/links.html"},
                            ),
                            22: ("wagtail.blocks.CharBlock", (), {"label": "Text", "required": False}),
                            23: (
                                "wagtail.contrib.typed_table_block.blocks.TypedTableBlock",
                                [[("text", 22)]],
                                {"label": "Table", "template": "portal/blocks/table.html"},
                            ),
                            24: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("emergency", "Emergency"),
                                        ("confidential", "Confidential help"),
                                        ("city", "City information"),
                                        ("law_enforcement", "Law enforcement"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("kind", 24)]], {}),
                            26: ("wagtail.images.blocks.ImageBlock", [], {"label": "Image"}),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Caption", "max_length": 300, "required": False},
                            ),
                            28: ("wagtail.blocks.StructBlock", [[("image", 26), ("caption", 27)]], {}),
                            29: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "Document"}),
                            30: ("wagtail.blocks.StructBlock", [[("document", 29), ("note", 19)]], {}),
                            31: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "icon": "media",
                                    "label": "Video",
                                    "page_type": ["media.VideoPage"],
                                    "template": "media/blocks/video.html",
                                },
                            ),
                        },
                        verbose_name="about it",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.hubdocument",
                        verbose_name="document",
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
                "verbose_name": "resource",
                "verbose_name_plural": "resources",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="FormatRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reference",
                    models.CharField(
                        default=home.models.format_request.new_reference,
                        editable=False,
                        max_length=9,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                ("need", models.TextField(max_length=2000, verbose_name="what is needed")),
                ("formats", models.JSONField(default=list, verbose_name="formats")),
                ("page_path", models.CharField(blank=True, max_length=400, verbose_name="page")),
                ("language", models.CharField(blank=True, max_length=60, verbose_name="language")),
                (
                    "assistive_technology",
                    models.CharField(blank=True, max_length=200, verbose_name="assistive technology"),
                ),
                (
                    "answer_by",
                    models.CharField(
                        choices=[
                            ("email", "E-mail"),
                            ("phone", "Phone call"),
                            ("text", "Text message"),
                            ("post", "Letter"),
                        ],
                        max_length=5,
                        verbose_name="how to answer",
                    ),
                ),
                ("contact", models.TextField(blank=True, max_length=400, verbose_name="address or number")),
                (
                    "safe",
                    models.CharField(
                        choices=[
                            ("yes", "Yes, this way is safe"),
                            ("discreet", "Only if nobody else can tell what it is about"),
                            ("no", "No: do not contact me, I will call"),
                        ],
                        max_length=8,
                        verbose_name="is this way safe",
                    ),
                ),
                ("may_leave_message", models.BooleanField(default=False, verbose_name="a message may be left")),
                (
                    "status",
                    models.CharField(
                        choices=[("new", "New"), ("in_progress", "In progress"), ("answered", "Answered")],
                        default="new",
                        max_length=11,
                        verbose_name="status",
                    ),
                ),
                ("answer_due", models.DateField(blank=True, null=True, verbose_name="answer by")),
                ("notes", models.TextField(blank=True, verbose_name="notes")),
                (
                    "created_at",
                    models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name="received"),
                ),
                ("answered_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="answered")),
                (
                    "assignee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="assigned to",
                    ),
                ),
            ],
            options={
                "verbose_name": "accessible-format request",
                "verbose_name_plural": "accessible-format requests",
                "ordering": ["-created_at"],
                "indexes": [models.Index(fields=["status", "answer_due"], name="format_request_open")],
            },
        ),
    ]
