import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import home.format_requests.models
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
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "answer_within_days",
                    models.PositiveSmallIntegerField(
                        default=10,
                        help_text="Each new request gets this answer-by date.",
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
                (
                    "reply_sender",
                    models.CharField(
                        default="Information",
                        help_text="Others may see the reader's inbox: a name that says nothing of what it is about.",
                        max_length=60,
                        verbose_name="name of the sender of replies",
                    ),
                ),
                (
                    "reply_subject",
                    models.CharField(
                        default="Your request",
                        help_text="As discreet as the sender. The reference number is added.",
                        max_length=80,
                        verbose_name="subject of replies",
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
                                {
                                    "help_text": "Of the report, law or page.",
                                    "label": "Title",
                                    "max_length": 200,
                                },
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
                                [
                                    [
                                        ("title", 0),
                                        ("url", 1),
                                        ("publisher", 2),
                                        ("checked_on", 3),
                                        ("note", 4),
                                    ]
                                ],
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
                                {
                                    "help_text": "A page of the hub.",
                                    "label": "Page",
                                    "page_type": ["wagtailcore.Page"],
                                },
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
                        help_text="What the campaigns are for. Optional.",
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
                                {
                                    "help_text": "Of the report, law or page.",
                                    "label": "Title",
                                    "max_length": 200,
                                },
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
                                [
                                    [
                                        ("title", 0),
                                        ("url", 1),
                                        ("publisher", 2),
                                        ("checked_on", 3),
                                        ("note", 4),
                                    ]
                                ],
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
                                {
                                    "help_text": "A page of the hub.",
                                    "label": "Page",
                                    "page_type": ["wagtailcore.Page"],
                                },
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
                    "series",
                    models.CharField(
                        blank=True,
                        help_text="The same words on each year's edition, such as “January awareness month”, connect the years.",
                        max_length=80,
                        verbose_name="series",
                    ),
                ),
                (
                    "start",
                    models.DateField(
                        help_text="Upcoming, current and past follow from the two days.",
                        verbose_name="first day",
                    ),
                ),
                (
                    "end",
                    models.DateField(
                        help_text="The campaign is current up to and including this day.",
                        verbose_name="last day",
                    ),
                ),
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
                    models.CharField(
                        blank=True,
                        help_text="Only when there is one for this year.",
                        max_length=200,
                        verbose_name="title of the proclamation",
                    ),
                ),
                (
                    "proclamation_text",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="Its words, or a summary that says so.",
                        verbose_name="text of the proclamation",
                    ),
                ),
                (
                    "proclamation_url",
                    models.URLField(
                        blank=True,
                        help_text="Where it can be read.",
                        verbose_name="address of the proclamation",
                    ),
                ),
                (
                    "proclaimed_on",
                    models.DateField(
                        blank=True,
                        help_text="The day on the document.",
                        null=True,
                        verbose_name="proclaimed on",
                    ),
                ),
                (
                    "key_days",
                    wagtail.fields.StreamField(
                        [("day", 3)],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.DateBlock", (), {"help_text": "The day.", "label": "Date"}),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "What it is called.", "label": "Title", "max_length": 160},
                            ),
                            2: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "What people do on it. Optional.",
                                    "label": "Text",
                                    "required": False,
                                },
                            ),
                            3: ("wagtail.blocks.StructBlock", [[("date", 0), ("title", 1), ("text", 2)]], {}),
                        },
                        help_text="In the order of the year.",
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
                        help_text="Made for this year.",
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
                        help_text="Shown under “Earlier years”.",
                        verbose_name="videos of earlier years",
                    ),
                ),
                (
                    "toolkit",
                    wagtail.fields.StreamField(
                        [("item", 5)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "What it is called.", "label": "Title", "max_length": 160},
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "One sentence.", "label": "What it is for", "max_length": 300},
                            ),
                            2: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "Choose a document, a page or an address: one of the three.",
                                    "label": "Page of the hub",
                                    "required": False,
                                },
                            ),
                            3: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "The whole address, with https://.",
                                    "label": "Address of another site",
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {
                                    "help_text": "A file of this hub, such as a poster.",
                                    "label": "Document to download",
                                    "required": False,
                                },
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("text", 1), ("page", 2), ("url", 3), ("document", 4)]],
                                {},
                            ),
                        },
                        help_text="Things to print, show or share.",
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
                            ("document", 31),
                            ("video", 32),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Says what the next part is about.",
                                    "label": "Heading",
                                    "max_length": 120,
                                },
                            ),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("2", "Section"), ("3", "Part of a section")],
                                    "help_text": "A part of a section stands below a section.",
                                    "label": "Level",
                                },
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
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A few words.", "label": "Title", "max_length": 120},
                            ),
                            5: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "Two or three sentences.",
                                    "label": "Text",
                                },
                            ),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("information", "Information"), ("safety", "Safety")],
                                    "help_text": "Safety is for what protects the reader.",
                                    "label": "Kind",
                                },
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("title", 4), ("text", 5), ("tone", 6)]], {}),
                            8: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Letter for letter, without quotation marks.",
                                    "label": "Quotation",
                                },
                            ),
                            9: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Person or organisation, and where.",
                                    "label": "Who said it",
                                    "max_length": 200,
                                },
                            ),
                            10: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "Where the words can be read.",
                                    "label": "Address",
                                    "required": False,
                                },
                            ),
                            11: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 8), ("attribution", 9), ("url", 10)]],
                                {},
                            ),
                            12: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "As a reader would ask it.",
                                    "label": "Question",
                                    "max_length": 160,
                                },
                            ),
                            13: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "The answer first, the reasons after it.",
                                    "label": "Answer",
                                },
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
                            16: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Says where the link leads; never “here” or “more”.",
                                    "label": "Text of the link",
                                    "max_length": 160,
                                },
                            ),
                            17: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "Choose a page or write an address, not both.",
                                    "label": "Page of the hub",
                                    "required": False,
                                },
                            ),
                            18: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "The whole address, with https://.",
                                    "label": "Address of another site",
                                    "required": False,
                                },
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the reader finds there, its language or format.",
                                    "label": "Note",
                                    "max_length": 200,
                                    "required": False,
                                },
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
                                    "help_text": "The lines themselves are kept under “Help and office”.",
                                    "label": "Kind",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("kind", 24)]], {}),
                            26: (
                                "wagtail.images.blocks.ImageBlock",
                                [],
                                {
                                    "help_text": "No picture of abuse, and none in which somebody who was trafficked can be recognised.",
                                    "label": "Image",
                                },
                            ),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the picture adds to the text.",
                                    "label": "Caption",
                                    "max_length": 300,
                                    "required": False,
                                },
                            ),
                            28: ("wagtail.blocks.StructBlock", [[("image", 26), ("caption", 27)]], {}),
                            29: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {
                                    "help_text": "Say in the document library whether it is accessible.",
                                    "label": "Document",
                                },
                            ),
                            30: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What it is for.",
                                    "label": "Note",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            31: ("wagtail.blocks.StructBlock", [[("document", 29), ("note", 30)]], {}),
                            32: (
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
                        help_text="What people, workplaces and schools can do. Headings are parts of a section here.",
                        verbose_name="ways to take part",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        help_text="Optional. No picture of abuse.",
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
                                {
                                    "help_text": "Of the report, law or page.",
                                    "label": "Title",
                                    "max_length": 200,
                                },
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
                                [
                                    [
                                        ("title", 0),
                                        ("url", 1),
                                        ("publisher", 2),
                                        ("checked_on", 3),
                                        ("note", 4),
                                    ]
                                ],
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
                                {
                                    "help_text": "A page of the hub.",
                                    "label": "Page",
                                    "page_type": ["wagtailcore.Page"],
                                },
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
                            ("document", 31),
                            ("video", 32),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Says what the next part is about.",
                                    "label": "Heading",
                                    "max_length": 120,
                                },
                            ),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("2", "Section"), ("3", "Part of a section")],
                                    "help_text": "A part of a section stands below a section.",
                                    "label": "Level",
                                },
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
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A few words.", "label": "Title", "max_length": 120},
                            ),
                            5: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "Two or three sentences.",
                                    "label": "Text",
                                },
                            ),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("information", "Information"), ("safety", "Safety")],
                                    "help_text": "Safety is for what protects the reader.",
                                    "label": "Kind",
                                },
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("title", 4), ("text", 5), ("tone", 6)]], {}),
                            8: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Letter for letter, without quotation marks.",
                                    "label": "Quotation",
                                },
                            ),
                            9: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Person or organisation, and where.",
                                    "label": "Who said it",
                                    "max_length": 200,
                                },
                            ),
                            10: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "Where the words can be read.",
                                    "label": "Address",
                                    "required": False,
                                },
                            ),
                            11: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 8), ("attribution", 9), ("url", 10)]],
                                {},
                            ),
                            12: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "As a reader would ask it.",
                                    "label": "Question",
                                    "max_length": 160,
                                },
                            ),
                            13: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "The answer first, the reasons after it.",
                                    "label": "Answer",
                                },
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
                            16: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Says where the link leads; never “here” or “more”.",
                                    "label": "Text of the link",
                                    "max_length": 160,
                                },
                            ),
                            17: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "Choose a page or write an address, not both.",
                                    "label": "Page of the hub",
                                    "required": False,
                                },
                            ),
                            18: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "The whole address, with https://.",
                                    "label": "Address of another site",
                                    "required": False,
                                },
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the reader finds there, its language or format.",
                                    "label": "Note",
                                    "max_length": 200,
                                    "required": False,
                                },
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
                                    "help_text": "The lines themselves are kept under “Help and office”.",
                                    "label": "Kind",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("kind", 24)]], {}),
                            26: (
                                "wagtail.images.blocks.ImageBlock",
                                [],
                                {
                                    "help_text": "No picture of abuse, and none in which somebody who was trafficked can be recognised.",
                                    "label": "Image",
                                },
                            ),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the picture adds to the text.",
                                    "label": "Caption",
                                    "max_length": 300,
                                    "required": False,
                                },
                            ),
                            28: ("wagtail.blocks.StructBlock", [[("image", 26), ("caption", 27)]], {}),
                            29: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {
                                    "help_text": "Say in the document library whether it is accessible.",
                                    "label": "Document",
                                },
                            ),
                            30: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What it is for.",
                                    "label": "Note",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            31: ("wagtail.blocks.StructBlock", [[("document", 29), ("note", 30)]], {}),
                            32: (
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
                        help_text="What people may write or call about. Address, hours and phones come from the office identity.",
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
                                {
                                    "help_text": "Of the report, law or page.",
                                    "label": "Title",
                                    "max_length": 200,
                                },
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
                                [
                                    [
                                        ("title", 0),
                                        ("url", 1),
                                        ("publisher", 2),
                                        ("checked_on", 3),
                                        ("note", 4),
                                    ]
                                ],
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
                                {
                                    "help_text": "A page of the hub.",
                                    "label": "Page",
                                    "page_type": ["wagtailcore.Page"],
                                },
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
                        help_text="What the definitions are for. Optional.",
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
                                {
                                    "help_text": "Of the report, law or page.",
                                    "label": "Title",
                                    "max_length": 200,
                                },
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
                                [
                                    [
                                        ("title", 0),
                                        ("url", 1),
                                        ("publisher", 2),
                                        ("checked_on", 3),
                                        ("note", 4),
                                    ]
                                ],
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
                                {
                                    "help_text": "A page of the hub.",
                                    "label": "Page",
                                    "page_type": ["wagtailcore.Page"],
                                },
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
                                    "help_text": "The statute's own text only when you have compared it.",
                                    "label": "Whose wording",
                                },
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Needed when the wording is somebody else's.",
                                    "label": "Quoted by",
                                    "max_length": 120,
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Such as “22 U.S.C. 7102(11)”.",
                                    "label": "Citation",
                                    "max_length": 120,
                                },
                            ),
                            5: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "The section itself at the publisher of the law.",
                                    "label": "Address of the statute",
                                },
                            ),
                            6: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "State, city or country whose law it is.",
                                    "label": "Jurisdiction",
                                    "max_length": 80,
                                },
                            ),
                            7: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Such as “Amended in 2023”, or how the quotation differs.",
                                    "label": "Note on the wording or on amendments",
                                    "max_length": 300,
                                    "required": False,
                                },
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
                        help_text="The law as a quotation, with its source.",
                        verbose_name="what the law says",
                    ),
                ),
                (
                    "looks_like",
                    wagtail.fields.StreamField(
                        [("item", 0)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "One situation, as the person in it would say it.",
                                    "label": "Sentence",
                                    "max_length": 300,
                                },
                            )
                        },
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
                            ("document", 31),
                            ("video", 32),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Says what the next part is about.",
                                    "label": "Heading",
                                    "max_length": 120,
                                },
                            ),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("2", "Section"), ("3", "Part of a section")],
                                    "help_text": "A part of a section stands below a section.",
                                    "label": "Level",
                                },
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
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A few words.", "label": "Title", "max_length": 120},
                            ),
                            5: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "Two or three sentences.",
                                    "label": "Text",
                                },
                            ),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("information", "Information"), ("safety", "Safety")],
                                    "help_text": "Safety is for what protects the reader.",
                                    "label": "Kind",
                                },
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("title", 4), ("text", 5), ("tone", 6)]], {}),
                            8: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Letter for letter, without quotation marks.",
                                    "label": "Quotation",
                                },
                            ),
                            9: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Person or organisation, and where.",
                                    "label": "Who said it",
                                    "max_length": 200,
                                },
                            ),
                            10: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "Where the words can be read.",
                                    "label": "Address",
                                    "required": False,
                                },
                            ),
                            11: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 8), ("attribution", 9), ("url", 10)]],
                                {},
                            ),
                            12: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "As a reader would ask it.",
                                    "label": "Question",
                                    "max_length": 160,
                                },
                            ),
                            13: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "The answer first, the reasons after it.",
                                    "label": "Answer",
                                },
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
                            16: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Says where the link leads; never “here” or “more”.",
                                    "label": "Text of the link",
                                    "max_length": 160,
                                },
                            ),
                            17: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "Choose a page or write an address, not both.",
                                    "label": "Page of the hub",
                                    "required": False,
                                },
                            ),
                            18: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "The whole address, with https://.",
                                    "label": "Address of another site",
                                    "required": False,
                                },
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the reader finds there, its language or format.",
                                    "label": "Note",
                                    "max_length": 200,
                                    "required": False,
                                },
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
                                    "help_text": "The lines themselves are kept under “Help and office”.",
                                    "label": "Kind",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("kind", 24)]], {}),
                            26: (
                                "wagtail.images.blocks.ImageBlock",
                                [],
                                {
                                    "help_text": "No picture of abuse, and none in which somebody who was trafficked can be recognised.",
                                    "label": "Image",
                                },
                            ),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the picture adds to the text.",
                                    "label": "Caption",
                                    "max_length": 300,
                                    "required": False,
                                },
                            ),
                            28: ("wagtail.blocks.StructBlock", [[("image", 26), ("caption", 27)]], {}),
                            29: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {
                                    "help_text": "Say in the document library whether it is accessible.",
                                    "label": "Document",
                                },
                            ),
                            30: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What it is for.",
                                    "label": "Note",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            31: ("wagtail.blocks.StructBlock", [[("document", 29), ("note", 30)]], {}),
                            32: (
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
                        help_text="First what is safest and easiest. Headings are parts of a section here.",
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
                                {
                                    "help_text": "Of the report, law or page.",
                                    "label": "Title",
                                    "max_length": 200,
                                },
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
                                [
                                    [
                                        ("title", 0),
                                        ("url", 1),
                                        ("publisher", 2),
                                        ("checked_on", 3),
                                        ("note", 4),
                                    ]
                                ],
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
                                {
                                    "help_text": "A page of the hub.",
                                    "label": "Page",
                                    "page_type": ["wagtailcore.Page"],
                                },
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
                    "notice",
                    wagtail.fields.RichTextField(
                        help_text="Why you ask, whether a person may refuse, what follows from refusing, and who sees the answers.",
                        verbose_name="notice above the form",
                    ),
                ),
                (
                    "thanks",
                    wagtail.fields.RichTextField(
                        help_text="Shown with the reference number.", verbose_name="what happens next"
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
                            ("document", 31),
                            ("video", 32),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Says what the next part is about.",
                                    "label": "Heading",
                                    "max_length": 120,
                                },
                            ),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("2", "Section"), ("3", "Part of a section")],
                                    "help_text": "A part of a section stands below a section.",
                                    "label": "Level",
                                },
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
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A few words.", "label": "Title", "max_length": 120},
                            ),
                            5: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "Two or three sentences.",
                                    "label": "Text",
                                },
                            ),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("information", "Information"), ("safety", "Safety")],
                                    "help_text": "Safety is for what protects the reader.",
                                    "label": "Kind",
                                },
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("title", 4), ("text", 5), ("tone", 6)]], {}),
                            8: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Letter for letter, without quotation marks.",
                                    "label": "Quotation",
                                },
                            ),
                            9: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Person or organisation, and where.",
                                    "label": "Who said it",
                                    "max_length": 200,
                                },
                            ),
                            10: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "Where the words can be read.",
                                    "label": "Address",
                                    "required": False,
                                },
                            ),
                            11: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 8), ("attribution", 9), ("url", 10)]],
                                {},
                            ),
                            12: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "As a reader would ask it.",
                                    "label": "Question",
                                    "max_length": 160,
                                },
                            ),
                            13: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "The answer first, the reasons after it.",
                                    "label": "Answer",
                                },
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
                            16: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Says where the link leads; never “here” or “more”.",
                                    "label": "Text of the link",
                                    "max_length": 160,
                                },
                            ),
                            17: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "Choose a page or write an address, not both.",
                                    "label": "Page of the hub",
                                    "required": False,
                                },
                            ),
                            18: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "The whole address, with https://.",
                                    "label": "Address of another site",
                                    "required": False,
                                },
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the reader finds there, its language or format.",
                                    "label": "Note",
                                    "max_length": 200,
                                    "required": False,
                                },
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
                                    "help_text": "The lines themselves are kept under “Help and office”.",
                                    "label": "Kind",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("kind", 24)]], {}),
                            26: (
                                "wagtail.images.blocks.ImageBlock",
                                [],
                                {
                                    "help_text": "No picture of abuse, and none in which somebody who was trafficked can be recognised.",
                                    "label": "Image",
                                },
                            ),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the picture adds to the text.",
                                    "label": "Caption",
                                    "max_length": 300,
                                    "required": False,
                                },
                            ),
                            28: ("wagtail.blocks.StructBlock", [[("image", 26), ("caption", 27)]], {}),
                            29: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {
                                    "help_text": "Say in the document library whether it is accessible.",
                                    "label": "Document",
                                },
                            ),
                            30: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What it is for.",
                                    "label": "Note",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            31: ("wagtail.blocks.StructBlock", [[("document", 29), ("note", 30)]], {}),
                            32: (
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
                        help_text="Other ways to ask. Optional.",
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
                                {
                                    "help_text": "Of the report, law or page.",
                                    "label": "Title",
                                    "max_length": 200,
                                },
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
                                [
                                    [
                                        ("title", 0),
                                        ("url", 1),
                                        ("publisher", 2),
                                        ("checked_on", 3),
                                        ("note", 4),
                                    ]
                                ],
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
                                {
                                    "help_text": "A page of the hub.",
                                    "label": "Page",
                                    "page_type": ["wagtailcore.Page"],
                                },
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
                            ("document", 31),
                            ("video", 32),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Says what the next part is about.",
                                    "label": "Heading",
                                    "max_length": 120,
                                },
                            ),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("2", "Section"), ("3", "Part of a section")],
                                    "help_text": "A part of a section stands below a section.",
                                    "label": "Level",
                                },
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
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A few words.", "label": "Title", "max_length": 120},
                            ),
                            5: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "Two or three sentences.",
                                    "label": "Text",
                                },
                            ),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("information", "Information"), ("safety", "Safety")],
                                    "help_text": "Safety is for what protects the reader.",
                                    "label": "Kind",
                                },
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("title", 4), ("text", 5), ("tone", 6)]], {}),
                            8: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Letter for letter, without quotation marks.",
                                    "label": "Quotation",
                                },
                            ),
                            9: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Person or organisation, and where.",
                                    "label": "Who said it",
                                    "max_length": 200,
                                },
                            ),
                            10: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "Where the words can be read.",
                                    "label": "Address",
                                    "required": False,
                                },
                            ),
                            11: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 8), ("attribution", 9), ("url", 10)]],
                                {},
                            ),
                            12: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "As a reader would ask it.",
                                    "label": "Question",
                                    "max_length": 160,
                                },
                            ),
                            13: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "The answer first, the reasons after it.",
                                    "label": "Answer",
                                },
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
                            16: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Says where the link leads; never “here” or “more”.",
                                    "label": "Text of the link",
                                    "max_length": 160,
                                },
                            ),
                            17: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "Choose a page or write an address, not both.",
                                    "label": "Page of the hub",
                                    "required": False,
                                },
                            ),
                            18: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "The whole address, with https://.",
                                    "label": "Address of another site",
                                    "required": False,
                                },
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the reader finds there, its language or format.",
                                    "label": "Note",
                                    "max_length": 200,
                                    "required": False,
                                },
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
                                    "help_text": "The lines themselves are kept under “Help and office”.",
                                    "label": "Kind",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("kind", 24)]], {}),
                            26: (
                                "wagtail.images.blocks.ImageBlock",
                                [],
                                {
                                    "help_text": "No picture of abuse, and none in which somebody who was trafficked can be recognised.",
                                    "label": "Image",
                                },
                            ),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the picture adds to the text.",
                                    "label": "Caption",
                                    "max_length": 300,
                                    "required": False,
                                },
                            ),
                            28: ("wagtail.blocks.StructBlock", [[("image", 26), ("caption", 27)]], {}),
                            29: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {
                                    "help_text": "Say in the document library whether it is accessible.",
                                    "label": "Document",
                                },
                            ),
                            30: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What it is for.",
                                    "label": "Note",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            31: ("wagtail.blocks.StructBlock", [[("document", 29), ("note", 30)]], {}),
                            32: (
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
                        help_text="Answers to what people ask before they call.",
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
                                {
                                    "help_text": "Of the report, law or page.",
                                    "label": "Title",
                                    "max_length": 200,
                                },
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
                                [
                                    [
                                        ("title", 0),
                                        ("url", 1),
                                        ("publisher", 2),
                                        ("checked_on", 3),
                                        ("note", 4),
                                    ]
                                ],
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
                                {
                                    "help_text": "A page of the hub.",
                                    "label": "Page",
                                    "page_type": ["wagtailcore.Page"],
                                },
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
                    "hero_heading",
                    models.CharField(
                        help_text="A question or sentence in which people recognise themselves.",
                        max_length=90,
                        verbose_name="first heading",
                    ),
                ),
                (
                    "hero_text",
                    models.TextField(
                        help_text="Who answers, and what they do and do not do. Nothing that the source does not say.",
                        max_length=400,
                        verbose_name="first text",
                    ),
                ),
                (
                    "statement",
                    models.CharField(
                        help_text="What the city commits itself to, in one sentence.",
                        max_length=200,
                        verbose_name="statement",
                    ),
                ),
                (
                    "what_heading",
                    models.CharField(
                        help_text="Such as “What human trafficking is”.",
                        max_length=90,
                        verbose_name="heading of “what it is”",
                    ),
                ),
                (
                    "what_text",
                    wagtail.fields.RichTextField(
                        help_text="Two short paragraphs in plain words.", verbose_name="what it is"
                    ),
                ),
                (
                    "quotation",
                    models.TextField(
                        blank=True,
                        help_text="Letter for letter, without quotation marks. Optional.",
                        verbose_name="quotation",
                    ),
                ),
                (
                    "quotation_source",
                    models.CharField(
                        blank=True,
                        help_text="Who said it, and who quotes it.",
                        max_length=160,
                        verbose_name="source of the quotation",
                    ),
                ),
                (
                    "quotation_url",
                    models.URLField(
                        blank=True,
                        help_text="Where the words can be read.",
                        verbose_name="address of the quotation",
                    ),
                ),
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
                        help_text="Up to four terms, shown as cards.",
                        verbose_name="definitions to show",
                    ),
                ),
                (
                    "initiatives_heading",
                    models.CharField(
                        help_text="Such as “What the City is doing”.",
                        max_length=90,
                        verbose_name="heading of the initiatives",
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
                                {
                                    "help_text": "Of the report, law or page.",
                                    "label": "Title",
                                    "max_length": 200,
                                },
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
                                [
                                    [
                                        ("title", 0),
                                        ("url", 1),
                                        ("publisher", 2),
                                        ("checked_on", 3),
                                        ("note", 4),
                                    ]
                                ],
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
                                {
                                    "help_text": "A page of the hub.",
                                    "label": "Page",
                                    "page_type": ["wagtailcore.Page"],
                                },
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
                            ("document", 31),
                            ("video", 32),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Says what the next part is about.",
                                    "label": "Heading",
                                    "max_length": 120,
                                },
                            ),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("2", "Section"), ("3", "Part of a section")],
                                    "help_text": "A part of a section stands below a section.",
                                    "label": "Level",
                                },
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
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A few words.", "label": "Title", "max_length": 120},
                            ),
                            5: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "Two or three sentences.",
                                    "label": "Text",
                                },
                            ),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("information", "Information"), ("safety", "Safety")],
                                    "help_text": "Safety is for what protects the reader.",
                                    "label": "Kind",
                                },
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("title", 4), ("text", 5), ("tone", 6)]], {}),
                            8: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Letter for letter, without quotation marks.",
                                    "label": "Quotation",
                                },
                            ),
                            9: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Person or organisation, and where.",
                                    "label": "Who said it",
                                    "max_length": 200,
                                },
                            ),
                            10: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "Where the words can be read.",
                                    "label": "Address",
                                    "required": False,
                                },
                            ),
                            11: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 8), ("attribution", 9), ("url", 10)]],
                                {},
                            ),
                            12: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "As a reader would ask it.",
                                    "label": "Question",
                                    "max_length": 160,
                                },
                            ),
                            13: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "The answer first, the reasons after it.",
                                    "label": "Answer",
                                },
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
                            16: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Says where the link leads; never “here” or “more”.",
                                    "label": "Text of the link",
                                    "max_length": 160,
                                },
                            ),
                            17: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "Choose a page or write an address, not both.",
                                    "label": "Page of the hub",
                                    "required": False,
                                },
                            ),
                            18: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "The whole address, with https://.",
                                    "label": "Address of another site",
                                    "required": False,
                                },
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the reader finds there, its language or format.",
                                    "label": "Note",
                                    "max_length": 200,
                                    "required": False,
                                },
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
                                    "help_text": "The lines themselves are kept under “Help and office”.",
                                    "label": "Kind",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("kind", 24)]], {}),
                            26: (
                                "wagtail.images.blocks.ImageBlock",
                                [],
                                {
                                    "help_text": "No picture of abuse, and none in which somebody who was trafficked can be recognised.",
                                    "label": "Image",
                                },
                            ),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the picture adds to the text.",
                                    "label": "Caption",
                                    "max_length": 300,
                                    "required": False,
                                },
                            ),
                            28: ("wagtail.blocks.StructBlock", [[("image", 26), ("caption", 27)]], {}),
                            29: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {
                                    "help_text": "Say in the document library whether it is accessible.",
                                    "label": "Document",
                                },
                            ),
                            30: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What it is for.",
                                    "label": "Note",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            31: ("wagtail.blocks.StructBlock", [[("document", 29), ("note", 30)]], {}),
                            32: (
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
                        help_text="Begin each section with a heading. From three sections on, the page shows its contents.",
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
                                {
                                    "help_text": "Of the report, law or page.",
                                    "label": "Title",
                                    "max_length": 200,
                                },
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
                                [
                                    [
                                        ("title", 0),
                                        ("url", 1),
                                        ("publisher", 2),
                                        ("checked_on", 3),
                                        ("note", 4),
                                    ]
                                ],
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
                                {
                                    "help_text": "A page of the hub.",
                                    "label": "Page",
                                    "page_type": ["wagtailcore.Page"],
                                },
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
                        help_text="What the city does, in two sentences. Optional.",
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
                                {
                                    "help_text": "Of the report, law or page.",
                                    "label": "Title",
                                    "max_length": 200,
                                },
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
                                [
                                    [
                                        ("title", 0),
                                        ("url", 1),
                                        ("publisher", 2),
                                        ("checked_on", 3),
                                        ("note", 4),
                                    ]
                                ],
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
                                {
                                    "help_text": "A page of the hub.",
                                    "label": "Page",
                                    "page_type": ["wagtailcore.Page"],
                                },
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
                    "goal",
                    models.TextField(
                        help_text="What will be different when it has succeeded.",
                        max_length=500,
                        verbose_name="goal",
                    ),
                ),
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
                        help_text="Shown in words, in lists too.",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "lead_office",
                    models.CharField(
                        help_text="The office that answers for it.",
                        max_length=120,
                        verbose_name="lead office",
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
                            ("document", 31),
                            ("video", 32),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Says what the next part is about.",
                                    "label": "Heading",
                                    "max_length": 120,
                                },
                            ),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("2", "Section"), ("3", "Part of a section")],
                                    "help_text": "A part of a section stands below a section.",
                                    "label": "Level",
                                },
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
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A few words.", "label": "Title", "max_length": 120},
                            ),
                            5: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "Two or three sentences.",
                                    "label": "Text",
                                },
                            ),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("information", "Information"), ("safety", "Safety")],
                                    "help_text": "Safety is for what protects the reader.",
                                    "label": "Kind",
                                },
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("title", 4), ("text", 5), ("tone", 6)]], {}),
                            8: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Letter for letter, without quotation marks.",
                                    "label": "Quotation",
                                },
                            ),
                            9: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Person or organisation, and where.",
                                    "label": "Who said it",
                                    "max_length": 200,
                                },
                            ),
                            10: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "Where the words can be read.",
                                    "label": "Address",
                                    "required": False,
                                },
                            ),
                            11: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 8), ("attribution", 9), ("url", 10)]],
                                {},
                            ),
                            12: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "As a reader would ask it.",
                                    "label": "Question",
                                    "max_length": 160,
                                },
                            ),
                            13: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "The answer first, the reasons after it.",
                                    "label": "Answer",
                                },
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
                            16: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Says where the link leads; never “here” or “more”.",
                                    "label": "Text of the link",
                                    "max_length": 160,
                                },
                            ),
                            17: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "Choose a page or write an address, not both.",
                                    "label": "Page of the hub",
                                    "required": False,
                                },
                            ),
                            18: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "The whole address, with https://.",
                                    "label": "Address of another site",
                                    "required": False,
                                },
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the reader finds there, its language or format.",
                                    "label": "Note",
                                    "max_length": 200,
                                    "required": False,
                                },
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
                                    "help_text": "The lines themselves are kept under “Help and office”.",
                                    "label": "Kind",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("kind", 24)]], {}),
                            26: (
                                "wagtail.images.blocks.ImageBlock",
                                [],
                                {
                                    "help_text": "No picture of abuse, and none in which somebody who was trafficked can be recognised.",
                                    "label": "Image",
                                },
                            ),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the picture adds to the text.",
                                    "label": "Caption",
                                    "max_length": 300,
                                    "required": False,
                                },
                            ),
                            28: ("wagtail.blocks.StructBlock", [[("image", 26), ("caption", 27)]], {}),
                            29: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {
                                    "help_text": "Say in the document library whether it is accessible.",
                                    "label": "Document",
                                },
                            ),
                            30: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What it is for.",
                                    "label": "Note",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            31: ("wagtail.blocks.StructBlock", [[("document", 29), ("note", 30)]], {}),
                            32: (
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
                        help_text="What is being done. Optional.",
                        verbose_name="body",
                    ),
                ),
                (
                    "milestones",
                    wagtail.fields.StreamField(
                        [("milestone", 4)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What is reached with it.",
                                    "label": "Milestone",
                                    "max_length": 160,
                                },
                            ),
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
                                    "help_text": "Shown in words.",
                                    "label": "State",
                                },
                            ),
                            2: (
                                "wagtail.blocks.DateBlock",
                                (),
                                {
                                    "help_text": "When it was or is to be reached.",
                                    "label": "Date",
                                    "required": False,
                                },
                            ),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Why it is late or not necessary, for example.",
                                    "label": "Note",
                                    "max_length": 300,
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 0), ("status", 1), ("date", 2), ("note", 3)]],
                                {},
                            ),
                        },
                        help_text="In the order in which they are to be reached.",
                        verbose_name="milestones",
                    ),
                ),
                (
                    "updates",
                    wagtail.fields.StreamField(
                        [("update", 3)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.DateBlock",
                                (),
                                {"help_text": "Of the news.", "label": "Date"},
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "What is new.", "label": "Title", "max_length": 160},
                            ),
                            2: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "Two or three sentences.",
                                    "label": "Text",
                                },
                            ),
                            3: ("wagtail.blocks.StructBlock", [[("date", 0), ("title", 1), ("text", 2)]], {}),
                        },
                        help_text="Newest first on the page, whatever their order here.",
                        verbose_name="updates",
                    ),
                ),
                (
                    "figures",
                    wagtail.fields.StreamField(
                        [("figure", 5)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Such as “1 in 4”.", "label": "Figure", "max_length": 40},
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Of whom or what, where.",
                                    "label": "What it counts",
                                    "max_length": 200,
                                },
                            ),
                            2: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Report or data set.", "label": "Source", "max_length": 200},
                            ),
                            3: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "Where it can be read.",
                                    "label": "Address of the source",
                                    "required": False,
                                },
                            ),
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "The year that the figure speaks of.",
                                    "label": "Year",
                                    "max_length": 20,
                                },
                            ),
                            5: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("value", 0),
                                        ("label", 1),
                                        ("source_title", 2),
                                        ("source_url", 3),
                                        ("year", 4),
                                    ]
                                ],
                                {},
                            ),
                        },
                        help_text="Never without source and year.",
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
                                {
                                    "help_text": "A page of the hub.",
                                    "label": "Page",
                                    "page_type": ["wagtailcore.Page"],
                                },
                            )
                        },
                        help_text="Reports and plans that stand under “Resources”.",
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
                                {
                                    "help_text": "Of the report, law or page.",
                                    "label": "Title",
                                    "max_length": 200,
                                },
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
                                [
                                    [
                                        ("title", 0),
                                        ("url", 1),
                                        ("publisher", 2),
                                        ("checked_on", 3),
                                        ("note", 4),
                                    ]
                                ],
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
                                {
                                    "help_text": "A page of the hub.",
                                    "label": "Page",
                                    "page_type": ["wagtailcore.Page"],
                                },
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
                        blank=True, help_text="What readers find here. Optional.", verbose_name="introduction"
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
                                {
                                    "help_text": "Of the report, law or page.",
                                    "label": "Title",
                                    "max_length": 200,
                                },
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
                                [
                                    [
                                        ("title", 0),
                                        ("url", 1),
                                        ("publisher", 2),
                                        ("checked_on", 3),
                                        ("note", 4),
                                    ]
                                ],
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
                                {
                                    "help_text": "A page of the hub.",
                                    "label": "Page",
                                    "page_type": ["wagtailcore.Page"],
                                },
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
                        help_text="Readers can choose by it.",
                        max_length=10,
                        verbose_name="type",
                    ),
                ),
                (
                    "publisher",
                    models.CharField(
                        help_text="Who answers for it.", max_length=160, verbose_name="publisher"
                    ),
                ),
                (
                    "published_on",
                    models.DateField(
                        blank=True,
                        help_text="Empty when it has no date.",
                        null=True,
                        verbose_name="published on",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        default="en",
                        help_text="Language code, such as en.",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "link_url",
                    models.URLField(
                        blank=True,
                        help_text="The page or file itself. Or choose a document below.",
                        verbose_name="address",
                    ),
                ),
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
                        choices=[
                            ("yes", "Accessible"),
                            ("no", "Not accessible"),
                            ("unknown", "Not checked yet"),
                        ],
                        default="unknown",
                        help_text="Only when somebody has checked. For a document its own entry counts.",
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
                            ("document", 31),
                            ("video", 32),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Says what the next part is about.",
                                    "label": "Heading",
                                    "max_length": 120,
                                },
                            ),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("2", "Section"), ("3", "Part of a section")],
                                    "help_text": "A part of a section stands below a section.",
                                    "label": "Level",
                                },
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
                            4: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "A few words.", "label": "Title", "max_length": 120},
                            ),
                            5: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "Two or three sentences.",
                                    "label": "Text",
                                },
                            ),
                            6: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [("information", "Information"), ("safety", "Safety")],
                                    "help_text": "Safety is for what protects the reader.",
                                    "label": "Kind",
                                },
                            ),
                            7: ("wagtail.blocks.StructBlock", [[("title", 4), ("text", 5), ("tone", 6)]], {}),
                            8: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Letter for letter, without quotation marks.",
                                    "label": "Quotation",
                                },
                            ),
                            9: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Person or organisation, and where.",
                                    "label": "Who said it",
                                    "max_length": 200,
                                },
                            ),
                            10: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "Where the words can be read.",
                                    "label": "Address",
                                    "required": False,
                                },
                            ),
                            11: (
                                "wagtail.blocks.StructBlock",
                                [[("text", 8), ("attribution", 9), ("url", 10)]],
                                {},
                            ),
                            12: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "As a reader would ask it.",
                                    "label": "Question",
                                    "max_length": 160,
                                },
                            ),
                            13: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "ol", "ul", "link"],
                                    "help_text": "The answer first, the reasons after it.",
                                    "label": "Answer",
                                },
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
                            16: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Says where the link leads; never “here” or “more”.",
                                    "label": "Text of the link",
                                    "max_length": 160,
                                },
                            ),
                            17: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {
                                    "help_text": "Choose a page or write an address, not both.",
                                    "label": "Page of the hub",
                                    "required": False,
                                },
                            ),
                            18: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {
                                    "help_text": "The whole address, with https://.",
                                    "label": "Address of another site",
                                    "required": False,
                                },
                            ),
                            19: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the reader finds there, its language or format.",
                                    "label": "Note",
                                    "max_length": 200,
                                    "required": False,
                                },
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
                                    "help_text": "The lines themselves are kept under “Help and office”.",
                                    "label": "Kind",
                                },
                            ),
                            25: ("wagtail.blocks.StructBlock", [[("kind", 24)]], {}),
                            26: (
                                "wagtail.images.blocks.ImageBlock",
                                [],
                                {
                                    "help_text": "No picture of abuse, and none in which somebody who was trafficked can be recognised.",
                                    "label": "Image",
                                },
                            ),
                            27: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What the picture adds to the text.",
                                    "label": "Caption",
                                    "max_length": 300,
                                    "required": False,
                                },
                            ),
                            28: ("wagtail.blocks.StructBlock", [[("image", 26), ("caption", 27)]], {}),
                            29: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {
                                    "help_text": "Say in the document library whether it is accessible.",
                                    "label": "Document",
                                },
                            ),
                            30: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "What it is for.",
                                    "label": "Note",
                                    "max_length": 200,
                                    "required": False,
                                },
                            ),
                            31: ("wagtail.blocks.StructBlock", [[("document", 29), ("note", 30)]], {}),
                            32: (
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
                        help_text="What is in it and for whom. Optional.",
                        verbose_name="about it",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        help_text="A file of this hub.",
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
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=home.format_requests.models.new_reference,
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
                (
                    "may_leave_message",
                    models.BooleanField(default=False, verbose_name="a message may be left"),
                ),
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
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="received"
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="answered"),
                ),
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
