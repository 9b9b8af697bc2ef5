"""Campaigns, such as the January awareness month. Each year is an edition with a page of its own."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from media.core.blocks import FullBodyBlock
from media.models import VideoPage
from portal.models import HubPage
from portal.pages.blocks import LIMITED_FEATURES
from portal.pages.models import LISTED
from portal.taxonomy.models import terms_field

from .blocks import KeyDayBlock, StepBlock, ToolkitItemBlock, shown_steps
from .countdown import Countdown, KeyDay, countdown_to, state_words
from .upcoming import events_of, topics_of

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from home.home_page.models import HomePage
    from media.images.models import HubImage

# The fields that determine the period and the state of a campaign.
PERIOD = ("start", "end", "repeats_every_year")
# How many events of partners a campaign shows before the link to all of them.
EVENTS = 6


class CampaignIndexPage(HubPage):
    """All campaigns: current and upcoming first, earlier ones below."""

    intro = RichTextField(
        _("introduction"),
        features=LIMITED_FEATURES,
        blank=True,
        help_text=_("What the campaigns are for. Optional."),
    )

    content_panels = [*HubPage.opening_panels, FieldPanel("intro"), *HubPage.closing_panels]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.CampaignPage"]
    max_count_per_parent = 1
    fixed_slug = "campaigns"

    class Meta:
        verbose_name = _("campaigns")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the live campaigns by state: current, upcoming (soonest first), past (latest first)."""
        context = super().get_context(request, *args, **kwargs)
        pages = CampaignPage.objects.child_of(self).live().only(*LISTED, *PERIOD)
        ordered = sorted(pages, key=lambda page: page.period[0])
        context["campaigns"] = [page for page in ordered if page.state == "current"]
        context["campaigns"] += [page for page in ordered if page.state == "upcoming"]
        context["past"] = [page for page in reversed(ordered) if page.state == "past"]
        return context


class CampaignPage(HubPage):
    """One edition of a campaign. Its state is computed from its dates."""

    search_kind = "campaign"
    series = models.CharField(
        _("series"),
        max_length=80,
        blank=True,
        help_text=_(
            "The same words on each year's edition, such as “January awareness month”, connect the years."
        ),
    )
    start = models.DateField(
        _("first day"), help_text=_("Upcoming, current and past follow from the two days.")
    )
    end = models.DateField(
        _("last day"), help_text=_("The campaign is current up to and including this day.")
    )
    repeats_every_year = models.BooleanField(
        _("every year on these days"),
        default=False,
        help_text=_(
            "For campaigns without yearly editions: the page then always shows the current or next period."
        ),
    )
    topics = terms_field(
        "topic",
        _("topics"),
        _("Events of partners on these topics, within the period, are shown on the page automatically."),
    )
    proclamation_title = models.CharField(
        _("title of the proclamation"),
        max_length=200,
        blank=True,
        help_text=_("Only when there is one for this year."),
    )
    proclamation_text = RichTextField(
        _("text of the proclamation"),
        features=LIMITED_FEATURES,
        blank=True,
        help_text=_("The full text, or a summary that is marked as one."),
    )
    proclamation_url = models.URLField(
        _("address of the proclamation"), blank=True, help_text=_("Where it can be read.")
    )
    proclaimed_on = models.DateField(
        _("proclaimed on"), null=True, blank=True, help_text=_("The day on the document.")
    )
    picture = models.ForeignKey(
        "media.HubImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Optional. No picture of abuse."),
    )
    key_days = StreamField(
        [("day", KeyDayBlock())],
        verbose_name=_("key days"),
        blank=True,
        help_text=_("In the order of the year."),
    )
    videos = StreamField(
        [("page", blocks.PageChooserBlock(label=_("Video"), page_type="media.VideoPage"))],
        verbose_name=_("videos of this edition"),
        blank=True,
        help_text=_("Made for this year."),
    )
    earlier_videos = StreamField(
        [("page", blocks.PageChooserBlock(label=_("Video"), page_type="media.VideoPage"))],
        verbose_name=_("videos of earlier years"),
        blank=True,
        help_text=_("Shown under “Earlier years”."),
    )
    toolkit = StreamField(
        [("item", ToolkitItemBlock())],
        verbose_name=_("toolkit"),
        blank=True,
        help_text=_("Things to print, show or share."),
    )
    steps = StreamField(
        [("step", StepBlock())],
        verbose_name=_("steps"),
        blank=True,
        max_num=6,
        help_text=_("What anyone can do, in at most six steps. Shown first under “Ways to take part”."),
    )
    body = StreamField(
        FullBodyBlock(),
        verbose_name=_("ways to take part"),
        blank=True,
        help_text=_("What people, workplaces and schools can do. Headings are parts of a section here."),
    )

    content_panels = [
        *HubPage.opening_panels,
        MultiFieldPanel(
            [
                FieldPanel("series"),
                FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
                FieldPanel("repeats_every_year"),
            ],
            _("When"),
        ),
        FieldPanel("topics"),
        FieldPanel("picture"),
        MultiFieldPanel(
            [
                FieldPanel("proclamation_title"),
                FieldPanel("proclamation_text"),
                FieldRowPanel([FieldPanel("proclamation_url"), FieldPanel("proclaimed_on")]),
            ],
            _("Proclamation"),
        ),
        FieldPanel("key_days"),
        FieldPanel("steps"),
        FieldPanel("body"),
        FieldPanel("videos"),
        FieldPanel("earlier_videos"),
        FieldPanel("toolkit"),
        *HubPage.closing_panels,
    ]
    search_fields = [
        *HubPage.search_fields,
        index.SearchField("key_days"),
        index.SearchField("steps"),
        index.SearchField("body"),
        index.FilterField("start"),
        index.FilterField("end"),
    ]
    override_translatable_fields = [
        *HubPage.override_translatable_fields,
        SynchronizedField("videos"),
        SynchronizedField("earlier_videos"),
        SynchronizedField("topics"),
    ]
    parent_page_types = ["home.CampaignIndexPage"]
    subpage_types = []
    words_of_others = frozenset({"proclamation_text"})
    under_headings = frozenset({"body"})
    own_anchors = frozenset({"proclamation", "days", "part", "toolkit", "videos", "events", "earlier"})

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")

    def clean(self) -> None:
        """Refuse a period that ends before it begins.

        Raises:
            ValidationError: the last day is before the first, or a yearly period is longer than a year.
        """
        super().clean()
        if self.start and self.end:
            if self.end < self.start:
                raise ValidationError({"end": _("The last day must not be before the first day.")})
            if self.repeats_every_year and self.end - self.start >= datetime.timedelta(days=365):
                raise ValidationError(
                    {"end": _("A campaign that repeats every year must be shorter than a year.")}
                )

    def period_at(self, today: datetime.date) -> tuple[datetime.date, datetime.date]:
        """The campaign's period on a day.

        Args:
            today: a date.

        Returns:
            (first day, last day): those of the fields, or for a yearly campaign the current or next ones.
        """
        if not self.repeats_every_year:
            return self.start, self.end
        length = self.end - self.start
        for year in (today.year - 1, today.year, today.year + 1):
            first = in_year(self.start, year)
            if first + length >= today:
                break
        return first, first + length

    def state_at(self, today: datetime.date) -> str:
        """ "upcoming", "current" or "past" on a day."""
        first, last = self.period_at(today)
        if today < first:
            return "upcoming"
        return "current" if today <= last else "past"

    @property
    def period(self) -> tuple[datetime.date, datetime.date]:
        """The current or next period."""
        return self.period_at(timezone.localdate())

    @property
    def state(self) -> str:
        return self.state_at(timezone.localdate())

    @property
    def state_label(self) -> StrPromise:
        return {"upcoming": _("Upcoming"), "current": _("Now"), "past": _("Past")}[self.state]

    @property
    def social_picture(self) -> HubImage | None:
        """The campaign's picture."""
        return self.picture

    @property
    def dated_key_days(self) -> list[KeyDay]:
        """The key days in the order of the period. Those of a yearly campaign are in its current or next period."""
        first, _last = self.period
        days = []
        for block in self.key_days:
            date = block.value["date"]
            if self.repeats_every_year:
                date = in_year(date, first.year)
                date = date if date >= first else in_year(date, first.year + 1)
            days.append(KeyDay(date, block.value))
        return sorted(days, key=lambda day: day.date)

    @property
    def countdown(self) -> Countdown | None:
        """The days to the next key day, or to the first day of the campaign; None when neither is to come."""
        return countdown_to(self.period, self.dated_key_days, timezone.localdate())

    @property
    def state_words(self) -> str:
        """The state with its days, for the head of the page: "Starts in 33 days"."""
        return state_words(self.state, self.period, timezone.localdate())

    @classmethod
    def current_or_next(cls, home: HomePage, today: datetime.date) -> CampaignPage | None:
        """The campaign to show on the home page: the current one, else the next one.

        Args:
            home: the HomePage of a language.
            today: a date.

        Returns:
            A CampaignPage, or None if there is neither.
        """
        pages = cls.current_below(home)
        pages = pages.select_related("picture").only(*LISTED, *PERIOD, "picture")
        pages = pages.prefetch_related("picture__renditions")
        open_pages = [page for page in pages if page.state_at(today) != "past"]
        return min(
            open_pages,
            key=lambda page: (page.state_at(today) != "current", page.period_at(today)[0]),
            default=None,
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the videos (this edition's and earlier ones), the earlier editions, and the events of partners."""
        context = super().get_context(request, *args, **kwargs)
        context["events"] = [] if self.state == "past" else events_of(self, EVENTS)
        context["period"] = self.period
        context["key_days"] = self.dated_key_days
        context["countdown"] = self.countdown
        context["steps"] = shown_steps(self.steps)
        if context["events"]:
            context["topics"] = topics_of(self)
        now = [block["value"] for block in self.videos.raw_data]
        earlier = [block["value"] for block in self.earlier_videos.raw_data]
        found = {}
        if now or earlier:
            found = {
                page.pk: page for page in VideoPage.listed(VideoPage.objects.filter(pk__in=[*now, *earlier]))
            }
        context["videos"] = [found[pk] for pk in now if pk in found]
        context["earlier_videos"] = [found[pk] for pk in earlier if pk in found]
        context["earlier_editions"] = (
            CampaignPage.objects.sibling_of(self, inclusive=False)
            .live()
            .filter(series=self.series, start__lt=self.start)
            .only(*LISTED, *PERIOD)
            .order_by("-start")
            if self.series
            else []
        )
        return context


def in_year(day: datetime.date, year: int) -> datetime.date:
    """The same day in another year; February 29 becomes February 28."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
