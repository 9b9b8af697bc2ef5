"""Links of event lists: other lists, nearby periods, calendars and feeds, with the same filters."""

import calendar
import datetime
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.formats import get_format

from .month import Month
from .wording import month_words


class EventLinks:
    """The links beside one list of events.

    Args:
        index: the EventIndexPage.
        filters: the EventFilters of the list.
        request: the HTTP request, for absolute addresses.
    """

    def __init__(self, index, filters, request):
        self.base = index.get_url(request)
        self.filters = filters
        self._root = request.build_absolute_uri(self.base)

    def _to(self, path="", query=None):
        query = self.filters.query if query is None else query
        return f"{self.base}{path}?{query}" if query else f"{self.base}{path}"

    # --- Other views of the events ------------------------------------------------------------------------
    @property
    def upcoming(self):
        """The list of upcoming events."""
        return self._to()

    @property
    def past(self):
        """The list of past events."""
        return self._to("past/", self.filters.query_with(first="", last=""))

    @property
    def this_month(self):
        """The table of the month in which the period begins, by default the current one."""
        day = self.filters.first_day
        return self.month(day if day and Month.is_open(day.year, day.month) else timezone.localdate())

    def month(self, day):
        """The table of the month of a day."""
        return self._to(f"month/{day:%Y/%m}/", self.filters.query_with(first="", last=""))

    def neighbours(self, month):
        """The months before and after a partners.events.month.Month, if they can be shown, with address and name."""
        found = {"previous": month.previous, "next": month.next}
        return {
            name: {"url": self.month(day), "name": month_words(day)} for name, day in found.items() if day
        }

    def day(self, day):
        """The list of one day; for a past day in the list of past events."""
        place = "past/" if day < timezone.localdate() else ""
        return self._to(place, self.filters.query_with(first=day.isoformat(), last=day.isoformat()))

    @property
    def unfiltered(self):
        """The list without filters."""
        return self.base

    # --- Nearby periods -----------------------------------------------------------------------------------
    @property
    def week(self):
        """The remaining events of this week."""
        today = timezone.localdate()
        # Django counts weekdays from Sunday, Python from Monday.
        first_weekday = (get_format("FIRST_DAY_OF_WEEK") - 1) % 7
        return self._period(today + datetime.timedelta(days=(first_weekday - 1 - today.weekday()) % 7))

    @property
    def rest_of_month(self):
        """The remaining events of this month."""
        today = timezone.localdate()
        return self._period(today.replace(day=calendar.monthrange(today.year, today.month)[1]))

    def _period(self, last):
        today = timezone.localdate()
        return self._to(query=self.filters.query_with(first=today.isoformat(), last=last.isoformat()))

    # --- Calendars and feeds ------------------------------------------------------------------------------
    @property
    def calendar(self):
        """The iCalendar file."""
        return self._to("calendar.ics", self._lasting)

    @property
    def discreet_calendar(self):
        """The iCalendar file with discreet titles and without descriptions."""
        query = urlencode({"title": "discreet"})
        return self._to("calendar.ics", f"{self._lasting}&{query}" if self._lasting else query)

    @property
    def feed(self):
        """The Atom feed."""
        return self._to("feed.atom", self._lasting)

    @property
    def webcal(self):
        """The webcal: address, for programs that subscribe with that scheme, such as Apple's."""
        return "webcal:" + self.calendar_address.partition(":")[2]

    @property
    def calendar_address(self):
        """The absolute address of the calendar."""
        query = f"?{self._lasting}" if self._lasting else ""
        return f"{self._root}calendar.ics{query}"

    @property
    def google(self):
        """The address with which Google Calendar subscribes."""
        return "https://calendar.google.com/calendar/render?" + urlencode({"cid": self.webcal})

    @property
    def outlook(self):
        """The address with which Outlook on the web subscribes."""
        return "https://outlook.live.com/calendar/0/addfromweb?" + urlencode({"url": self.calendar_address})

    @property
    def _lasting(self):
        """The filters without the period, which a subscription must not have."""
        return self.filters.query_with(first="", last="")
