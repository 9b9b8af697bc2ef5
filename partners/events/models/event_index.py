"""The page with all events: upcoming, by month, past; as iCalendar and Atom too."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.fields import RichTextField

from partners.events import formats
from portal.models import HubPage
from portal.pages.blocks import LIMITED_FEATURES


class EventIndexPage(RoutablePageMixin, HubPage):
    """All events in every language, shown in the reader's language if they are translated."""

    intro = RichTextField(
        _("introduction"),
        features=LIMITED_FEATURES,
        blank=True,
        help_text=_("Who posts events here and how to take part. Optional."),
    )

    content_panels = [*HubPage.opening_panels, FieldPanel("intro"), *HubPage.closing_panels]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["partners.EventPage"]
    max_count_per_parent = 1
    fixed_slug = "events"
    social_scene = "hall"

    class Meta:
        verbose_name = _("events")

    @path("")
    def serve_upcoming(self, request: HttpRequest) -> TemplateResponse:
        """The upcoming events, by date."""
        return formats.make("events.list", request, self, "upcoming")

    @path("past/")
    def serve_past(self, request: HttpRequest) -> TemplateResponse:
        """The past events, newest first."""
        return formats.make("events.list", request, self, "past")

    @re_path(r"^month/(?P<year>[0-9]{4})/(?P<month>0[1-9]|1[0-2])/$")
    def serve_month(self, request: HttpRequest, year: str, month: str) -> TemplateResponse:
        """One month as a table.

        Raises:
            Http404: the month is more than two years away, so that crawlers do not follow an endless calendar.
        """
        return formats.make("events.month", request, self, int(year), int(month))

    @path("calendar.ics/")
    def serve_calendar(self, request: HttpRequest) -> HttpResponse:
        """The filtered events as an iCalendar file (partners/calendars/ics.py)."""
        return formats.make("events.ics", request, self)

    @path("calendar.json/")
    def serve_json(self, request: HttpRequest) -> HttpResponse:
        """The next dates of the filtered events as JSON (partners/calendars/json_list.py)."""
        return formats.make("events.json", request, self)

    @path("feed.atom/")
    def serve_feed(self, request: HttpRequest) -> HttpResponse:
        """The filtered events as an Atom feed (partners/calendars/feed.py)."""
        return formats.make("events.atom", request, self)
