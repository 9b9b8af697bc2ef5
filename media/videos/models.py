"""Videos: each has a page with a transcript and captions. No other host is contacted before the reader starts the video."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.duration import duration_iso_string
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.images.models import SourceImageIOError
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField
from wagtailmedia.edit_handlers import MediaChooserPanel
from wagtailmedia.models import AbstractMedia

from media.core.in_use import ProtectedWhileInUse
from media.core.requirements import AUDIO_DESCRIPTION, CAPTIONS, TRANSCRIPT
from media.images.pictures import StillFile
from portal.checks.publishing import CheckResult, has_words
from portal.models import HubPage
from portal.pages.blocks import LIMITED_FEATURES
from portal.pages.models import LISTED
from portal.pages.selectors import listed_below

from .captions import validate_captions
from .players import player_for, validate_player_url

if TYPE_CHECKING:
    from media.images.models import HubImage
    from media.videos.players import Player


class HubMedia(ProtectedWhileInUse, AbstractMedia):
    """A video or sound file that the hub serves itself."""

    admin_form_fields = ("title", "file", "collection", "duration", "width", "height", "tags")

    public_fields = ("file", "title", "duration", "width", "height", "thumbnail")

    class Meta:
        verbose_name = _("media file")
        verbose_name_plural = _("media files")

    @property
    def size(self) -> int | None:
        """The file's size in bytes, or None if it is missing from the storage."""
        try:
            return self.file.size
        except OSError:
            return None


HubMedia._meta.get_field("thumbnail").attr_class = StillFile


class CaptionTrackBlock(blocks.StructBlock):
    """Captions in one language, as the text of a WebVTT file (W3C WebVTT)."""

    language = blocks.CharBlock(
        label=_("Language code"), max_length=10, help_text=_("Such as en, es, so or hmn.")
    )
    label = blocks.CharBlock(
        label=_("Name of the language"), max_length=40, help_text=_("In that language, such as Español.")
    )
    text = blocks.TextBlock(
        label=_("Captions"),
        validators=[validate_captions],
        help_text=_("Paste the whole WebVTT file. It begins with the line WEBVTT."),
    )

    class Meta:
        icon = "openquote"
        label = _("Captions")


class VideoIndexPage(HubPage):
    """The list of all videos."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["media.VideoPage"]
    max_count_per_parent = 1
    fixed_slug = "videos"

    class Meta:
        verbose_name = _("videos")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the live videos, newest first; those without a date are last."""
        context = super().get_context(request, *args, **kwargs)
        context["videos"] = VideoPage.listed(listed_below(VideoPage, self))
        return context


class VideoPage(RoutablePageMixin, HubPage):
    """A video with speaker, transcript and captions. It is served by the hub or by another host, or not supplied yet."""

    search_kind = "video"

    class AudioDescription(models.TextChoices):
        UNDECIDED = "", _("Not decided yet")
        NOT_NEEDED = (
            "not_needed",
            _("Not needed: the sound or the transcript describes everything that is shown"),
        )
        INCLUDED = "included", _("Included in the video")
        SEPARATE = "separate", _("In a second version of the video")

    speaker = models.CharField(
        _("speaker"), max_length=120, blank=True, help_text=_("Who speaks. Leave it empty if nobody does.")
    )
    speaker_role = models.CharField(
        _("speaker's role"), max_length=120, blank=True, help_text=_("Such as “Mayor”.")
    )
    role_at_the_time = models.BooleanField(
        _("role at the time"),
        default=False,
        help_text=_("The speaker may no longer hold the role; the page says “at the time”."),
    )
    recorded_on = models.DateField(
        _("recorded on"), null=True, blank=True, help_text=_("Leave it empty if you do not know the day.")
    )
    recorded_note = models.CharField(
        _("note on the date"),
        max_length=120,
        blank=True,
        help_text=_("Such as “We do not know the year.”"),
    )
    duration = models.DurationField(
        _("duration"), null=True, blank=True, help_text=_("Hours, minutes and seconds: 0:03:20.")
    )
    spoken_language = models.CharField(
        _("language"), max_length=60, blank=True, help_text=_("“None” for a video without speech.")
    )
    address = models.URLField(
        _("address at YouTube or Vimeo"),
        blank=True,
        validators=[validate_player_url],
        help_text=_("The video's own page there. Nothing loads from it until the reader asks."),
    )
    hosted_file = models.ForeignKey(
        HubMedia,
        verbose_name=_("file hosted here"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_(
            "Instead of an address: the file is stored here, and no other site learns that someone is watching it."
        ),
    )
    poster = models.ForeignKey(
        "media.HubImage",
        verbose_name=_("poster"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A still picture shown before the video plays. No face of a person who was trafficked."),
    )
    captions = StreamField(
        [("track", CaptionTrackBlock())],
        verbose_name=_("captions"),
        blank=True,
        help_text=_("One track for each language (WCAG 1.2.2)."),
    )
    captions_at_address = models.BooleanField(
        _("captions at YouTube or Vimeo"),
        default=False,
        help_text=_(
            "The video at its address has captions that a person has checked, not only automatic ones."
        ),
    )
    transcript = RichTextField(
        _("transcript"),
        blank=True,
        features=LIMITED_FEATURES,
        help_text=_(
            "Everything that is said and shown. Required before the video is public (WCAG 1.2.1, 1.2.3)."
        ),
    )
    audio_description = models.CharField(
        _("audio description"),
        max_length=12,
        blank=True,
        choices=AudioDescription.choices,
        help_text=_("WCAG 1.2.5"),
    )
    audio_description_note = models.CharField(
        _("why, or the second version's address"),
        max_length=300,
        blank=True,
        help_text=_("Shown to readers next to the decision."),
    )

    content_panels = [
        *HubPage.opening_panels,
        MultiFieldPanel(
            [
                FieldPanel("speaker"),
                FieldRowPanel([FieldPanel("speaker_role"), FieldPanel("role_at_the_time")]),
            ],
            _("Speaker"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("address"),
                MediaChooserPanel("hosted_file", media_type="video"),
                FieldPanel("poster"),
                FieldRowPanel([FieldPanel("duration"), FieldPanel("spoken_language")]),
                FieldRowPanel([FieldPanel("recorded_on"), FieldPanel("recorded_note")]),
            ],
            _("Video"),
            help_text=_("Without an address or a file, the page says that the video is not available yet."),
        ),
        FieldPanel("captions"),
        FieldPanel("captions_at_address"),
        FieldPanel("transcript"),
        MultiFieldPanel(
            [FieldPanel("audio_description"), FieldPanel("audio_description_note")], _("Audio description")
        ),
        *HubPage.closing_panels,
    ]
    search_fields = [*HubPage.search_fields, index.SearchField("speaker"), index.SearchField("transcript")]
    override_translatable_fields = [
        *HubPage.override_translatable_fields,
        SynchronizedField("address"),
        SynchronizedField("captions"),
        SynchronizedField("captions_at_address"),
    ]
    parent_page_types = ["media.VideoIndexPage"]
    subpage_types = []
    words_of_others = frozenset({"transcript"})
    own_anchors = frozenset({"transcript"})

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    @classmethod
    def listed(cls, queryset: PageQuerySet[VideoPage], limit: int | None = None) -> list[VideoPage]:
        """The live videos of a queryset, with posters and languages: one query, and one for the renditions.

        Args:
            queryset: VideoPages.
            limit: the maximum number.

        Returns:
            A list, newest first, those without a date last.
        """
        return list(
            queryset.live()
            .select_related("poster", "locale")
            .only(
                *LISTED,
                "poster",
                "locale",
                "address",
                "hosted_file_id",
                "duration",
                "recorded_on",
                "speaker",
                "speaker_role",
                "role_at_the_time",
            )
            .prefetch_related("poster__renditions")
            .order_by(models.F("recorded_on").desc(nulls_last=True), "title")[:limit]
        )

    @property
    def social_picture(self) -> HubImage | None:
        """The poster."""
        return self.poster

    @cached_property
    def player(self) -> Player | None:
        """The player of the other host (media.videos.players.Player), or None."""
        return player_for(self.address) if self.address else None

    @property
    def has_no_poster(self) -> bool:
        """Whether lists show it as a line of words."""
        return not self.poster

    @property
    def is_supplied(self) -> bool:
        """Whether there is a video to play."""
        return bool(self.player or self.hosted_file_id)

    def publishing_errors(self) -> list[CheckResult]:
        """As for every page, plus what WCAG 1.2 requires of a video."""
        failures = super().publishing_errors()
        if self.address and not player_for(self.address):
            failures.append(
                CheckResult("address", _("Only addresses of videos at YouTube and Vimeo can be shown."))
            )
        return failures + self.media_failures()

    def media_failures(self) -> list[CheckResult]:
        """What WCAG 1.2 requires of a video. One that is not supplied yet is exempt.

        Returns:
            A list of CheckResult.
        """
        failures: list[CheckResult] = []
        if not self.is_supplied:
            return failures
        if not has_words(self.transcript):
            failures.append(
                CheckResult(
                    "transcript",
                    _("Write the transcript: everything that is said and shown."),
                    code=TRANSCRIPT,
                )
            )
        if not self.captions and not (self.player and self.captions_at_address):
            failures.append(
                CheckResult(
                    "captions",
                    _("Add captions, at least in the language that is spoken.")
                    if self.hosted_file_id
                    else _(
                        "Check the captions of the video at its address and say so below, or add captions."
                    ),
                    code=CAPTIONS,
                )
            )
        if not self.audio_description:
            failures.append(
                CheckResult(
                    "audio_description",
                    _("Decide whether the video needs an audio description, and say why not."),
                    code=AUDIO_DESCRIPTION,
                )
            )
        return failures

    def json_ld(self, request: HttpRequest) -> dict[str, Any] | None:
        """The video as a VideoObject of schema.org; None if it is not supplied yet."""
        if not self.is_supplied:
            return None
        data = {
            "@type": "VideoObject",
            "name": self.title,
            "description": self.summary,
            "inLanguage": self.locale.language_code,
            "transcript": strip_tags(self.transcript),
            "url": request.build_absolute_uri(self.get_url(request)),
        }
        if self.player:
            data["embedUrl"] = self.player.embed_url
        elif self.hosted_file:
            data["contentUrl"] = request.build_absolute_uri(self.hosted_file.url)
        if self.poster:
            with suppress(SourceImageIOError):
                rendition = self.poster.get_rendition("width-960|format-webp")
                data["thumbnailUrl"] = request.build_absolute_uri(rendition.url)
        if self.duration:
            data["duration"] = duration_iso_string(self.duration)
        if self.recorded_on:
            data["uploadDate"] = self.recorded_on.isoformat()
        return data

    @path("captions/<str:language>/")
    def serve_captions(self, request: HttpRequest, language: str) -> HttpResponse:
        """The captions in a language, as a WebVTT file.

        Raises:
            Http404: there are none in that language.
        """
        for track in self.captions:
            if track.value["language"] == language:
                return HttpResponse(track.value["text"], content_type="text/vtt; charset=utf-8")
        raise Http404("There are no captions in this language.")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the page. Only a page with a player of another host may frame that host."""
        response = super().serve(request, *args, **kwargs)
        if self.player:
            response._csp_replace = {"frame-src": [f"https://{self.player.host}"]}
        return response
