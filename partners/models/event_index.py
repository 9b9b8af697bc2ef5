"""All events: upcoming by date, by month, past; for calendars and feed readers too."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField

from portal.blocks import LIMITED_FEATURES
from portal.models import HubPage


class EventIndexPage(RoutablePageMixin, HubPage):
    """All events, of every language, in the reader's language where they are translated (corrections 14)."""

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

    class Meta:
        verbose_name = _("events")

    @path("calendar.ics/")
    def serve_calendar(self, request):
        """The events that the address asks for, as an iCalendar file (partners/calendars.py)."""
        from partners.calendars import calendar_answer

        return calendar_answer(request, self)

    @path("feed.atom/")
    def serve_feed(self, request):
        """The events that the address asks for, as an Atom feed (partners/feed.py)."""
        from partners.feed import feed_answer

        return feed_answer(request, self)
