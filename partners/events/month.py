"""One month of events as a table: a week in each row, a day in each cell, with a limited number of events in each cell."""

import calendar
import datetime
from dataclasses import dataclass, field

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.formats import get_format
from django.utils.functional import cached_property

from .listing import items
from .models import Occurrence
from .models.event import MAX_DAYS
from .wording import day_words, month_words

# The maximum in a cell; the list of the day shows all.
IN_A_CELL = 3
# The maximum number of events of several days in a month.
SEVERAL_DAYS = 20
# Months within this distance from today can be opened; within the second one, search engines may index them.
REACH_YEARS = 2
HORIZON_MONTHS = 18


@dataclass
class Cell:
    """One day in the table.

    Attributes:
        day: the date, None for days of other months in the first and last week.
        items: its events (partners.events.listing.Item).
        has_more: whether there are more events than the cell shows.
        more: the address of the list of the day.
    """

    day: datetime.date | None
    items: list = field(default_factory=list)
    has_more: bool = False
    more: str = ""

    @property
    def words(self):
        """The full date, as the heading of the cell."""
        return day_words(self.day)

    @property
    def listed(self):
        """Its events, each with the time on this day in words."""
        return [(item, item.words_on(self.day)) for item in self.items]

    @property
    def is_today(self):
        return self.day == timezone.localdate()


class Month:
    """A month of the dates that match some filters.

    Args:
        filters: an EventFilters.
        year, month: which month.
        day_link: returns the address of the list of a day.
    """

    def __init__(self, filters, year, month, day_link=lambda day: ""):
        self.filters = filters
        self._day_link = day_link
        self.first = datetime.date(year, month, 1)
        self.last = self.first.replace(day=calendar.monthrange(year, month)[1])

    @classmethod
    def is_open(cls, year, month):
        """Whether the month can be shown. A limit keeps crawlers from following an endless calendar."""
        return month in range(1, 13) and abs(_months(year, month) - _this_month()) <= REACH_YEARS * 12

    @property
    def is_far(self):
        """Whether the month is so far away that search engines need not index it."""
        distance = _months(self.first.year, self.first.month) - _this_month()
        return distance > HORIZON_MONTHS or distance < -HORIZON_MONTHS

    @property
    def name(self):
        """The month in words."""
        return month_words(self.first)

    @property
    def previous(self):
        """The first day of the month before, None if that cannot be shown."""
        return self._neighbour(self.first - datetime.timedelta(days=1))

    @property
    def next(self):
        """The first day of the month after, None if that cannot be shown."""
        return self._neighbour(self.last + datetime.timedelta(days=1))

    def _neighbour(self, day):
        return day.replace(day=1) if self.is_open(day.year, day.month) else None

    @cached_property
    def weekdays(self):
        """The names of the days of the week in the order of the table."""
        return [WEEKDAYS[number] for number in self._calendar.iterweekdays()]

    @cached_property
    def _calendar(self):
        # Django counts weekdays from Sunday, Python from Monday.
        return calendar.Calendar((get_format("FIRST_DAY_OF_WEEK") - 1) % 7)

    @cached_property
    def weeks(self):
        """The table's rows: lists of seven Cells."""
        cells = self._cells
        return [
            [cells.get(day) or Cell(None) for day in week]
            for week in self._calendar.monthdatescalendar(self.first.year, self.first.month)
        ]

    @property
    def is_empty(self):
        """Whether nothing takes place."""
        return not any(cell.items for cell in self._cells.values())

    @property
    def is_past(self):
        """Whether it is the present month, and none of its events is still to come."""
        today = timezone.localdate()
        if self.is_empty or not self.first <= today <= self.last:
            return False
        return not any(cell.items for day, cell in self._cells.items() if day >= today)

    @cached_property
    def _cells(self):
        """The days of the month with their events, by date."""
        days = [self.first + datetime.timedelta(days=number) for number in range(self.last.day)]
        cells = {day: Cell(day, more=self._day_link(day)) for day in days}
        listed = items([*self._longer_rows(), *self._rows()], self.filters.language, brief=True)
        for item in listed:
            day = max(item.occurrence.local_date, self.first)
            while day <= min(item.occurrence.local_end_date, self.last):
                cell = cells[day]
                cell.has_more = len(cell.items) >= IN_A_CELL
                if not cell.has_more:
                    cell.items.append(item)
                day += datetime.timedelta(days=1)
        return cells

    def _rows(self):
        """The dates that begin and end on one day: for each day as many as a cell shows, and one more."""
        of_month = Occurrence.objects.filter(
            local_end_date=F("local_date"), local_date__range=(self.first, self.last)
        )
        number = Window(RowNumber(), partition_by=F("local_date"), order_by=("start", "id"))
        numbered = self.filters.matching(of_month).order_by().annotate(number=number)
        # Only primary keys are numbered, because an index holds all that this needs.
        shown = numbered.filter(number__lte=IN_A_CELL + 1).values("pk")
        return Occurrence.objects.filter(pk__in=shown).order_by("local_date", "start", "id")

    def _longer_rows(self):
        """The dates of several days that overlap the month."""
        longer = Occurrence.objects.filter(
            local_end_date__gt=F("local_date"),
            local_date__range=(self.first - datetime.timedelta(days=MAX_DAYS), self.last),
            local_end_date__gte=self.first,
        )
        return self.filters.matching(longer).order_by("local_date", "start", "id")[:SEVERAL_DAYS]


def _months(year, month):
    return year * 12 + month - 1


def _this_month():
    today = timezone.localdate()
    return _months(today.year, today.month)
