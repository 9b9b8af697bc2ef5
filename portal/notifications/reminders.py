"""What the office is told: what came, what was decided, what failed, what is due. What partners send has its own mails."""

from collections import defaultdict
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import TaskState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from portal.core.working_days import working_days
from portal.pages import stewardship
from portal.pages.sources import CHECKED_FOR, unchecked
from portal.safety.models import HelpLine
from portal.safety.models.help_line import VERIFIED_FOR
from portal.workflow import approvals
from portal.workflow.approvals import COORDINATORS, PARTNER_SUBMISSIONS
from portal.workflow.scheduling import schedule_failed

from . import preferences
from .models import Notice
from .preferences import Due
from .services import address, send, tell

# What waits longer than this many working days is recalled, as what partners send is.
REMIND_AFTER = 3
CAME = "came:"


def people(*groups):
    """The active people of some groups, operators left out, each once.

    Args:
        *groups: names of groups.

    Returns:
        A list of users.
    """
    found = get_user_model().objects.filter(groups__name__in=groups, is_active=True, is_superuser=False)
    return list(found.distinct().order_by("pk"))


def title_of(record):
    """What a mail may call a page or snippet: the discreet title, else the title or name, else what kind of thing it is."""
    for name in ("discreet_title", "title", "name"):
        if found := getattr(record, name, ""):
            return found
    return str(record._meta.verbose_name)


def _edit_path(record, user):
    found = AdminURLFinder(user).get_edit_url(record)
    return found or reverse("wagtailadmin_home")


def _is_offices(workflow_state):
    return workflow_state.workflow.name != PARTNER_SUBMISSIONS


# --- What came --------------------------------------------------------------------------------------------------------
def approvers_of(task_state):
    """Who may decide what waits.

    Args:
        task_state: the TaskState under which it waits.

    Returns:
        A list of users, without who wrote any of it and without operators.
    """
    record = task_state.workflow_state.content_object
    return approvals.who_can_approve(getattr(record, "specific", record), task_state.task.specific)


def _came(instance, **_kwargs):
    if not _is_offices(instance.workflow_state):
        return
    for user in approvers_of(instance):
        if preferences.chosen(user, preferences.SUBMISSION) == preferences.AT_ONCE:
            Notice.objects.get_or_create(
                user=user,
                kind=preferences.SUBMISSION,
                key=f"{CAME}{instance.pk}",
                defaults={"path": reverse("wagtailadmin_home")},
            )


@transaction.atomic
def tell_gathered():
    """Tell each approver in one mail how much of the office's own has come since the last one.

    Returns:
        How many mails were written.
    """
    untold = Notice.objects.select_for_update(of=("self",)).filter(
        kind=preferences.SUBMISSION, key__startswith=CAME, told_at=None
    )
    by_user = defaultdict(list)
    for notice in untold.select_related("user"):
        by_user[notice.user].append(notice)
    numbers = [notice.key.removeprefix(CAME) for found in by_user.values() for notice in found]
    states = TaskState.objects.filter(pk__in=numbers, status=TaskState.STATUS_IN_PROGRESS)
    waiting = {str(number) for number in states.values_list("pk", flat=True)}
    mails = 0
    for user, found in by_user.items():
        if preferences.chosen(user, preferences.SUBMISSION) != preferences.AT_ONCE:
            continue
        # What was decided or withdrawn meanwhile is not told.
        if count := sum(notice.key.removeprefix(CAME) in waiting for notice in found):
            send(user, partial(_mail_of_what_came, count))
            mails += 1
    told = [notice.pk for found in by_user.values() for notice in found]
    Notice.objects.filter(pk__in=told).update(told_at=timezone.now())
    return mails


def _mail_of_what_came(count):
    subject = ngettext("One submission awaits review", "%(count)s submissions await review", count)
    text = ngettext(
        "A colleague has sent something that needs your approval.",
        "Colleagues have sent %(count)s things that need your approval.",
        count,
    )
    text = text % {"count": count}
    return subject % {"count": count}, f"{text}\n\n{address(reverse('wagtailadmin_home'))}\n"


def _waits(count):
    return ngettext(
        "One submission from a colleague is waiting.",
        "%(count)s submissions from colleagues are waiting.",
        count,
    ) % {"count": count}


def _waits_long(count):
    return ngettext(
        "One submission from a colleague has waited for more than three working days.",
        "%(count)s submissions from colleagues have waited for more than three working days.",
        count,
    ) % {"count": count}


def submissions_due(now, day):
    """What waits for approval: for those who gather, and again after every three working days for everybody."""
    states = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).exclude(
        workflow_state__workflow__name=PARTNER_SUBMISSIONS
    )
    path = reverse("wagtailadmin_home")
    for state in states.select_related("workflow_state", "revision"):
        waited = working_days(timezone.localtime(state.started_at, now.tzinfo).date(), day)
        times = (waited - 1) // REMIND_AFTER
        for user in approvers_of(state):
            if times > 0:
                yield Due(user, f"long:{state.pk}:{times}", path, count=_waits_long)
            elif preferences.chosen(user, preferences.SUBMISSION) != preferences.AT_ONCE:
                yield Due(user, f"waits:{state.pk}", path, count=_waits)


# --- What was decided, what failed ------------------------------------------------------------------------------------
def _authors(task_state, revision, by):
    people = {task_state.workflow_state.requested_by, revision.user if revision else None}
    return sorted((user for user in people if user is not None and user != by), key=lambda user: user.pk)


def _decided(write):
    def hear(instance, user=None, **_kwargs):
        state = instance.current_task_state
        if not _is_offices(instance) or state is None:
            return
        version = state.revision.as_object() if state.revision else instance.content_object
        title = title_of(version)
        for author in _authors(state, state.revision, user):
            path = _edit_path(version, author)

            def mail(path=path):
                subject, text = write(title, version)
                return subject, f"{text}\n\n{address(path)}\n"

            tell(author, preferences.DECISION, mail, path)

    return hear


def _approved(title, version):
    words = {"title": _("“%(title)s”") % {"title": title}}
    if (when := getattr(version, "go_live_at", None)) and when > timezone.now():
        text = _("The office has approved %(title)s. It will be public at the planned time.")
    else:
        text = _("The office has approved %(title)s. It is public now.")
    return _("Approved: %(title)s") % words, text % words


def _changes_requested(title, version):
    words = {"title": _("“%(title)s”") % {"title": title}}
    text = _(
        "The office asks you to change %(title)s before it can be public. Sign in to read what to change, and to continue."
    )
    return _("Changes requested: %(title)s") % words, text % words


def _rejected(title, version):
    words = {"title": _("“%(title)s”") % {"title": title}}
    text = _("The office will not publish %(title)s. Sign in to read why.")
    return _("Not published: %(title)s") % words, text % words


def _schedule_failed(instance, revision, **_kwargs):
    # The last one, whether it is in force or has ended.
    approval = revision.hub_approvals.select_related("approver").order_by("-pk").first()
    found = {revision.user, approval.approver if approval else None}
    told = [
        user
        for user in found
        if user and preferences.is_staff(user) and not user.is_superuser and user.is_active
    ]
    title = title_of(instance)
    for user in sorted(told or people(COORDINATORS), key=lambda user: user.pk):
        path = _edit_path(instance, user)
        tell(user, preferences.SCHEDULE, partial(_failed, title, path), path)


def _failed(title, path):
    words = {"title": _("“%(title)s”") % {"title": title}}
    text = _(
        "%(title)s should be public by now, but could not be published. It is no longer planned. Sign in to read why, in its history; then send it for review again."
    )
    return _("Not published as planned: %(title)s") % words, f"{text % words}\n\n{address(path)}\n"


# --- What is due --------------------------------------------------------------------------------------------------------
def reviews_due(now, day):
    """Pages whose review date has come, to their stewards."""
    for page, steward in _with_stewards(stewardship.pages().filter(stewardship.is_due_by(day))):
        path = reverse("wagtailadmin_pages:edit", args=[page.pk])
        yield Due(steward, f"{page.pk}:{stewardship.next_review(page)}", path, title_of(page.specific))


def sources_due(now, day):
    """Pages with a source or statute that nobody has opened for a year, or ever, to their stewards."""
    oldest: dict[int, Any] = {}
    for row in unchecked(stewardship.pages(), limit=day - CHECKED_FOR):
        oldest.setdefault(row.page_id, row.checked_on)
    for page, steward in _with_stewards(stewardship.pages().filter(pk__in=list(oldest))):
        path = reverse("wagtailadmin_pages:edit", args=[page.pk])
        yield Due(steward, f"{page.pk}:{oldest[page.pk]}", path, title_of(page.specific))


def _with_stewards(pages):
    stewards = get_user_model().objects.filter(is_active=True).in_bulk()
    for page in pages.filter(steward_id__isnull=False):
        if page.steward_id in stewards:
            yield page, stewards[page.steward_id]


def help_lines_due(now, day):
    """Lines that nobody has checked for six months, to the steward, else to the coordinators."""
    late = Q(verified_on=None) | Q(verified_on__lt=day - VERIFIED_FOR)
    # One line in several languages is checked once.
    seen = set()
    coordinators = people(COORDINATORS)
    lines = HelpLine.objects.filter(late, live=True, enabled=True).select_related("steward", "locale")
    for line in lines.order_by("locale_id", "pk"):
        if line.translation_key in seen:
            continue
        seen.add(line.translation_key)
        steward = line.steward
        for user in [steward] if steward and steward.is_active else coordinators:
            yield Due(user, f"{line.translation_key}:{line.verified_on}", _edit_path(line, user), line.name)


# --- Signals ------------------------------------------------------------------------------------------------------------
def connect():
    """Send these mails instead of Wagtail's own, which admin_app.py disconnects."""
    task_submitted.connect(_came, dispatch_uid="reminders_came")
    for signal, write in (
        (workflow_approved, _approved),
        (workflow_rejected, _changes_requested),
        (approvals.declined, _rejected),
    ):
        signal.connect(_decided(write), dispatch_uid=f"reminders{write.__name__}", weak=False)
    schedule_failed.connect(_schedule_failed, dispatch_uid="reminders_schedule_failed")
    for kind, due in (
        (preferences.SUBMISSION, submissions_due),
        (preferences.REVIEW, reviews_due),
        (preferences.SOURCES, sources_due),
        (preferences.HELP_LINE, help_lines_due),
    ):
        preferences.KINDS[kind].due.append(due)
