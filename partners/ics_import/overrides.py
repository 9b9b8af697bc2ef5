"""Applies the changes of single dates of a series (RECURRENCE-ID) to the fields of the event."""

import datetime
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.calendars.texts import one_line, plain_text
from partners.content.cleaning import is_web_address
from partners.events import date_texts
from partners.events.models import EventPage
from partners.events.models.event_times import recurrence_of
from partners.events.wording import date_words

from .components import HTML, NotTaken, is_canceled, line_of, moment, not_exact, text
from .series import is_range
from .when import EXCEPTIONS, begin_and_end

# A change of all later dates becomes this many moved dates at most.
MOVED = 60
_LEFT_OUT = gettext_lazy("Text that belongs to only one of its dates was left out.")
# No series has more dates than this in the years for which events are accepted.
DATES = 20_000


def recurrence(fields, exceptions=()):
    """The recurrence rule of fields of EventPage, with these exceptions."""
    return recurrence_of(fields | {"exception_dates": list(exceptions)})


class Overrides:
    """The changes of one series.

    Attributes:
        place_notes: for each date whose place was left out: a note with the place, and one without it.
    """

    def __init__(self, component, overrides, when, notes, today):
        self.component, self.when, self.notes, self.today = component, when, notes, today
        self.fields, self.clock = when.fields, when.clock
        self.place_notes: list[tuple[str, str]] = []
        self.places: dict[datetime.date, str] = {}
        self.said: dict[datetime.date, str] = {}
        self.exceptions = set(self.fields["exception_dates"])
        self.moved: dict[datetime.date, dict[str, Any]] = {
            datetime.date.fromisoformat(move["date"]): move for move in self.fields["moved_dates"]
        }
        if len(overrides) > EXCEPTIONS:
            raise NotTaken(_("More than %(count)d of its dates are changed.") % {"count": EXCEPTIONS})
        self.single = {
            self._planned(one).date(): one
            for one in overrides
            if not is_range(one) and self._is_own_time(one)
        }
        self.others = [one for one in overrides if not is_range(one) and not self._is_own_time(one)]
        self.ranges = sorted((one for one in overrides if is_range(one)), key=self._planned)

    def apply(self):
        """Change the fields.

        Raises:
            NotTaken: a date cannot be shown as the calendar gives it.
        """
        if not (self.single or self.others or self.ranges):
            return
        last = datetime.date(self.when.last_year, 12, 31)
        dates = set(recurrence(self.fields).dates(last, DATES))
        for date, override in self.single.items():
            if date in dates:
                self._change(date, override)
            else:
                self._add(override, dates)
        for override in self.others:
            self._add(override, dates)
        for number, override in enumerate(self.ranges):
            self._change_range(override, self.ranges[number + 1 :], dates)
        self.fields["exception_dates"] = sorted(self.exceptions)
        self.fields["moved_dates"] = [self.moved[date] for date in sorted(self.moved)]

    # --- One date -------------------------------------------------------------------------------------------
    def _planned(self, override):
        """The planned begin of the date that a component changes."""
        return self.clock.local(*moment(override, "RECURRENCE-ID"))

    def _is_own_time(self, override):
        """Whether a component names a date of the series by the time at which it is planned."""
        planned, _zone = moment(override, "RECURRENCE-ID")
        if self.clock.all_day or not isinstance(planned, datetime.datetime):
            return True
        planned = self._planned(override)
        return planned.time() == self.when.time_of(planned.date())

    def _change(self, date, override):
        key = date.isoformat()
        if is_canceled(override):
            self.exceptions.add(key)
            return
        if key in self.exceptions:
            if date >= self.today:
                raise NotTaken(
                    _("Your calendar both leaves out %(date)s and changes it. Post it by hand.")
                    % {"date": date_words(date)}
                )
            return
        self._take_texts([date], override)
        if "DTSTART" not in override:
            return
        begin, end = self._times(date, override)
        if begin.year > self.when.last_year:
            raise NotTaken(_("One of its dates is moved too far into the future. Post it by hand."))
        self._move(date, begin, None if end is None else end - begin)

    def _move(self, date, begin, length):
        if move := self.when.move(date, begin, length):
            self.moved[date] = move
        else:
            self.moved.pop(date, None)

    def _times(self, date, override):
        start, _zone = moment(override, "DTSTART")
        if isinstance(start, datetime.datetime) == self.clock.all_day:
            words = (
                _("On %(date)s it has times, but its other dates last all day. Post it by hand.")
                if self.clock.all_day
                else _("On %(date)s it lasts all day, but its other dates have times. Post it by hand.")
            )
            raise NotTaken(words % {"date": date_words(date)})
        begin, end = begin_and_end(override, self.clock)
        return begin, None if end is not None and end <= begin else end

    def _take_texts(self, dates, override):
        """Take over the place and the words that belong to some dates only, or say that they were left out."""
        place = line_of(override, "LOCATION")
        if place and place != line_of(self.component, "LOCATION"):
            self.places |= dict.fromkeys(dates, place)
        said = self._own_words(override)
        if said and len(said) <= date_texts.LONGEST[date_texts.NOTES]:
            self.said |= dict.fromkeys(dates, said)
        elif said:
            self._say(_LEFT_OUT)

    def _own_words(self, override):
        """The title and the description of a date where they are not those of the series: one line of text."""
        own = {
            name: _plain(text(override, name))
            for name in ("SUMMARY", "DESCRIPTION")
            if name in override and text(override, name).strip() != text(self.component, name).strip()
        }
        if usual := _plain(text(self.component, "DESCRIPTION")):
            # Programs repeat the description of the series.
            own["DESCRIPTION"] = own.get("DESCRIPTION", "").removeprefix(usual).strip()
        return " ".join(filter(None, (own.get("SUMMARY"), own.get("DESCRIPTION"))))

    def _say(self, sentence):
        if sentence not in self.notes:
            self.notes.append(sentence)

    def leave_out_places(self, place):
        """Leave out the places of single dates that the hub cannot hold, with a sentence for each.

        Args:
            place: the fields of the place of the series.
        """
        for date, words in sorted(self.places.items()):
            is_online = place.get("attendance") == EventPage.Attendance.ONLINE or is_web_address(words)
            if date.isoformat() in self.exceptions:
                del self.places[date]
            elif is_online or len(words) > date_texts.LONGEST[date_texts.PLACES]:
                del self.places[date]
                shown = {"date": date_words(date), "place": Truncator(words).chars(160)}
                self.place_notes.append(
                    (
                        _("On %(date)s it takes place at “%(place)s”. Write that into the description.")
                        % shown,
                        _("On %(date)s it has another place. Write that into the description.") % shown,
                    )
                )

    def words(self):
        """The fields of EventPage with the places and notes of single dates."""
        said = {date: words for date, words in self.said.items() if date.isoformat() not in self.exceptions}
        found = {}
        for name, by_date in ((date_texts.PLACES, self.places), (date_texts.NOTES, said)):
            if len(by_date) > date_texts.MOST:
                self._say(_LEFT_OUT)
            found[name] = date_texts.write(by_date) if len(by_date) <= date_texts.MOST else ""
        return found

    def _add(self, override, dates):
        """Take a change of a date that the rule does not have as an extra date, as programs show it."""
        if is_canceled(override) or "DTSTART" not in override:
            return
        date = self._planned(override).date()
        try:
            begin, end = self._times(date, override)
        except NotTaken:
            self._refuse_additional(override)
            return
        if begin.date() in dates or not self.when.add(begin, None if end is None else end - begin):
            self._refuse_additional(override)
            return
        dates.add(begin.date())
        self._take_texts([begin.date()], override)
        if move := self.when.move(begin.date(), begin, None if end is None else end - begin):
            self.moved[begin.date()] = move

    def _refuse_additional(self, override):
        """Refuse an additional date that the hub cannot hold, unless it is over."""
        if is_canceled(override) or "DTSTART" not in override:
            return
        begin, _end = begin_and_end(override, self.clock)
        if begin.date() >= self.today:
            raise NotTaken(
                _("It also takes place on %(date)s, which is not a date of its rule. Post it by hand.")
                % {"date": date_words(begin.date())}
            )

    # --- All later dates ------------------------------------------------------------------------------------
    def _change_range(self, override, later_ranges, dates):
        first = self._planned(override)
        if first.date() not in dates or not self._is_own_time(override):
            self._refuse_additional(override)
            raise not_exact()
        if first.date() in self.single:
            raise not_exact()  # Programs disagree about which of the two changes counts.
        later = sorted(date for date in dates if date >= first.date())
        if not later:
            return
        if is_canceled(override):
            before = [date for date in dates if date < first.date()]
            if not before:
                raise NotTaken(_("All of its dates are excluded."))
            self.fields |= {"until": max(before), "count": None}
            return
        next_range = min((self._planned(one).date() for one in later_ranges), default=datetime.date.max)
        own = {*self.single, *map(datetime.date.fromisoformat, self.exceptions)}
        self._take_texts([date for date in later if date < next_range and date not in own], override)
        if "DTSTART" not in override:
            return
        begin, end = self._times(first.date(), override)
        shift, length = begin - first, None if end is None else end - begin
        if not shift and length == self.when.length:
            return
        is_finite = self.fields["count"] or self.fields["until"]
        if not is_finite or len(later) > MOVED:
            raise NotTaken(
                _(
                    "From %(date)s on it takes place at another time. Post it as two events: one until then, one from then on."
                )
                % {"date": date_words(first.date())}
            )
        for date in later:
            if date < next_range and date not in self.single and date.isoformat() not in self.exceptions:
                self._move(date, datetime.datetime.combine(date, self.when.begin.time()) + shift, length)


def _plain(words):
    """A text of a calendar in one line, without markup."""
    return one_line(plain_text(words) if HTML.search(words) else words)
