"""The start page of an organization's workspace: its events by state, those that need action first.

The states of all events are computed from five queries for few columns; details are read only for the events that are shown. The number
of queries does not grow with the number of events.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.db.models import Min
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision, WorkflowState

from partners.events import wording
from partners.events.models import EventPage, EventStatus, Occurrence
from partners.events.models.event_times import zone_or_default

from . import submission
from .submission import State

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

SHOWN, PER_PAGE = 10, 25


@dataclass
class Entry:
    """One event on the dashboard."""

    key: str
    state: State
    is_public: bool
    was_public: bool
    title: str
    when: str
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
        return len(self.facts)

    @property
    def has_more(self):
        """Whether the dashboard shows only some of them."""
        return self.count > len(self.entries)


@dataclass
class _Fact:
    pk: int
    key: object
    state: State
    also: State | None
    moment: datetime.datetime
    revision: int | None
    review: object | None
    public: bool
    was_public: bool
    removal_requested: bool


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

    def __init__(self, organisation):
        self.organisation = organisation
        self._facts = self._read()
        self._groups = _groups()
        for group in self._groups:
            group.facts = sorted(
                (fact for fact in self._facts if fact.state in group.states),
                key=lambda fact: fact.moment,
                reverse=group.latest_first,
            )

    @property
    def total(self):
        return len(self._facts)

    def group(self, code):
        """The group with a code, or None."""
        return next((group for group in self._groups if group.code == code), None)

    def groups(self):
        """The groups that have events, each with its first entries. Two queries."""
        found = [group for group in self._groups if group.facts]
        entries = self._entries([fact for group in found for fact in group.facts[:SHOWN]])
        for group in found:
            group.entries = [entries[fact.pk] for fact in group.facts[:SHOWN]]
        return found

    def page(self, group, number):
        """A page of a group's entries (django.core.paginator.Page). Two queries."""
        page = Paginator(group.facts, PER_PAGE).get_page(number)
        entries = self._entries(page.object_list)
        page.object_list = [entries[fact.pk] for fact in page.object_list]
        return page

    # --- Reading ------------------------------------------------------------------------------------------
    def _read(self):
        columns = (
            "pk",
            "translation_key",
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
            state,
            submission.hidden_state(state, status),
            moment,
            row["latest_revision_id"],
            review,
            row["live"],
            row["first_published_at"] is not None,
            status.removal_requested_at is not None,
        )

    def _entries(self, facts):
        revisions = Revision.objects.in_bulk([fact.revision for fact in facts if fact.revision])
        unwritten = [fact.pk for fact in facts if fact.revision not in revisions]
        pages = EventPage.objects.in_bulk(unwritten) if unwritten else {}
        return {
            fact.pk: self._entry(fact, revisions.get(fact.revision), pages.get(fact.pk)) for fact in facts
        }

    def _entry(self, fact, revision, page):
        content = revision.content if revision else page.serializable_data()
        review = fact.review
        task = review.current_task_state if review else None
        return Entry(
            key=str(fact.key),
            state=fact.state,
            is_public=fact.public,
            was_public=fact.was_public,
            title=content.get("title") or "",
            when=_when(content),
            also=fact.also,
            words=task.comment if task and fact.state == State.CHANGES_REQUESTED else "",
            since=task.started_at if task else None,
            saved_at=revision.created_at if revision else None,
            repeats=bool(content.get("frequency")),
            removal_requested=fact.removal_requested,
        )


def _when(content):
    """Day and time in a revision's content, in words; "" if no date is set."""
    try:
        day = datetime.date.fromisoformat(content.get("start_date") or "")
    except ValueError:
        return ""
    time = content.get("start_time")
    if content.get("all_day") or not time:
        return wording.day_words(day)
    return f"{wording.day_words(day)}, {wording.time_words(datetime.time.fromisoformat(time))}"
