"""The filters of event lists, read from the address, so that a filtered list can be bookmarked, shared and opened without scripts."""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from partners.organisations.models import OrganisationPage
from portal.core.page_links import links_by_id
from portal.core.process_memory import kept_for_a_while
from portal.core.stemming import fold
from portal.taxonomy.selectors import terms

from . import co_hosts
from .models import EventCoHost, EventPage, Occurrence
from .models.event import MAX_DAYS
from .moments import now_among_events
from .series_names import series_names, series_slug
from .wording import date_words

MAX_CHARACTERS = 100
MAX_WORDS = 6
# Functions of (text, language) that return phrases with the same meaning; the search of the hub adds its own (home/startup.py).
SAME_MEANING: list[Callable[[str, str], list[str]]] = []
# Each phrase is searched in three columns of all events.
MAX_PHRASES = 4
# Up to this many matching events are looked up by their keys; with more, the dates are read in order and each event is tested.
FEW_EVENTS = 200
# A longer list of organizations would not help in a form; a word search finds them too.
MAX_ORGANISATIONS = 60


@dataclass(frozen=True)
class Choice:
    """One entry of a list in the form."""

    value: str
    label: str
    selected: bool = False


class EventFilters:
    """The filters in one address. Unknown values are ignored and reported in `problems`.

    Args:
        query_dict: the query of the address (QueryDict).
        language: the reader's language, for labels.
    """

    def __init__(self, query_dict, language):
        self.language = language
        self.problems = []
        self._query = query_dict
        self.text = " ".join(self._value("q").split()[:MAX_WORDS])
        self.first_day = self._day("from")
        self.last_day = self._day("to")
        if self.first_day and self.last_day and self.last_day < self.first_day:
            self.problems.append(_("The last day is before the first day, so it was left out."))
            self.last_day = None
        self.organisation = self._organisation(self._value("organisation"))
        self.series_names = self._series(self._value("series"))
        self.topic = self._term("topic")
        self.spoken = self._term("language")
        self.attendance = self._known("attendance", self._value("attendance"), EventPage.Attendance.values)
        offered = {term.slug: term for term in terms("accessibility", language)}
        wanted = [_clean(value) for value in query_dict.getlist("accessibility")[:20]]
        self.accessibility = [term for slug, term in offered.items() if slug in wanted]
        if any(value and value not in offered for value in wanted):
            self._left_out()

    # --- Reading the address ------------------------------------------------------------------------------
    def _value(self, name):
        return _clean(self._query.get(name, ""))

    def _left_out(self):
        message = _("One of the filters in the address does not exist, so it was left out.")
        if message not in self.problems:
            self.problems.append(message)

    def _known(self, name, value, values):
        if value and value not in values:
            self._left_out()
            return ""
        return value

    def _term(self, name):
        slug = self._value(name)
        found = next((term for term in terms(name, self.language) if term.slug == slug), None)
        if slug and not found:
            self._left_out()
        return found

    def _day(self, name):
        text = self._value(name)
        if not text:
            return None
        try:
            day = parse_date(text)
        except ValueError:
            day = None
        if day is None:
            self.problems.append(
                _("“%(text)s” is not a date. Enter the year, month and day, such as %(example)s.")
                % {"text": text, "example": timezone.localdate().isoformat()}
            )
        return day

    def _organisation(self, slug):
        """The organization with a slug in the reader's language, else in any. One query."""
        if not slug:
            return None
        found = list(OrganisationPage.objects.live().filter(slug=slug).select_related("locale")[:10])
        if not found:
            self._left_out()
            return None
        return min(found, key=lambda page: page.locale.language_code != self.language)

    def _series(self, slug):
        """The names of a series of the chosen organization. One query."""
        if not slug:
            return []
        key = self.organisation and self.organisation.translation_key
        found = series_names(key, slug) if key else []
        if not found:
            self._left_out()
        return found

    # --- Chosen filters -----------------------------------------------------------------------------------
    @property
    def is_active(self):
        """Whether any filter is set."""
        return bool(self.pairs)

    @cached_property
    def pairs(self):
        """The set filters, as (name, value) in the address."""
        pairs = [
            ("q", self.text),
            ("from", self.first_day.isoformat() if self.first_day else ""),
            ("to", self.last_day.isoformat() if self.last_day else ""),
            ("organisation", self.organisation.slug if self.organisation else ""),
            ("series", series_slug(self.series_names[0]) if self.series_names else ""),
            ("topic", self.topic.slug if self.topic else ""),
            ("language", self.spoken.slug if self.spoken else ""),
            ("attendance", self.attendance),
            *(("accessibility", term.slug) for term in self.accessibility),
        ]
        return [(name, value) for name, value in pairs if value]

    @property
    def query(self):
        """The filters as a query string, "" if there are none."""
        return urlencode(self.pairs)

    def query_with(self, **changes):
        """The query string with some filters changed (`from` and `to` as `first` and `last`); "" removes one."""
        names = {"first": "from", "last": "to"}
        changed = {names.get(name, name): value for name, value in changes.items()}
        kept = [(name, value) for name, value in self.pairs if name not in changed]
        return urlencode([*kept, *((name, value) for name, value in changed.items() if value)])

    @cached_property
    def words(self):
        """The filters in words, for the title and first heading; "" if there are none."""
        return ", ".join([f"“{self.text}”"] * bool(self.text) + [self.chosen_words] * bool(self.chosen_words))

    @cached_property
    def chosen_words(self):
        """Like words(), but without the typed words, which a discreet title must not repeat."""
        words = self.series_names[:1]
        if self.first_day and self.first_day == self.last_day:
            words.append(date_words(self.first_day))
        elif self.first_day and self.last_day:
            values = {"first": date_words(self.first_day), "last": date_words(self.last_day)}
            words.append(_("%(first)s to %(last)s") % values)
        elif self.first_day:
            words.append(_("from %(day)s") % {"day": date_words(self.first_day)})
        elif self.last_day:
            words.append(_("until %(day)s") % {"day": date_words(self.last_day)})
        if self.organisation:
            words.append(self.organisation.title)
        if self.topic:
            words.append(self.topic.name)
        if self.spoken:
            words.append(_("in %(language)s") % {"language": self.spoken.name})
        if self.attendance:
            words.append(
                {"place": _("in person"), "online": _("online"), "both": _("in person and online")}[
                    self.attendance
                ]
            )
        return ", ".join([*words, *(term.name for term in self.accessibility)])

    # --- Matching dates -----------------------------------------------------------------------------------
    def occurrences(self):
        """The dates that are not over, in order; those under way first."""
        # Yesterday, because it is still that day somewhere on earth. Longer events began at most MAX_DAYS ago.
        since = timezone.localdate() - datetime.timedelta(days=MAX_DAYS + 1)
        upcoming = Occurrence.objects.filter(local_date__gte=since, end__gte=now_among_events())
        return self.matching(upcoming).order_by("local_date", "start", "id")

    def past(self):
        """The past dates, newest first."""
        until = timezone.localdate() + datetime.timedelta(days=1)
        over = Occurrence.objects.filter(local_date__lte=until, end__lt=now_among_events())
        return self.matching(over).order_by("-local_date", "-start", "-id")

    def matching(self, occurrences):
        """The dates that match. At most one query, which decides how to search.

        Args:
            occurrences: a queryset of Occurrence.

        Returns:
            A queryset.
        """
        if self.first_day:
            # An event of several days matches on each of them.
            occurrences = occurrences.filter(
                local_date__gte=_earlier(self.first_day, MAX_DAYS), local_end_date__gte=self.first_day
            )
        if self.last_day:
            occurrences = occurrences.filter(local_date__lte=self.last_day)
        if not self.asks_for_events:
            return occurrences
        if len(self._keys) <= FEW_EVENTS:
            return occurrences.filter(event_key__in=self._keys)
        return occurrences.filter(self._of_row())

    @cached_property
    def _keys(self):
        """The keys of matching events: at most FEW_EVENTS + 1."""
        events = self._events(EventPage.objects.order_by())
        return list(events.values_list("translation_key", flat=True)[: FEW_EVENTS + 1])

    @property
    def asks_for_events(self):
        """Whether there is a filter besides the period."""
        asked = (self.text, self.organisation, self.topic, self.spoken, self.attendance, self.accessibility)
        return any(asked)

    @property
    def _terms(self):
        """The chosen terms, each with the table in which events have it."""
        chosen = [("topics", self.topic), ("languages", self.spoken)]
        chosen += [("accessibility", term) for term in self.accessibility]
        return [(getattr(EventPage, field).through, term.pk) for field, term in chosen if term]

    @property
    def _fields(self):
        """A condition on the event's own fields and co-hosts."""
        found = Q()
        if self.organisation:
            versions = OrganisationPage.objects.filter(translation_key=self.organisation.translation_key)
            pages = versions.values("pk")
            found &= Q(organisation__in=pages) | Q(translation_key__in=co_hosts.keys_of(pages))
        if self.series_names:
            # Translations of an event may have another name than the page that its dates belong to.
            named = EventPage.objects.live().filter(series_name__in=self.series_names, organisation__in=pages)
            found &= Q(translation_key__in=named.values("translation_key"))
        if self.attendance in ("place", "online"):
            found &= Q(attendance__in=(self.attendance, EventPage.Attendance.BOTH))
        elif self.attendance:
            found &= Q(attendance=self.attendance)
        return found

    def _of_row(self):
        """A condition: the event of a date matches.

        Terms and fields are the same in all languages of an event, so they are looked up for the page that the date belongs to. A text is
        searched in all languages.
        """
        found = Q()
        for through, term in self._terms:
            found &= Q(
                Exists(through.objects.filter(eventpage_id=OuterRef("event_id"), taxonomyterm_id=term))
            )
        if self._fields:
            found &= Q(Exists(EventPage.objects.filter(self._fields, pk=OuterRef("event_id"))))
        if self.text:
            versions = EventPage.objects.live().filter(translation_key=OuterRef("event_key"))
            found &= Q(Exists(versions.filter(self._matches_text())))
        return found

    def _events(self, events):
        """The events that are live and match in any language, regardless of dates.

        Args:
            events: a queryset of EventPage.
        """
        events = events.live().filter(self._fields)
        for through, term in self._terms:
            # Joined once, not looked up for each event.
            named = through.objects.filter(taxonomyterm_id=term)
            events = events.filter(pk__in=named.values("eventpage_id"))
        # One subquery for each event and all terms, which ends as soon as enough are found. One for each term and table took three
        # times as long for terms that many events have, and hardly less for terms that few have.
        return events.filter(self._matches_text()) if self.text else events

    def _matches_text(self):
        """A condition: the event has all words, a phrase that means the same, or a term whose name has them."""
        phrases = list(
            dict.fromkeys(phrase for find in SAME_MEANING for phrase in find(self.text, self.language))
        )
        every = Q()
        for word in self.text.split():
            every &= _has_word(word)
        for phrase in phrases[:MAX_PHRASES]:
            every |= _has_word(phrase)
        looked_for = [fold(text) for text in (self.text, *phrases)]
        for kind, field in (("topic", "topics"), ("accessibility", "accessibility")):
            named = [
                term.pk for term in terms(kind, self.language) if _has_phrase(fold(term.name), looked_for)
            ]
            if named:
                through = getattr(EventPage, field).through
                every |= Q(pk__in=through.objects.filter(taxonomyterm_id__in=named).values("eventpage_id"))
        return every

    # --- The form -----------------------------------------------------------------------------------------
    @cached_property
    def choices(self):
        """The choices of the form: a dict of lists of Choice by the filter's name. Filters with an empty list are not shown."""
        attendance = [("place", _("In person")), ("online", _("Online"))]
        return {
            "organisation": self._organisation_choices(),
            "topic": self._choices(terms("topic", self.language), [self.topic]),
            "language": self._choices(terms("language", self.language), [self.spoken]),
            "accessibility": self._choices(terms("accessibility", self.language), self.accessibility),
            "attendance": [Choice(value, label, value == self.attendance) for value, label in attendance],
        }

    def _choices(self, listed, chosen):
        return [Choice(term.slug, term.name, term in chosen) for term in listed]

    def _organisation_choices(self):
        """The organizations with upcoming dates, from the cache; only the chosen one if there are too many."""
        listed = kept_for_a_while(
            f"events:organisations:{self.language}", self._organisations_with_dates, 60 * 60
        )
        chosen = self.organisation
        if chosen and chosen.slug not in dict(listed):
            listed = sorted([*listed, (chosen.slug, chosen.title)], key=lambda pair: pair[1].casefold())
        return [Choice(slug, title, bool(chosen) and slug == chosen.slug) for slug, title in listed]

    def _organisations_with_dates(self):
        dates = Occurrence.objects.filter(end__gte=now_among_events())
        upcoming = Exists(dates.filter(event_key=OuterRef("translation_key")))
        events = EventPage.objects.live().filter(upcoming, organisation=OuterRef("pk"))
        hosted = EventCoHost.objects.filter(
            Exists(dates.filter(event_key=OuterRef("event_key"))),
            organisation=OuterRef("pk"),
            state=EventCoHost.State.AGREED,
        )
        found = OrganisationPage.objects.live().filter(Exists(events) | Exists(hosted))
        pairs = dict(found.values_list("pk", "slug")[: MAX_ORGANISATIONS + 1])
        if len(pairs) > MAX_ORGANISATIONS:
            return []
        links = links_by_id(pairs, self.language)
        listed = {slug: link.title for pk, slug in pairs.items() if (link := links.get(pk))}
        return sorted(listed.items(), key=lambda pair: pair[1].casefold())


def _has_word(word):
    """A condition: the event has a term."""
    hosted = EventCoHost.objects.filter(
        state=EventCoHost.State.AGREED, organisation__title__icontains=word
    ).values("event_key")
    own = Q(title__icontains=word) | Q(summary__icontains=word) | Q(organisation__title__icontains=word)
    return own | Q(translation_key__in=hosted)


def _has_phrase(name, phrases):
    """Whether a name has one of the phrases as whole words."""
    return any(re.search(rf"\b{re.escape(phrase)}\b", name) for phrase in phrases)


def _clean(value):
    """A value from the address without characters that a database refuses, and shortened."""
    return value.replace("\0", "").strip()[:MAX_CHARACTERS]


def _earlier(day, days):
    """A day some days before another, or the earliest date that Python has."""
    return day - min(datetime.timedelta(days=days), day - datetime.date.min)
