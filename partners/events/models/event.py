"""Event pages: written by members, approved by the office, shown to everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from partners.events import date_texts, formats
from partners.organisations.models.organisation import OrganisationPage
from portal.core.dates import LimitedDateField
from portal.models import HubPage
from portal.pages.blocks import LIMITED_FEATURES
from portal.taxonomy.models import terms_field
from portal.taxonomy.selectors import terms_by_pk
from portal.workflow.approvals import PARTNER_SUBMISSIONS

from .co_host import offered
from .event_panels import EVENT_PANELS
from .event_rules import EVENT_PLACE_FIELDS, MAX_DAYS, EventRules, validate_event_day
from .event_series import MOST_APART, validate_month_days, validate_positions
from .event_times import EventTimes, default_time_zone, validate_time_zone

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from media.images.models import HubImage
    from partners.events.presenter import EventView

__all__ = ["EVENT_PLACE_FIELDS", "MAX_DAYS", "EventPage", "default_time_zone", "validate_time_zone"]


class EventPage(EventRules, EventTimes, RoutablePageMixin, HubPage):
    """One event, single or recurring, in the language in which it was written.

    Start and end are stored as local times with a time zone, so that nine o'clock stays nine o'clock when daylight saving changes.
    EventStatus and EventDate store what was canceled, moved or hidden.
    """

    search_kind = "event"
    social_scene = "hall"

    class Attendance(models.TextChoices):
        PLACE = "place", _("In person")
        ONLINE = "online", _("Online")
        BOTH = "both", _("In person and online")

    class PlaceShown(models.TextChoices):
        PUBLIC = "public", _("Everyone can see the address")
        REGISTERED = "registered", _("The address is given after registration")
        CONFIDENTIAL = "confidential", _("The address is confidential")

    class Frequency(models.TextChoices):
        ONCE = "", _("Once")
        DAILY = "daily", _("Every day, or every few days")
        WEEKLY = "weekly", _("Every week, or every few weeks")
        MONTHLY_DATE = "monthly_date", _("Every month on the same date, such as the 15th or the last day")
        MONTHLY_WEEKDAY = (
            "monthly_weekday",
            _("Every month on the same weekday, such as the first and the third Tuesday"),
        )
        MONTHLY_WORKDAY = "monthly_workday", _("Every month on a workday, such as the last one")
        DATES = "dates", _("Only on the days that you list")

    organisation = models.ForeignKey(
        OrganisationPage,
        verbose_name=_("organization"),
        on_delete=models.PROTECT,
        related_name="events",
        help_text=_("Who runs the event and is responsible for it."),
    )
    co_hosts = ParentalManyToManyField(
        OrganisationPage,
        verbose_name=_("co-hosts"),
        blank=True,
        related_name="+",
        limit_choices_to=offered,
        help_text=_("Four at most. Each is asked when the event is public, and named once it agrees."),
    )
    series_name = models.CharField(
        _("series"), max_length=80, blank=True, help_text=_("Events with the same words are listed together.")
    )
    description = RichTextField(
        _("description"),
        features=LIMITED_FEATURES,
        blank=True,
        help_text=_("What happens, who it is for, what to bring. Optional."),
    )
    image = models.ForeignKey(
        "media.HubImage",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Optional. No picture of abuse, and none in which a survivor can be recognized."),
    )

    # --- When
    start_date = LimitedDateField(
        _("date"), validate=validate_event_day, null=True, blank=True, help_text=_("The first day.")
    )
    start_time = models.TimeField(
        _("starts at"), null=True, blank=True, help_text=_("Leave it empty only if the event lasts all day.")
    )
    end_date = LimitedDateField(
        _("last day"),
        validate=validate_event_day,
        null=True,
        blank=True,
        help_text=_("Only when the event ends on another day."),
    )
    end_time = models.TimeField(_("ends at"), null=True, blank=True, help_text=_("About when it ends."))
    all_day = models.BooleanField(
        _("all day"), default=False, help_text=_("Without times; the date is the same everywhere.")
    )
    time_zone = models.CharField(
        _("time zone"),
        max_length=40,
        default=default_time_zone,
        validators=[validate_time_zone],
        help_text=_("The time zone of these times."),
    )
    frequency = models.CharField(
        _("repeats"),
        max_length=15,
        choices=Frequency.choices,
        blank=True,
        default=Frequency.ONCE,
        help_text=_("How the event repeats."),
    )
    interval = models.PositiveSmallIntegerField(
        _("every … days, weeks or months"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_APART)],
        help_text=_("1: every day, week or month; 2: every other day, week or month."),
    )
    weekdays = models.CharField(
        _("on"),
        max_length=20,
        blank=True,
        help_text=_("For every week: the days as MO,TU,WE,TH,FR,SA,SU. Empty: the weekday of the date."),
    )
    # BYSETPOS, or the numbers of BYDAY (RFC 5545 §3.3.10).
    month_positions = models.CharField(
        _("which of the month"),
        max_length=20,
        blank=True,
        validators=[validate_positions],
        help_text=_(
            "For every month on a weekday or workday: 1,2,3,4,5; -1 is the last. Empty: as the date; the last workday."
        ),
    )
    # BYMONTHDAY.
    month_days = models.CharField(
        _("days of the month"),
        max_length=100,
        blank=True,
        validators=[validate_month_days],
        help_text=_(
            "For every month on the same date: such as 1,15; -1 is the last day. Empty: as the date."
        ),
    )
    until = LimitedDateField(
        _("until"),
        validate=validate_event_day,
        null=True,
        blank=True,
        help_text=_("The last day on which it can take place."),
    )
    count = models.PositiveSmallIntegerField(
        _("how many times"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(400)],
        help_text=_("Instead of a last day."),
    )
    # ISO dates (RDATE) besides those of the rule.
    extra_dates = models.JSONField(
        _("also on"), default=list, blank=True, help_text=_("Other dates on which it takes place.")
    )
    # ISO dates (EXDATE) on which it does not take place, as first planned. Later cancellations are in EventDate.
    exception_dates = models.JSONField(
        _("except on"),
        default=list,
        blank=True,
        help_text=_("Dates on which it does not take place, such as holidays."),
    )
    # Moved dates that wait for approval with the draft: [{"date", "new_date", "new_start_time", "new_end_time"}], ISO.
    moved_dates = models.JSONField(
        _("moved dates"),
        default=list,
        blank=True,
        help_text=_("Single dates that take place at another time."),
    )

    # See partners/events/date_texts.py.
    date_notes = models.TextField(
        _("notes about single dates"),
        blank=True,
        validators=[date_texts.validate_notes],
        help_text=_("One date on each line: 2027-04-15: Bring your pay stubs."),
    )

    # --- Where
    attendance = models.CharField(
        _("in person or online"),
        max_length=6,
        choices=Attendance.choices,
        default=Attendance.PLACE,
        help_text=_("How people take part."),
    )
    place_shown = models.CharField(
        _("who can see the place"),
        max_length=12,
        choices=PlaceShown.choices,
        default=PlaceShown.PUBLIC,
        help_text=_(
            "If the place is not for everyone to know, it is not stored here at all. Tell people yourself."
        ),
    )
    venue_name = models.CharField(
        _("name of the place"), max_length=120, blank=True, help_text=_("Such as “Example Library, room 2”.")
    )
    street_address = models.CharField(
        _("street and number"), max_length=160, blank=True, help_text=_("As on an envelope.")
    )
    city = models.CharField(_("city"), max_length=80, blank=True, help_text=_("Where it is."))
    region = models.CharField(_("state"), max_length=40, blank=True, help_text=_("Such as MN."))
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True, help_text=_("ZIP code."))
    directions = models.TextField(
        _("how to get there"), max_length=600, blank=True, help_text=_("Bus, entrance, bell.")
    )
    date_places = models.TextField(
        _("other places on single dates"),
        blank=True,
        validators=[date_texts.validate_places],
        help_text=_("One date on each line: 2027-04-15: Example Library, 12 Elm Street."),
    )
    public_area = models.CharField(
        _("part of town"),
        max_length=80,
        blank=True,
        help_text=_("Shown instead of the address. Name an area so large that nobody can guess the place."),
    )
    online_url = models.URLField(
        _("address to join online"),
        blank=True,
        help_text=_("The full web address, with https://. Everyone will see it."),
    )
    registration_url = models.URLField(
        _("address to register"), blank=True, help_text=_("The full web address, with https://. Optional.")
    )

    # --- For whom
    capacity = models.PositiveSmallIntegerField(
        _("places"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(10_000)],
        help_text=_("How many people can come. Optional. You can say at any time that it is full."),
    )
    cost = models.CharField(
        _("cost"),
        max_length=120,
        blank=True,
        help_text=_("Such as “Free”. Leave it empty if you do not know."),
    )
    audience = terms_field("population", _("who it is for"), _("Leave it empty if it is for everyone."))
    languages = terms_field(
        "language", _("languages of the event"), _("The languages spoken at the event, or interpreted.")
    )
    topics = terms_field("topic", _("topics"), _("Readers and campaigns find the event by its topics."))

    # --- Accessibility of the event
    accessibility = terms_field(
        "accessibility", _("accessibility offered"), _("What is offered without asking.")
    )
    accessibility_contact = models.CharField(
        _("contact for accessibility"),
        max_length=160,
        blank=True,
        help_text=_("A phone number or email address where people can ask for what they need."),
    )
    accessibility_request_by = LimitedDateField(
        _("ask by"),
        validate=validate_event_day,
        null=True,
        blank=True,
        help_text=_("The last day for a request. Optional."),
    )

    # --- Contact
    contact_name = models.CharField(
        _("contact"), max_length=120, blank=True, help_text=_("A position or team, such as “Events team”.")
    )
    contact_email = models.EmailField(
        _("email address"), blank=True, help_text=_("For questions. Everyone will see it.")
    )
    contact_phone = models.CharField(
        _("phone"), max_length=40, blank=True, help_text=_("For questions. Everyone will see it.")
    )
    status_note = models.CharField(
        _("more about the change"),
        max_length=300,
        blank=True,
        help_text=_("Shown with “Canceled” or “Postponed”, once the office has approved it."),
    )

    content_panels = [*HubPage.opening_panels, *EVENT_PANELS, *HubPage.closing_panels]
    search_fields = [
        *HubPage.search_fields,
        index.SearchField("description"),
        index.SearchField("venue_name"),
        # Chosen facts, such as "Sign language interpretation (ASL)", count as much as the summary.
        index.SearchField("term_names", boost=2),
        index.FilterField("organisation"),
    ]
    override_translatable_fields = [
        *HubPage.override_translatable_fields,
        *(
            SynchronizedField(name)
            for name in (
                "weekdays",
                "month_positions",
                "month_days",
                "extra_dates",
                "exception_dates",
                "moved_dates",
                "date_places",
                "time_zone",
                "co_hosts",
                "series_name",
                "audience",
                "languages",
                "topics",
                "accessibility",
                "online_url",
                "registration_url",
                "contact_email",
                "contact_phone",
                "street_address",
                "city",
                "region",
                "postal_code",
            )
        ),
    ]
    parent_page_types = ["partners.EventIndexPage"]
    # An event is one page in the language in which it is written; lists in other languages include it.
    translated_with_the_hub = False
    subpage_types = []
    workflow_name = PARTNER_SUBMISSIONS

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    @cached_property
    def term_names(self) -> str:
        """The names of its topics and of the accessibility offered, so that a search for "childcare" finds the event.

        The search index asks for it several times, of an event that it has just read.
        """
        chosen = [term.pk for terms in (self.topics, self.accessibility) for term in terms.all()]
        return ", ".join(term.name for term in terms_by_pk(chosen, self.locale.language_code))

    @staticmethod
    def value_in_words(name: str, value: Any) -> list[str] | None:
        """The lines that say the value of a field to the reviewer (partners/events/field_words.py)."""
        return formats.make("event.value_in_words", name, value)

    # --- Presentation ---------------------------------------------------------------------------------------
    @cached_property
    def view(self) -> EventView:
        """What the page shows besides its own fields (partners.events.presenter.EventView)."""
        return formats.make("event.view", self, not self.live)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the page shows besides its fields; a preview computes the dates from the draft."""
        self.view.is_draft = getattr(request, "is_preview", False) or not self.live
        return {**super().get_context(request, *args, **kwargs), "view": self.view}

    def preview_refusal(self) -> str | StrPromise:
        """Share no preview of an event whose place is confidential, hidden or only told to people who register."""
        if self.shows_place:
            return ""
        return _("The place of this event is not public, so no link may show the event before it is public.")

    @property
    def social_picture(self) -> HubImage | None:
        """The event's picture."""
        return self.image

    def json_ld(self, request: HttpRequest) -> dict[str, Any]:
        """The event as structured data of schema.org (partners/calendars/json_ld.py)."""
        return formats.make("event.json_ld", self.view, request)

    # --- Addresses ------------------------------------------------------------------------------------------
    @path("event.ics/")
    def serve_calendar(self, request: HttpRequest) -> HttpResponse:
        """The event as an iCalendar file (partners/calendars/ics.py)."""
        return formats.make("event.ics", request, self)
