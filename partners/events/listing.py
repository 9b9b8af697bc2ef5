"""Lists of events: the content of one line, and pagination that does not count all rows."""

from dataclasses import dataclass, field
from itertools import groupby

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from wagtail.models import Locale

from partners.organisations.models import OrganisationPage
from portal.checks.faults import without_faults
from portal.core.page_links import links_by_id
from portal.core.process_memory import kept_or_made
from portal.taxonomy.selectors import all_terms, chosen_terms

from . import co_hosts
from .filters import EventFilters
from .models import EventPage, EventStatus, Occurrence
from .moments import now_among_events
from .wording import day_words, hours_words, span_words, time_words, zone_words

__all__ = ["EventFilters", "Item", "ListPage", "by_day", "items"]

# On a phone about six screens.
ON_A_PAGE = 15
# Counting all rows would take longer with every event; "more than 60", which is four pages, is enough for a reader.
COUNTED = 60
LAST_PAGE = 50
# The fields of an event that lists show.
SHOWN = (
    "title",
    "slug",
    "url_path",
    "translation_key",
    "summary",
    "organisation_id",
    "all_day",
    "start_time",
    "end_time",
    "time_zone",
    "attendance",
    "place_shown",
    "date_places",
    "venue_name",
    "street_address",
    "city",
    "public_area",
)


@dataclass
class Item:
    """One date of an event, as shown in a list.

    Attributes:
        occurrence: the Occurrence.
        event: the EventPage, in the reader's language where it is translated.
        status: the EventStatus; an unsaved one with the state "scheduled" if there is none.
        url: the event's address.
        lang: the language of its texts if it is not the reader's, else "".
        organisations: the public ones (portal.core.page_links.PageLink), the one that writes it first.
        languages, accessibility: lists of portal.taxonomy.selectors.Term.
        is_repeated: whether an earlier date of the same event stands above it in the list, with all that is known of it.
    """

    occurrence: Occurrence
    event: EventPage
    status: EventStatus
    url: str
    lang: str = ""
    organisations: list = field(default_factory=list)
    languages: list = field(default_factory=list)
    accessibility: list = field(default_factory=list)
    is_repeated: bool = False

    def work_out(self):
        """Convert its times to the event's time zone now, so that errors occur here and not in the template.

        Raises:
            Exception: the row or the event's time zone is invalid.
        """
        return self.start, self.end

    @property
    def title(self):
        """The event's title."""
        return self.event.title

    @cached_property
    def state(self):
        """The state of this date: "cancelled", "postponed", "rescheduled", or "" as planned."""
        if self.status.state == EventStatus.State.SCHEDULED:
            if self.occurrence.is_cancelled:
                return "cancelled"
            return "rescheduled" if self.is_moved else ""
        return self.status.state

    @property
    def is_full(self):
        """Whether no place is left on this date, which takes place."""
        return self.state not in ("cancelled", "postponed") and self.status.is_full(self.occurrence.date)

    @property
    def is_moved(self):
        """Whether this date of the recurrence rule was moved to another day."""
        return self.occurrence.local_date != self.occurrence.date

    @property
    def state_label(self):
        """The state in words, "" if as planned."""
        return EventStatus.State(self.state).label if self.state else ""

    @property
    def labels(self):
        """What a reader must know before the title, in words: the state, and that no place is left."""
        full = [pgettext("an event", "Full")] if self.is_full else []
        return [self.state_label, *full] if self.state else full

    @cached_property
    def start(self):
        """The beginning in the event's time zone."""
        return self.occurrence.start.astimezone(self.event.zone)

    @cached_property
    def end(self):
        """The end in the event's time zone; the beginning if the end is not known."""
        if not self.event.all_day and not self.event.end_time:
            return self.start
        return self.occurrence.end.astimezone(self.event.zone)

    @property
    def datetime(self):
        """The value for <time>: with the UTC offset, or only the date for an all-day event."""
        return self.occurrence.local_date.isoformat() if self.event.all_day else self.start.isoformat()

    @property
    def day(self):
        """The day in words."""
        return day_words(self.occurrence.local_date)

    @property
    def place_words(self):
        """The place: that of this date, else the event's."""
        return self.event.place_words_on(self.occurrence.date)

    @property
    def start_words(self):
        """The time at which it begins, "all day" for all-day events."""
        return _("all day") if self.event.all_day else time_words(self.start.time())

    def words_on(self, day):
        """The time in the cell of a day: when it begins, or on a later day that it goes on, and until when."""
        if day <= self.occurrence.local_date or self.event.all_day:
            return self.start_words
        if day == self.occurrence.local_end_date and self.end != self.start:
            return _("until %(time)s") % {"time": time_words(self.end.time())}
        # Translators: an event of several days on a day after its first.
        return _("continues")

    @property
    def hours(self):
        """The times in words, with the time zone for people who join from elsewhere."""
        last = self.occurrence.local_end_date
        if last != self.occurrence.local_date:
            end = day_words(last)
            if not self.event.all_day and self.end != self.start:
                end = _("%(day)s, %(hours)s") % {"day": end, "hours": time_words(self.end.time())}
            words = _("%(start)s, until %(end)s") % {"start": self.start_words, "end": end}
        else:
            words = hours_words(self.start.time(), self.end.time(), self.event.all_day)
        return f"{words}, {self.zone}" if self.zone else words

    @property
    def zone(self):
        """The name of the time zone if it must be shown, else ""."""
        return zone_words(self.event.time_zone) if self.event.names_zone else ""

    @property
    def name(self):
        """The accessible name of the link: status, title, day and time."""
        state = ", ".join(map(str, self.labels))
        values = {"title": self.title, "day": self.day, "hours": self.start_words, "state": state}
        if state:
            return _("%(state)s: %(title)s, %(day)s, %(hours)s") % values
        return _("%(title)s, %(day)s, %(hours)s") % values

    @property
    def span(self):
        """Beginning and end with their days."""
        return span_words(self.start, self.end, self.occurrence.local_end_date, self.event.all_day)

    @property
    def is_under_way(self):
        """Whether it began before today and is not over."""
        return self.occurrence.local_date < timezone.localdate() and self.occurrence.end >= now_among_events()


def items(occurrences, language=None, brief=False):
    """The list items of some dates, in their order. At most four queries, however many there are.

    Args:
        occurrences: the Occurrences to show.
        language: the reader's language; by default the active one.
        brief: leave out organizations, languages and accessibility.

    Returns:
        A list of Item.
    """
    language = language or get_language()
    rows = list(occurrences)
    if not rows:
        return []
    keys = {row.event_key for row in rows}
    events = _preferred(keys, {row.event_id for row in rows}, language)
    statuses = {status.event_key: status for status in EventStatus.objects.filter(event_key__in=keys)}
    for key, event in events.items():
        event.status = statuses.get(key) or EventStatus(event_key=key)
    shown = [event.pk for event in events.values()]
    chosen = {} if brief else _terms(["languages", "accessibility"], shown, language)
    numbers = {pk for event in events.values() for pk in co_hosts.organisation_ids(event)}
    organisations = {} if brief else links_by_id(numbers, language)
    places = {}

    def item(row):
        event = events[row.event_key]
        if event.locale_id not in places:
            # All events of a language are below one page, so its address is computed once.
            places[event.locale_id] = event.url.removesuffix(f"{event.slug}/")
        made = Item(
            row,
            event,
            event.status,
            f"{places[event.locale_id]}{event.slug}/",
            lang="" if event.locale.language_code == language else event.locale.language_code,
            organisations=co_hosts.public_links(event, organisations),
            **chosen.get(event.pk, {}),
        )
        made.work_out()
        return made

    def page_of(row):
        return events[row.event_key]

    # Some may have been unpublished since the rows were read.
    listed = list(without_faults([row for row in rows if row.event_key in events], item, "lists", page_of))
    seen = set()
    for made in listed:
        made.is_repeated = made.occurrence.event_key in seen
        seen.add(made.occurrence.event_key)
    return listed


def _preferred(keys, originals, language):
    """The live page of each event by its key: in the reader's language, else the original."""
    locales = kept_or_made("locales", Locale.objects.in_bulk, 24 * 60 * 60)
    pages = list(
        EventPage.objects.live().filter(translation_key__in=keys).only(*SHOWN, "locale_id").order_by()
    )
    for page in pages:
        page.locale = locales.get(page.locale_id) or page.locale
    found = {}
    for page in sorted(pages, key=lambda page: (page.locale.language_code == language, page.pk in originals)):
        found[page.translation_key] = page
    return found


def _terms(names, events, language):
    """The terms of some fields of some events: a dict of lists for each event's primary key. One query."""
    known = all_terms(language)
    chosen = chosen_terms(EventPage, events, names)
    return {
        event: {name: [term for pk, term in known.items() if pk in chosen[event][name]] for name in names}
        for event in events
    }


@dataclass(frozen=True)
class Day:
    """The dates of one day in a list; `day` is None for dates that began before today and are under way."""

    day: object
    items: list

    @property
    def words(self):
        """The day as a heading."""
        if self.day is None:
            return _("Happening now")
        if self.day == timezone.localdate():
            return _("Today, %(day)s") % {"day": day_words(self.day)}
        return day_words(self.day)


def by_day(listed):
    """Group items by day.

    Returns:
        A list of Day.
    """
    grouped = groupby(listed, key=lambda item: None if item.is_under_way else item.occurrence.local_date)
    return [Day(day, list(members)) for day, members in grouped]


_NAMES = [field.attname for field in Occurrence._meta.concrete_fields]


def _values(occurrences):
    """The rows as tuples: up to 61 are counted, and only those that are shown become objects."""
    return list(occurrences.values_list(*_NAMES))


class ListPage:
    """One page of a list of dates. It counts at most COUNTED dates.

    Args:
        occurrences: an ordered queryset of Occurrence.
        number: the page named in the address; invalid values mean the first or the last page.
    """

    def __init__(self, occurrences, number):
        self._all = occurrences
        self.number = _page_number(number)
        # COUNTED + 1 rows are read with one query, both to count and to show them.
        self._first = _values(occurrences[: COUNTED + 1])
        self.rows, self.has_next = self._read()
        if not self.rows and self.number > 1:
            found = len(self._first)
            if not self.is_counted:
                found = self._all[: ON_A_PAGE * LAST_PAGE].count()
            self.number = max(1, -(-found // ON_A_PAGE))
            self.rows, self.has_next = self._read()

    def _read(self):
        first = (self.number - 1) * ON_A_PAGE
        after = first + ON_A_PAGE
        is_read = self.is_counted or after < len(self._first)
        rows = self._first[first : after + 1] if is_read else _values(self._all[first : after + 1])
        made = [Occurrence.from_db(self._all.db, _NAMES, values) for values in rows[:ON_A_PAGE]]
        return made, len(rows) > ON_A_PAGE and self.number < LAST_PAGE

    @property
    def count(self):
        """The number of dates; COUNTED + 1 means that there are more."""
        return len(self._first)

    @property
    def has_previous(self):
        return self.number > 1

    @property
    def previous_page_number(self):
        return self.number - 1

    @property
    def next_page_number(self):
        return self.number + 1

    @property
    def has_other_pages(self):
        return self.has_next or self.has_previous

    @property
    def count_words(self):
        """The number of dates, in words."""
        if not self.is_counted:
            return _("more than %(number)d dates") % {"number": COUNTED}
        return ngettext("%(number)d date", "%(number)d dates", self.count) % {"number": self.count}

    @property
    def is_counted(self):
        """Whether `count` is exact."""
        return self.count <= COUNTED

    @property
    def pages(self):
        """The number of pages; None if not all dates were counted."""
        return max(1, -(-self.count // ON_A_PAGE)) if self.is_counted else None


def _page_number(text):
    """A page number from 1 to LAST_PAGE, whatever the address says."""
    text = str(text or "")
    if not (text.isascii() and text.isdigit()):
        return 1
    return min(max(int(text[:6]), 1), LAST_PAGE)


def upcoming_of(organisation, language, number):
    """The next dates of an organization's events and of those whose co-host it is, in every language in which they were written.

    Args:
        organisation: an OrganisationPage, in any language.
        language: the reader's language code.
        number: the maximum number of dates.

    Returns:
        A list of Item.
    """
    pages = OrganisationPage.objects.filter(translation_key=organisation.translation_key).values("pk")
    # Two conditions with OR would look at the dates of all organizations.
    own = EventPage.objects.filter(organisation__in=pages).order_by().values_list("translation_key")
    keys = own.union(co_hosts.keys_of(pages))
    dates = Occurrence.objects.filter(event_key__in=keys, end__gte=now_among_events())
    dates = dates.order_by("local_date", "start", "id")
    return items(list(dates[:number]), language)
