import django.core.validators
import django.db.models.deletion
import media.videos.captions
import media.videos.players
import modelsearch.index
import taggit.managers
import wagtail.contrib.routable_page.models
import wagtail.fields
import wagtail.images.models
import wagtail.models.media
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HubDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                ("file", models.FileField(upload_to="documents", verbose_name="file")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                ("file_size", models.PositiveBigIntegerField(editable=False, null=True)),
                ("file_hash", models.CharField(blank=True, editable=False, max_length=40)),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Español")],
                        default="en",
                        help_text="The language in which it is written.",
                        max_length=10,
                        verbose_name="language",
                    ),
                ),
                (
                    "publisher",
                    models.CharField(
                        blank=True, help_text="Who answers for it.", max_length=120, verbose_name="publisher"
                    ),
                ),
                (
                    "published_on",
                    models.DateField(blank=True, help_text="As printed on it.", null=True, verbose_name="published on"),
                ),
                (
                    "accessible",
                    models.CharField(
                        choices=[("yes", "Accessible"), ("no", "Not accessible"), ("unknown", "Not checked yet")],
                        default="unknown",
                        help_text="Tagged, with a reading order, alternative texts and headings. Readers see this, and can ask for another format.",
                        max_length=8,
                        verbose_name="accessible",
                    ),
                ),
                (
                    "collection",
                    models.ForeignKey(
                        default=wagtail.models.media.get_root_collection_id,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.collection",
                        verbose_name="collection",
                    ),
                ),
                (
                    "tags",
                    taggit.managers.TaggableManager(
                        blank=True, help_text=None, through="taggit.TaggedItem", to="taggit.Tag", verbose_name="tags"
                    ),
                ),
                (
                    "uploaded_by_user",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by user",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "abstract": False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="HubImage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                (
                    "file",
                    wagtail.images.models.WagtailImageField(
                        height_field="height",
                        upload_to=wagtail.images.models.get_upload_to,
                        verbose_name="file",
                        width_field="width",
                    ),
                ),
                ("description", models.CharField(blank=True, default="", max_length=255, verbose_name="description")),
                ("width", models.IntegerField(editable=False, verbose_name="width")),
                ("height", models.IntegerField(editable=False, verbose_name="height")),
                ("created_at", models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="created at")),
                ("focal_point_x", models.PositiveIntegerField(blank=True, null=True)),
                ("focal_point_y", models.PositiveIntegerField(blank=True, null=True)),
                ("focal_point_width", models.PositiveIntegerField(blank=True, null=True)),
                ("focal_point_height", models.PositiveIntegerField(blank=True, null=True)),
                ("file_size", models.PositiveIntegerField(editable=False, null=True)),
                ("file_hash", models.CharField(blank=True, db_index=True, editable=False, max_length=40)),
                (
                    "is_decorative",
                    models.BooleanField(
                        default=False,
                        help_text="It tells the reader nothing that the text does not say. Screen readers then pass over it.",
                        verbose_name="decorative",
                    ),
                ),
                (
                    "credit",
                    models.CharField(
                        blank=True, help_text="Who made it, as it must be shown.", max_length=200, verbose_name="credit"
                    ),
                ),
                (
                    "licence",
                    models.CharField(
                        blank=True,
                        help_text="Such as “CC BY 4.0” or “Own work”.",
                        max_length=120,
                        verbose_name="licence",
                    ),
                ),
                (
                    "suitable",
                    models.BooleanField(
                        default=False,
                        help_text="It shows no abuse, chains, ropes, bars, handcuffs or tape over a mouth, and nobody who was trafficked can be recognised.",
                        verbose_name="suitable",
                    ),
                ),
                (
                    "collection",
                    models.ForeignKey(
                        default=wagtail.models.media.get_root_collection_id,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.collection",
                        verbose_name="collection",
                    ),
                ),
                (
                    "tags",
                    taggit.managers.TaggableManager(
                        blank=True, help_text=None, through="taggit.TaggedItem", to="taggit.Tag", verbose_name="tags"
                    ),
                ),
                (
                    "uploaded_by_user",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by user",
                    ),
                ),
            ],
            options={
                "verbose_name": "image",
                "verbose_name_plural": "images",
                "abstract": False,
            },
            bases=(wagtail.images.models.ImageFileMixin, modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="HubMedia",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=255, verbose_name="title")),
                ("file", models.FileField(upload_to="media", verbose_name="file")),
                ("type", models.CharField(choices=[("audio", "Audio file"), ("video", "Video file")], max_length=255)),
                (
                    "duration",
                    models.FloatField(
                        blank=True,
                        default=0,
                        help_text="Duration in seconds",
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="duration",
                    ),
                ),
                ("width", models.PositiveIntegerField(blank=True, null=True, verbose_name="width")),
                ("height", models.PositiveIntegerField(blank=True, null=True, verbose_name="height")),
                ("thumbnail", models.FileField(blank=True, upload_to="media_thumbnails", verbose_name="thumbnail")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created at")),
                (
                    "collection",
                    models.ForeignKey(
                        default=wagtail.models.media.get_root_collection_id,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="wagtailcore.collection",
                        verbose_name="collection",
                    ),
                ),
                (
                    "tags",
                    taggit.managers.TaggableManager(
                        blank=True, help_text=None, through="taggit.TaggedItem", to="taggit.Tag", verbose_name="tags"
                    ),
                ),
                (
                    "uploaded_by_user",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="uploaded by user",
                    ),
                ),
            ],
            options={
                "verbose_name": "media file",
                "verbose_name_plural": "media files",
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="VideoIndexPage",
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
                "verbose_name": "videos",
            },
            bases=("wagtailcore.page",),
        ),
        migrations.CreateModel(
            name="VideoPage",
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
                    "speaker",
                    models.CharField(
                        blank=True,
                        help_text="Who speaks; empty when nobody does.",
                        max_length=120,
                        verbose_name="speaker",
                    ),
                ),
                (
                    "speaker_role",
                    models.CharField(
                        blank=True, help_text="Such as “Mayor”.", max_length=120, verbose_name="speaker's role"
                    ),
                ),
                (
                    "role_at_the_time",
                    models.BooleanField(
                        default=False,
                        help_text="The speaker may no longer hold the role; the page says “at the time”.",
                        verbose_name="role at the time",
                    ),
                ),
                (
                    "recorded_on",
                    models.DateField(
                        blank=True, help_text="Empty when the day is not known.", null=True, verbose_name="recorded on"
                    ),
                ),
                (
                    "recorded_note",
                    models.CharField(
                        blank=True,
                        help_text="Such as “The city is to confirm the year.”",
                        max_length=120,
                        verbose_name="note on the date",
                    ),
                ),
                (
                    "duration",
                    models.DurationField(
                        blank=True, help_text="Hours, minutes and seconds: 0:03:20.", null=True, verbose_name="duration"
                    ),
                ),
                (
                    "spoken_language",
                    models.CharField(
                        blank=True,
                        help_text="“None” for a video without speech.",
                        max_length=60,
                        verbose_name="language",
                    ),
                ),
                (
                    "address",
                    models.URLField(
                        blank=True,
                        help_text="The video's own page there. Nothing is loaded from it until the reader asks for it.",
                        validators=[media.videos.players.validate_player_url],
                        verbose_name="address at YouTube or Vimeo",
                    ),
                ),
                (
                    "captions",
                    wagtail.fields.StreamField(
                        [("track", 3)],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "Such as en, es, so or hmn.", "label": "Language code", "max_length": 10},
                            ),
                            1: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "In that language, such as Español.",
                                    "label": "Name of the language",
                                    "max_length": 40,
                                },
                            ),
                            2: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {
                                    "help_text": "Paste the whole WebVTT file. It begins with the line WEBVTT.",
                                    "label": "Captions",
                                    "validators": [media.videos.captions.validate_captions],
                                },
                            ),
                            3: ("wagtail.blocks.StructBlock", [[("language", 0), ("label", 1), ("text", 2)]], {}),
                        },
                        help_text="One track for each language (WCAG 1.2.2).",
                        verbose_name="captions",
                    ),
                ),
                (
                    "transcript",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="Everything that is said and shown. Required before the video is public (WCAG 1.2.1, 1.2.3).",
                        verbose_name="transcript",
                    ),
                ),
                (
                    "audio_description",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not decided yet"),
                            (
                                "not_needed",
                                "Not needed: the sound tells all that is seen, or the transcript repeats all that is shown",
                            ),
                            ("included", "Included in the video"),
                            ("separate", "In a second version of the video"),
                        ],
                        help_text="WCAG 1.2.5",
                        max_length=12,
                        verbose_name="audio description",
                    ),
                ),
                (
                    "audio_description_note",
                    models.CharField(
                        blank=True,
                        help_text="Shown to readers beside the decision.",
                        max_length=300,
                        verbose_name="why, or the second version's address",
                    ),
                ),
                (
                    "hosted_file",
                    models.ForeignKey(
                        blank=True,
                        help_text="Instead of an address: the file lies here and no other site learns of the reader.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="media.hubmedia",
                        verbose_name="file hosted here",
                    ),
                ),
                (
                    "poster",
                    models.ForeignKey(
                        blank=True,
                        help_text="A still picture shown before the video plays. No face of a person who was trafficked.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="media.hubimage",
                        verbose_name="poster",
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
                "verbose_name": "video",
                "verbose_name_plural": "videos",
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="HubRendition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("filter_spec", models.CharField(db_index=True, max_length=255)),
                (
                    "file",
                    wagtail.images.models.WagtailImageField(
                        height_field="height",
                        storage=wagtail.images.models.get_rendition_storage,
                        upload_to=wagtail.images.models.get_rendition_upload_to,
                        width_field="width",
                    ),
                ),
                ("width", models.IntegerField(editable=False)),
                ("height", models.IntegerField(editable=False)),
                ("focal_point_key", models.CharField(blank=True, default="", editable=False, max_length=16)),
                (
                    "image",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="renditions", to="media.hubimage"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition")
                ],
            },
            bases=(wagtail.images.models.ImageFileMixin, models.Model),
        ),
    ]
