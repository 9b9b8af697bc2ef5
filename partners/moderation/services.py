"""Lists the submissions that wait for the office: what is new in them, and what prevents publication."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page, Revision, Task, TaskState, Workflow, WorkflowState

from partners.confidentiality import checks
from partners.confidentiality.requirements import CONFIDENTIAL, HOLDER
from partners.events.models import EventPage
from partners.events.models.event_times import zone_or_default
from partners.events.recurrence import MOST_DATES
from partners.events.series import dated_event
from partners.organisations.models import OrganisationPage
from portal.checks.publishing import field_label
from portal.core.working_days import working_days
from portal.models import ApprovalTask
from portal.workflow.approvals import PARTNER_SUBMISSIONS, is_deputy

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from portal.accounts.models import User
    from portal.checks.publishing import CheckResult

# An event within this many working days is urgent. Approvers are reminded of submissions that wait longer.
URGENT_WITHIN = REMIND_AFTER = 3
# A recurring event can start this far in the future and still have a next date.
HORIZON = datetime.timedelta(days=2 * 366)
LAST = datetime.date.max


def usual_answer() -> str:
    """How long the office usually needs, in words for members."""
    days = settings.USUAL_ANSWER_WORKING_DAYS
    return ngettext(
        "The office usually answers within one working day.",
        "The office usually answers within %(days)s working days.",
        days,
    ) % {"days": days}


def next_date(page: Page, today: datetime.date | None = None) -> datetime.date | None:
    """The next day on which an event takes place according to its draft.

    Args:
        page: a version of an event, or another page.
        today: the first day that counts; by default today.

    Returns:
        A date; the last one if all have passed; None for other pages, and while no date is set.
    """
    if not isinstance(page, EventPage) or not page.start_date:
        return None
    today = today or timezone.localdate(timezone=zone_or_default(page.time_zone))
    lasts = (page.last_day or page.start_date) - page.start_date
    horizon = min(max(today, page.start_date), LAST - HORIZON) + HORIZON
    dates = page.recurrence.dates(horizon, MOST_DATES) or [page.start_date]
    return next((day for day in dates if today - day <= lasts), dates[-1])


def has_passed(page: Page) -> bool:
    """Whether all dates of an event have passed."""
    day = next_date(page)
    if day is None:
        return False
    today = timezone.localdate(timezone=zone_or_default(page.time_zone))
    return today - day > page.last_day - page.start_date


def organisation_of(page: Page) -> OrganisationPage | None:
    """The organization that submits a page (OrganisationPage), or None."""
    return page if isinstance(page, OrganisationPage) else getattr(page, "organisation", None)


def _is_near(day: datetime.date | None) -> bool:
    today = timezone.localdate()
    # More working days than two weeks have: nobody needs the exact number beyond that.
    return day is not None and (day - today).days < 14 and working_days(today, day) <= URGENT_WITHIN


@dataclass
class Submission:
    """One page that waits for the office.

    Attributes:
        page: the page as it is stored.
        version: the page as it is in the latest revision, which would be published.
        task_state: the state of the workflow task at which it waits.
    """

    page: Page
    version: Page
    task_state: TaskState

    @property
    def title(self) -> str:
        """The title in the submitted version."""
        return self.version.title or _("Without a title")

    @cached_property
    def organisation(self) -> OrganisationPage | None:
        """The organization that submitted it."""
        return organisation_of(self.version)

    @property
    def is_new(self) -> bool:
        """Whether nothing of it is public yet."""
        return not self.page.live

    @property
    def news(self) -> str:
        """New, changed, or public again, in words."""
        if self.page.live:
            return _("Change to a public page")
        return _("To be public again") if self.page.first_published_at else _("New")

    @cached_property
    def date(self) -> datetime.date | None:
        """The next date of an event, or None."""
        return next_date(self.version)

    @property
    def since(self) -> datetime.datetime:
        """When it was submitted."""
        return self.task_state.started_at

    @property
    def waited(self) -> int:
        """How many working days it has waited."""
        return working_days(timezone.localdate(self.since), timezone.localdate())

    @property
    def is_late(self) -> bool:
        """Whether it has waited longer than members are told."""
        return self.waited > settings.USUAL_ANSWER_WORKING_DAYS

    @cached_property
    def is_urgent(self) -> bool:
        """Whether the event is within three working days."""
        return _is_near(self.date)

    @cached_property
    def failures(self) -> list[CheckResult]:
        """What prevents its publication (a list of portal.checks.publishing.CheckResult)."""
        return self.version.publishing_errors()

    @cached_property
    def warnings(self) -> list[CheckResult]:
        """What somebody should look at, which does not prevent publication. That of the organization stands above the rest."""
        return [warning for warning in self.version.publishing_warnings() if warning.code != HOLDER]

    @cached_property
    def has_forbidden_words(self) -> bool:
        """Whether it has a confidential place, whose words were searched for in the text."""
        return checks.has_forbidden_words(self.version)

    @cached_property
    def gaps(self) -> list[str | StrPromise]:
        """The names of the fields from which words of a confidential place were removed."""
        return [field_label(self.version, failure.field) for failure in checks.gaps(self.version)]

    @cached_property
    def tells(self) -> list[str | StrPromise]:
        """The names of the fields that still contain such words."""
        found = [failure.field for failure in self.failures if failure.code == CONFIDENTIAL]
        return [field_label(self.version, name) or name for name in found]

    @property
    def url(self) -> str:
        """The address of the page on which approvers decide."""
        return reverse("partner_submission", args=[self.page.pk])

    @property
    def order(self) -> tuple[datetime.date, datetime.datetime]:
        """The sort key: the nearest event first; pages without a date last, longest waiting first."""
        return (self.date or LAST, self.since)


def _states() -> QuerySet[WorkflowState]:
    return WorkflowState.objects.filter(
        workflow__name=PARTNER_SUBMISSIONS,
        status=WorkflowState.STATUS_IN_PROGRESS,
        current_task_state__isnull=False,
    )


def how_many() -> int:
    """The number of waiting pages. One query."""
    return _states().count()


def waiting() -> list[Submission]:
    """The waiting pages, sorted by the date of the event.

    Returns:
        A list of Submission.
    """
    states = list(_states().select_related("current_task_state__task"))
    pages = Page.objects.filter(pk__in=[state.object_id for state in states]).select_related(
        "latest_revision"
    )
    found = {str(page.pk): page for page in pages.specific()}
    submissions = [_submission(found[state.object_id], state) for state in states if state.object_id in found]
    return sorted(submissions, key=attrgetter("order"))


@dataclass
class SubmissionLine:
    """One waiting page, as shown in a line of the dashboard.

    Attributes:
        title: the title in the submitted version.
        url: the page on which approvers decide.
        since: when it was submitted.
        date: the next date of an event, or None.
        organisation: the primary key of the OrganisationPage that submitted it, or None.
        task_state: the primary key of the TaskState at which it waits.
    """

    title: str
    url: str
    since: datetime.datetime
    date: datetime.date | None
    organisation: int | None
    task_state: int

    @property
    def is_urgent(self) -> bool:
        """Whether the event is within three working days."""
        return _is_near(self.date)


def submission_lines() -> list[SubmissionLine]:
    """The waiting pages, sorted like waiting(), with only the fields that the dashboard shows. Two queries, however many wait.

    Returns:
        A list of SubmissionLine.
    """
    rows = _states().values_list("object_id", "current_task_state__started_at", "current_task_state")
    since = {number: (started_at, task_state) for number, started_at, task_state in rows}
    revisions = Revision.objects.filter(
        pk__in=Page.objects.filter(pk__in=list(since)).values("latest_revision")
    )
    found = [_glance(revision.object_id, revision.content, since) for revision in revisions]
    return sorted(found, key=lambda glance: (glance.date or LAST, glance.since))


def _glance(
    number: str, content: dict[str, Any], since: dict[str, tuple[datetime.datetime, int]]
) -> SubmissionLine:
    event = "start_date" in content
    started_at, task_state = since[number]
    return SubmissionLine(
        title=content.get("title") or _("Without a title"),
        url=reverse("partner_submission", args=[number]),
        since=started_at,
        task_state=task_state,
        date=next_date(dated_event(content)) if event else None,
        organisation=content.get("organisation") if event else None,
    )


def submission_of(page: Page) -> Submission | None:
    """The submission of one page.

    Args:
        page: a Page as it is stored.

    Returns:
        A Submission, or None.
    """
    state = page.current_workflow_state
    if not state or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return None
    if state.workflow.name != PARTNER_SUBMISSIONS:
        return None
    return _submission(page.specific, state)


def _submission(page: Page, state: WorkflowState) -> Submission:
    version = page.with_content_json(page.latest_revision.content)
    return Submission(page, version, state.current_task_state)


def task() -> Task | None:
    """The workflow task for submissions by partners, or None before it is created."""
    workflow = Workflow.objects.active().filter(name=PARTNER_SUBMISSIONS).first()
    found = workflow.tasks.filter(active=True).first() if workflow else None
    return found.specific if found else None


def decides(user: User) -> bool:
    """Whether a user is in a group that decides about submissions, or is a deputy today.

    One query for the groups, and another one for everybody else, because every page of the admin calls it.
    """
    if not user.is_active:
        return False
    tasks = ApprovalTask.objects.filter(
        active=True,
        workflow_tasks__workflow__name=PARTNER_SUBMISSIONS,
        workflow_tasks__workflow__active=True,
        groups__user=user,
    )
    return tasks.exists() or is_deputy(user)
