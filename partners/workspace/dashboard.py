"""The start page of an organization's workspace: its events by state, those that need action first.

The states of all events are computed from five queries for few columns; details are read only for the events of one page. The number of
queries does not grow with the number of events.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, WorkflowState

from partners.events import wording
from partners.events.models import EventDate, EventPage, EventStatus, Occurrence
from partners.events.models.event_times import zone_or_default
from partners.events.series import Series, dated_event
from portal.core.stemming import fold

from . import submission
from .forms.dashboard import COMING, PAST, WITHOUT_DATE, DashboardForm
from .submission import State

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

PER_PAGE = 15


@dataclass
class Entry:
    """One event on the dashboard."""

    key: str
    state: State
    is_public: bool
    was_public: bool
    title: str
    when: str
    start_date: str = ""  # ISO, as the latest revision says.
    also: State | None = None  # Canceled, postponed or taken down, where the state does not say so.
    words: str = ""  # The reviewer's comment.
    since: datetime.datetime | None = None  # If it is in review.
    saved_at: datetime.datetime | None = None
    repeats: bool = False
    removal_requested: bool = False

    @property
    def can_be_edited(self):
        """Whether members may edit it now."""
        return self.state not in (State.IN_REVIEW, State.LIVE_IN_REVIEW)

    @property
    def in_review(self):
        """Whether it waits for the office."""
        return not self.can_be_edited

    @property
    def posts_again_first(self):
        """Whether "Post again" is shown as the main action."""
        return self.state in (State.LIVE, State.PAST, State.CANCELLED)

    @property
    def can_be_cancelled(self):
        """Whether "Cancel" is shown: it is public, to come, and not canceled."""
        states = (State.LIVE, State.LIVE_DRAFT, State.LIVE_IN_REVIEW, State.POSTPONED)
        return self.state in states and self.also != State.CANCELLED


@dataclass
class Group:
    """Events of related states."""

    code: str
    title: str | StrPromise
    states: frozenset
    hint: str | StrPromise = ""
    latest_first: bool = False
    facts: list = field(default_factory=list)
    entries: list = field(default_factory=list)

    @property
    def count(self):
        """How many events it has, on all pages."""
        return len(self.facts)


@dataclass
class _Fact:
    pk: int
    key: object
    title: str
    state: State
    also: State | None
    moment: datetime.datetime
    revision: int | None
    review: object | None
    public: bool
    was_public: bool
    removal_requested: bool
    is_coming: bool


def _groups():
    return [
        Group(
            "changes_requested",
            _("Changes requested"),
            frozenset({State.CHANGES_REQUESTED}),
            _("The office has read these and asks for changes. Make them and send it again."),
        ),
        Group(
            "draft",
            _("Drafts"),
            frozenset({State.DRAFT}),
            _("Only your organization sees these."),
            latest_first=True,
        ),
        Group(
            "in_review",
            _("In review"),
            frozenset({State.IN_REVIEW, State.LIVE_IN_REVIEW}),
            _("The office reads these before they are public."),
        ),
        Group(
            "live_draft",
            _("Public, with a change not yet sent"),
            frozenset({State.LIVE_DRAFT}),
            _("Readers see the approved version until you send the change and the office approves it."),
        ),
        Group("live", _("Public"), frozenset({State.LIVE})),
        Group(
            "called_off",
            _("Canceled, postponed, taken down"),
            frozenset({State.CANCELLED, State.POSTPONED, State.TAKEN_DOWN}),
        ),
        Group("past", _("Past"), frozenset({State.PAST}), latest_first=True),
    ]


class Dashboard:
    """The events of one organization, by state."""

    def __init__(self, organisation, query=None):
        """Read the events.

        Args:
            organisation: an OrganisationPage.
            query: the query of the address, with search words and filters.
        """
        self.organisation = organisation
        self._facts = self._read()
        self._groups = _groups()
        states = [(group.code, group.title) for group in self._groups]
        self.form = DashboardForm(query or {}, states=states)
        wanted = self._wanted()
        for group in self._groups:
            group.facts = sorted(
                (fact for fact in wanted if fact.state in group.states),
                key=lambda fact: fact.moment,
                reverse=group.latest_first,
            )

    @property
    def total(self):
        """How many events the organization has."""
        return len(self._facts)

    @property
    def groups(self):
        """The groups, each with the events that fit."""
        return self._groups

    @property
    def has_been_public(self):
        """Whether an event of the organization is or was public."""
        return any(fact.public or fact.was_public for fact in self._facts)

    @property
    def found(self):
        """How many of them fit the search words and filters."""
        return sum(group.count for group in self._groups)

    def page(self, number):
        """One page of the events, those that need action first.

        Args:
            number: the number in the address; the nearest page if there is none with it.

        Returns:
            A django.core.paginator.Page whose objects are Groups with the entries of this page. Three queries.
        """
        facts = [fact for group in self._groups for fact in group.facts]
        page = Paginator(facts, PER_PAGE).get_page(number)
        entries = self._entries(page.object_list)
        for group in self._groups:
            group.entries = [entries[fact.pk] for fact in group.facts if fact.pk in entries]
        page.object_list = [group for group in self._groups if group.entries]
        return page

    # --- Filters ------------------------------------------------------------------------------------------
    def _wanted(self):
        """The events that fit the search words and filters."""
        asked = self.form.cleaned_data
        found = self._facts
        if words := fold(asked["q"]).split():
            found = [fact for fact in found if all(word in fold(fact.title) for word in words)]
        if asked["state"]:
            states = next(group.states for group in self._groups if group.code == asked["state"])
            found = [fact for fact in found if fact.state in states]
        if asked["when"]:
            when = self._when(found)
            found = [fact for fact in found if when[fact.pk] == asked["when"]]
        return found

    @staticmethod
    def _when(facts):
        """Whether events are to come or past or have no date, by primary key. One query: a draft's dates are in its revision."""
        names = ("start_date", "end_date", "frequency", "until", "time_zone")
        rows = Revision.objects.filter(pk__in=[fact.revision for fact in facts if fact.revision])
        written = {
            pk: values for pk, *values in rows.values_list("pk", *(f"content__{name}" for name in names))
        }
        found = {}
        for fact in facts:
            start, end, frequency, until, zone = written.get(fact.revision) or [""] * 5
            today = timezone.localdate(timezone=zone_or_default(zone or "")).isoformat()
            if fact.is_coming:
                found[fact.pk] = COMING
            elif fact.state == State.PAST:
                found[fact.pk] = PAST
            elif not start:
                found[fact.pk] = WITHOUT_DATE
            else:
                last = (until or "9999-12-31") if frequency else end or start
                found[fact.pk] = PAST if last < today else COMING
        return found

    # --- Reading ------------------------------------------------------------------------------------------
    def _read(self):
        columns = (
            "pk",
            "translation_key",
            "draft_title",
            "live",
            "has_unpublished_changes",
            "first_published_at",
            "latest_revision_id",
            "latest_revision_created_at",
            "start_date",
            "end_date",
            "time_zone",
        )
        first = {}
        # An event's first page is the original; translations are created later.
        for row in EventPage.objects.filter(organisation=self.organisation).order_by("-pk").values(*columns):
            first[row["translation_key"]] = row
        statuses = {row.event_key: row for row in EventStatus.objects.filter(event_key__in=list(first))}
        reviews = {
            review.object_id: review
            for review in WorkflowState.objects.active()
            .filter(
                base_content_type=EventPage.get_base_content_type(EventPage()),
                object_id__in=[str(row["pk"]) for row in first.values()],
            )
            .select_related("current_task_state")
        }
        upcoming = dict(
            Occurrence.objects.filter(event__organisation=self.organisation, end__gte=timezone.now())
            .values_list("event_key")
            .annotate(next=Min("start"))
        )
        return [
            self._fact(
                row, statuses.get(key) or EventStatus(), reviews.get(str(row["pk"])), upcoming.get(key)
            )
            for key, row in first.items()
        ]

    def _fact(self, row, status, review, upcoming):
        last = row["end_date"] or row["start_date"]
        today = timezone.localdate(timezone=zone_or_default(row["time_zone"]))
        state = submission.compute_state(
            live=row["live"],
            changed=row["has_unpublished_changes"],
            review=review.status if review else "",
            status=status.state,
            taken_down=status.taken_down,
            past=row["live"] and not upcoming and bool(last) and last < today,
        )
        start = row["start_date"] or datetime.date.max
        moment = upcoming or datetime.datetime.combine(start, datetime.time(), datetime.UTC)
        if state == State.DRAFT:
            moment = row["latest_revision_created_at"] or timezone.now()
        return _Fact(
            row["pk"],
            row["translation_key"],
            row["draft_title"],
            state,
            submission.hidden_state(state, status),
            moment,
            row["latest_revision_id"],
            review,
            row["live"],
            row["first_published_at"] is not None,
            status.removal_requested_at is not None,
            upcoming is not None,
        )

    def _entries(self, facts):
        revisions = Revision.objects.in_bulk([fact.revision for fact in facts if fact.revision])
        unwritten = [fact.pk for fact in facts if fact.revision not in revisions]
        pages = EventPage.objects.in_bulk(unwritten) if unwritten else {}
        changes: dict[object, dict[datetime.date, EventDate]] = defaultdict(dict)
        for change in EventDate.objects.filter(event_key__in=[fact.key for fact in facts]):
            changes[change.event_key][change.date] = change
        return {
            fact.pk: self._entry(fact, revisions.get(fact.revision), pages.get(fact.pk), changes[fact.key])
            for fact in facts
        }

    def _entry(self, fact, revision, page, changes):
        content = revision.content if revision else page.serializable_data()
        review = fact.review
        task = review.current_task_state if review else None
        return Entry(
            key=str(fact.key),
            state=fact.state,
            is_public=fact.public,
            was_public=fact.was_public,
            title=content.get("title") or "",
            when=_when(content, changes),
            start_date=content.get("start_date") or "",
            also=fact.also,
            words=task.comment if task and fact.state == State.CHANGES_REQUESTED else "",
            since=task.started_at if task else None,
            saved_at=revision.created_at if revision else None,
            repeats=bool(content.get("frequency")),
            removal_requested=fact.removal_requested,
        )


def _when(content, changes):
    """Day and time of the next date that a revision's content means, in words; "" if no date is set.

    Args:
        content: the content of a revision.
        changes: the canceled and moved dates of the event (EventDate), by date.
    """
    try:
        event = dated_event(content)
        event.changed_dates = changes
        event.moved_dates = content.get("moved_dates") or []
        begin = Series(event).next_begin if event.start_date else None
    except (ArithmeticError, LookupError, TypeError, ValueError, OSError, ValidationError):
        return ""  # An older draft may hold values that are refused today.
    if begin is None:
        return ""
    if event.all_day or not event.start_time:
        return wording.day_words(begin)
    return f"{wording.day_words(begin)}, {wording.time_words(begin)}"
