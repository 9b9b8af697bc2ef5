"""Maps an event of an iCalendar file to fields of EventPage, with a note for everything that was left out."""

import datetime
from dataclasses import dataclass, field

from django.conf import settings
from django.utils.html import linebreaks
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from partners.calendars.texts import one_line, plain_text
from partners.content import plain_markup
from partners.content.cleaning import clean_html, is_web_address
from partners.events.wording import date_words

from .components import HTML, NotTaken, is_canceled, line_of, not_exact, text
from .overrides import DATES, Overrides, recurrence
from .place import read_place
from .series import Series, grouped
from .verify import agrees
from .when import When
from .zones import known_zone

# Dates further ahead are likely a mistake.
YEARS_AHEAD = 3
MAX_TEXT = 20_000
FIVE_YEARS = datetime.timedelta(days=5 * 366)
# So many dates of series are computed for one calendar, in about ten seconds; daily events since 1990 have 13,000 each.
MAX_DATES = 1_500_000
# So many additional dates are named.
NAMED = 6


@dataclass
class Reading:
    """The result for one event.

    Attributes:
        uid: its identifier in the calendar.
        title: its title, for the report.
        fields: fields of EventPage; empty if it was not imported.
        compared: other values of some fields, from which the next import sees whether they changed in the calendar.
        notes: messages about what was left out or assumed.
        place_notes: for each date whose place was left out: a message with the place, and one without it.
        reason: why it was not imported, or "".
        is_cancelled: whether it is canceled in the calendar.
        series: the partners.ics_import.series.Series from which it was read.
    """

    uid: str = ""
    title: str = ""
    fields: dict = field(default_factory=dict)
    compared: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)
    place_notes: list = field(default_factory=list)
    reason: str = ""
    is_cancelled: bool = False
    series: Series | None = None


def readings(calendar, today):
    """Map all events of a calendar.

    Args:
        calendar: a partners.ics_import.parse.ParsedCalendar.
        today: the hub's date; past events are not imported.

    Returns:
        A list of Reading in the order of the calendar.
    """
    hub_zone = known_zone(calendar.zone) or settings.TIME_ZONE
    found, left = [], [MAX_DATES]
    for series in grouped(calendar.events):
        component = series.component
        reading = Reading(title=_title(component), uid=series.uid, reason=series.reason, series=series)
        found.append(reading)
        if series.reason:
            continue
        try:
            if component is None:
                raise NotTaken(_("It cannot be read."))
            reading.is_cancelled = is_canceled(component)
            if not reading.is_cancelled:
                _Reader(series, calendar.zones, hub_zone, reading, left).read(today)
        except NotTaken as refused:
            reading.fields, reading.reason = {}, str(refused)
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError, OSError):
            # Malformed data of other programs: import the other events anyway.
            reading.fields, reading.reason = {}, _("It cannot be read.")
    return found


def _title(component):
    title = line_of(component, "SUMMARY") if component is not None else ""
    return Truncator(title).chars(120) if title else _("Event without a title")


class _Reader:
    """Maps one series that is not canceled."""

    def __init__(self, series, zones, hub_zone, reading, left):
        self.series, self.component = series, series.component
        self.reading, self.notes = reading, reading.notes
        self.zones, self.hub_zone = zones, hub_zone
        # How many dates may still be computed, for all events together.
        self.left = left

    def read(self, today):
        """Fill in the reading.

        Raises:
            NotTaken: the event is left out.
        """
        component = self.component
        # A class that a program invented is to be treated as private (RFC 5545 §3.8.1.3).
        if text(component, "CLASS").strip().upper() not in ("", "PUBLIC"):
            raise NotTaken(_("Your calendar marks it as private."))
        if not line_of(component, "SUMMARY"):
            raise NotTaken(_("It has no title."))
        if "EXRULE" in component:
            raise NotTaken(_("It has a rule for its exceptions, which cannot be imported. Post it by hand."))
        when = When(component, self.zones, self.hub_zone, self.notes)
        self._refuse_far(when, today)
        self._limit(when, today)
        changes = Overrides(component, self.series.overrides, when, self.notes, today)
        changes.apply()
        self._refuse_additional(when, today)
        self._refuse_past(when.fields, today)
        if not agrees(when.fields, component, self.series.overrides, when.clock, today):
            raise not_exact()
        if text(component, "STATUS").upper() == "TENTATIVE":
            self.notes.append(_("Your calendar says that it is not certain yet."))
        if self.series.is_single_date:
            self.notes.append(_("It is one date of a series. The series itself is not in this calendar."))
        place = read_place(component)
        changes.leave_out_places(place.fields)
        self.reading.fields = when.fields | self._texts() | place.fields | changes.words()
        self.reading.compared = place.compared
        self.notes += place.notes
        self.reading.place_notes = changes.place_notes

    # --- When ---------------------------------------------------------------------------------------------
    def _refuse_far(self, when, today):
        if when.begin.year > today.year + YEARS_AHEAD:
            raise NotTaken(_("It is more than %(count)d years ahead.") % {"count": YEARS_AHEAD})

    def _limit(self, when, today):
        """Refuse a series if the calendar has too many dates to compute."""
        if when.fields["frequency"]:
            days = (today - when.begin.date()).days + FIVE_YEARS.days
            distance = {"daily": 1, "weekly": 7}.get(when.fields["frequency"], 30) * when.fields["interval"]
            each_time = max(len(when.fields[name].split(",")) for name in ("weekdays", "month_days"))
            self.left[0] -= days * each_time // distance
            if self.left[0] < 0:
                raise NotTaken(
                    _(
                        "This calendar has too many dates. Export a shorter period, so that this event is read too."
                    )
                )

    def _refuse_additional(self, when, today):
        """Refuse single dates besides the rule (RDATE) that the hub cannot hold and that are not over."""
        days = sorted(day for day in when.refused if day >= today)
        if not days:
            return
        named = [date_words(day) for day in days[:NAMED]]
        if len(days) > NAMED:
            named.append("…")
        raise NotTaken(
            _("It has single dates that cannot be imported: %(dates)s. Post them one by one.")
            % {"dates": "; ".join(named)}
        )

    def _refuse_past(self, fields, today):
        if not fields["frequency"]:
            if (fields["end_date"] or fields["start_date"]) < today:
                raise NotTaken(_("It is over."))
            return
        # A series may begin further ahead than its next 400 days.
        until = max(today, fields["start_date"]) + datetime.timedelta(days=400)
        moved = [move["new_date"] for move in fields["moved_dates"]]
        exceptions = fields["exception_dates"]
        if not recurrence(fields, exceptions).dates(until + FIVE_YEARS, 1):
            raise NotTaken(_("All of its dates are excluded."))
        dates = recurrence(fields).dates(until, DATES)
        if not dates or (max(dates) < today and max(moved, default="") < today.isoformat()):
            raise NotTaken(_("It is over."))

    # --- What and where -----------------------------------------------------------------------------------
    def _texts(self):
        words = text(self.component, "DESCRIPTION")
        if len(words) > MAX_TEXT:
            self.notes.append(_("Its description is very long; the end was left out."))
            words = words[:MAX_TEXT]
        if HTML.search(words):
            description = clean_html(words if "<p" in words.lower() else linebreaks(words))
        else:
            description = plain_markup.to_html(words)
        sentence = one_line(plain_text(description).partition("\n")[0])
        return {
            "title": Truncator(line_of(self.component, "SUMMARY")).chars(120),
            "summary": Truncator(sentence).chars(300),
            "description": description,
            "registration_url": self._address("URL"),
        }

    def _address(self, name):
        address = one_line(text(self.component, name))
        if not address:
            return ""
        if not is_web_address(address) or len(address) > 200:
            self.notes.append(
                _("Its web address does not begin with https:// or is too long; it was left out.")
            )
            return ""
        return address
