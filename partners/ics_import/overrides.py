"""Applies the changes of single dates of a series (RECURRENCE-ID) to the fields of the event."""

import datetime
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from partners.events.models.event_times import recurrence_of
from partners.events.wording import date_words

from .components import NotTaken, is_canceled, line_of, moment, not_exact, text
from .series import is_range
from .when import EXCEPTIONS, begin_and_end

# A change of all later dates becomes this many moved dates at most.
MOVED = 60
# No series has more dates than this in the years for which events are accepted.
DATES = 20_000


def recurrence(fields, exceptions=()):
    """The recurrence rule of fields of EventPage, with these exceptions."""
    return recurrence_of(fields | {"exception_dates": list(exceptions)})


class Overrides:
    """The changes of one series.

    Attributes:
        place_notes: for each date with another place: a note with the place, and one without it.
    """

    def __init__(self, component, overrides, when, notes, today):
        self.component, self.when, self.notes, self.today = component, when, notes, today
        self.fields, self.clock = when.fields, when.clock
        self.place_notes: list[tuple[str, str]] = []
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
        self._note_texts(date, override)
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

    def _note_texts(self, date, override):
        """Say which texts belong to one date only: the hub has one text and one place for all dates."""
        place = line_of(override, "LOCATION")
        if place and place != line_of(self.component, "LOCATION"):
            words = {"date": date_words(date), "place": Truncator(place).chars(160)}
            self.place_notes.append(
                (
                    _("On %(date)s it takes place at “%(place)s”. Write that into the description.") % words,
                    _("On %(date)s it has another place. Write that into the description.") % words,
                )
            )
        different = any(
            name in override and text(override, name).strip() != text(self.component, name).strip()
            for name in ("SUMMARY", "DESCRIPTION")
        )
        sentence = _("Text that belongs to only one of its dates was left out.")
        if different and sentence not in self.notes:
            self.notes.append(sentence)

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
        self._note_texts(begin.date(), override)
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
        self._note_texts(first.date(), override)
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
        next_range = min((self._planned(one).date() for one in later_ranges), default=datetime.date.max)
        for date in later:
            if date < next_range and date not in self.single and date.isoformat() not in self.exceptions:
                self._move(date, datetime.datetime.combine(date, self.when.begin.time()) + shift, length)
