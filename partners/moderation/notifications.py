"""Mails about submissions of partners: to the office when one arrives and while it waits, to members when it is decided.

Each mail is stored in the outbox in the transaction that causes it. No mail contains the text of a draft or the reason for a decision:
people read those after they sign in. Operators get none of these mails.
"""

from functools import partial

from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.log_actions import log
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from partners.events.models import EventPage
from portal.accounts.services import language_of
from portal.notifications import preferences
from portal.notifications.preferences import AT_ONCE, DAILY, DECISION, NEVER, SUBMISSION, WEEKLY, Due
from portal.notifications.services import address, send, tell
from portal.workflow.approvals import PARTNER_SUBMISSIONS, active_approvers, declined
from portal.workflow.immediate_actions import confirmation_path
from portal.workflow.scheduling import schedule_failed

from .models import ReviewNotice
from .services import REMIND_AFTER, Submission, has_passed, next_date, organisation_of, waiting

CLOSED = "partners.closed"


# --- Recipients -----------------------------------------------------------------------------------------------
def approvers(without=None, only=()):
    """The staff who get a mail: those who can decide today, deputies included, but no operators and nobody who switched such mails off.

    Args:
        without: the primary key of an account that gets no mail, because it caused the event.
        only: values of the preference "when"; people with other preferences get the digest. By default all.

    Returns:
        A list of users, each once.
    """
    choices = {
        user: preferences.chosen(user, SUBMISSION)
        for user in active_approvers().filter(is_superuser=False).order_by("pk")
        if user.pk != without
    }
    return [user for user, when in choices.items() if when != NEVER and (not only or when in only)]


def members(page):
    """The active members of the organization to which a page belongs."""
    organisation = organisation_of(page)
    if organisation is None:
        return []
    found = get_user_model().objects.filter(
        memberships__organisation__translation_key=organisation.translation_key, is_active=True
    )
    return list(found.distinct().order_by("pk"))


# --- To the office ----------------------------------------------------------------------------------------------
def submitted(instance, user=None, **_kwargs):
    """A submission has arrived: store a notice for the next collective mail, or send a mail at once if its date is near."""
    if not _is_partners(instance):
        return
    page = instance.workflow_state.content_object.specific
    notice, _created = ReviewNotice.objects.get_or_create(
        task_state_id=instance.pk, defaults={"submitted_by": user}
    )
    # Wagtail sets the current task of the workflow state after this signal.
    submission = Submission(page, page.get_latest_revision_as_object(), instance)
    if submission.is_urgent:
        _tell_urgent([submission], {submission.task_state.pk: notice})


def send_gathered():
    """Send each approver one mail with the number of submissions since the last one.

    Returns:
        How many submissions the mails are about.
    """
    with transaction.atomic():
        notices = list(
            ReviewNotice.objects.select_for_update(of=("self",)).filter(
                told_at=None, task_state__status=TaskState.STATUS_IN_PROGRESS
            )
        )
        for user in approvers(only=(AT_ONCE,)) if notices else []:
            count = sum(notice.submitted_by_id != user.pk for notice in notices)
            if count:
                send(user, partial(_came, count))
        ReviewNotice.objects.filter(pk__in=[notice.pk for notice in notices]).update(told_at=timezone.now())
    return len(notices)


@transaction.atomic
def remind():
    """Remind approvers of submissions that have waited three working days, or another three, and of those that have become urgent.

    Returns:
        How many submissions the mails are about.
    """
    submissions = waiting()
    notices = _notices(submissions)
    near = [one for one in submissions if one.is_urgent and notices[one.task_state.pk].urgent_at is None]
    _tell_urgent(near, notices)
    late = []
    for submission in submissions:
        notice, due = notices[submission.task_state.pk], (submission.waited - 1) // REMIND_AFTER
        if due > notice.reminders:
            notice.reminders = due
            notice.save(update_fields=["reminders"])
            late.append(submission)
    for user in approvers(only=(AT_ONCE,)) if late else []:
        send(user, lambda: _waits_long(len(late)))
    return len(late)


def submissions_due(now, day):
    """The number of waiting submissions, for the daily digest. Approvers who get mails at once were told already."""
    submissions = waiting()
    path = reverse("partner_submissions")
    for user in approvers(only=(DAILY, WEEKLY)) if submissions else []:
        for one in submissions:
            yield Due(user, f"partners:{one.task_state.pk}", path, count=_wait)


def removal_requested(event):
    """A member asked the office to remove an event that is or was public."""
    for user in approvers():
        send(user, _removal)


def changed_at_once(event, user):
    """A member changed a public event without review, as the rules allow: tell the office.

    Args:
        event: the EventPage.
        user: who changed it.
    """
    title, day, link = event.public_title, next_date(event), address(confirmation_path(event))
    for approver in approvers(without=user.pk if user else None):
        send(approver, lambda: _changed_at_once(title, day, link))


def place_emptied(page, user, events=0):
    """A member made a place of a public page confidential, which takes effect without review: tell the office.

    Args:
        page: the EventPage or OrganisationPage as it is stored now.
        user: the member.
        events: how many events of the organization were held there.
    """
    title = getattr(page, "public_title", page.title)
    link = address(confirmation_path(page))
    for approver in approvers(without=user.pk if user else None):
        send(approver, lambda: _place_emptied(title, events, link))


def reinstatement_asked(event, user):
    """A member asked to reinstate a canceled event.

    Args:
        event: the EventPage.
        user: the member.
    """
    title, day = event.public_title, next_date(event)
    link = address(reverse("partners_event_state", args=[event.translation_key]))
    for approver in approvers(without=user.pk if user else None):
        send(approver, lambda: _reinstatement(title, day, link))


def _tell_urgent(submissions, notices):
    for submission in submissions:
        notice = notices[submission.task_state.pk]
        for user in approvers(without=notice.submitted_by_id):
            send(user, partial(_urgent, submission.url))
        notice.urgent_at = notice.told_at = timezone.now()
        notice.save(update_fields=["urgent_at", "told_at"])


def _notices(submissions):
    """The notice of each submission, by the primary key of its task state. Creates missing ones, for submissions older than this model."""
    keys = [submission.task_state.pk for submission in submissions]
    found = {notice.task_state_id: notice for notice in ReviewNotice.objects.filter(task_state__in=keys)}
    return {key: found.get(key) or ReviewNotice.objects.create(task_state_id=key) for key in keys}


def _came(count):
    subject = ngettext("One submission awaits review", "%(count)s submissions await review", count)
    text = ngettext(
        "A partner has sent something for review.",
        "Partners have sent %(count)s things for review.",
        count,
    )
    return subject % {"count": count}, _to_queue(text % {"count": count})


def _wait(count):
    return ngettext(
        "One partner submission is waiting.", "%(count)s partner submissions are waiting.", count
    ) % {"count": count}


def _urgent(url):
    text = _("A partner has sent an event that takes place within three working days. Please review it.")
    return _("Urgent: an event is waiting for review"), f"{text}\n\n{address(url)}\n"


def _waits_long(count):
    subject = ngettext(
        "One submission has waited a long time", "%(count)s submissions have waited a long time", count
    )
    text = ngettext(
        "A submission has waited for more than three working days. Its members expect an answer.",
        "%(count)s submissions have waited for more than three working days. Their members expect an answer.",
        count,
    )
    return subject % {"count": count}, _to_queue(text % {"count": count})


def _removal():
    return _("A partner asks to remove an event"), _to_queue(
        _("A member asks the office to remove an event. It is in the list, with the reason.")
    )


def _changed_at_once(title, day, link):
    words = {"title": dated(title, day)}
    text = (
        _("A member has changed the state of the public event %(title)s. The change is already public.")
        % words
    )
    return _(
        "Changed by a partner: %(title)s"
    ) % words, f"{text}\n\n{_('Please confirm it, or undo it:')}\n{link}\n"


def _place_emptied(title, events, link):
    words = {"title": dated(title, None)}
    text = _("A place of %(title)s is now confidential. It has already been deleted everywhere.") % words
    if events:
        also = ngettext(
            "%(count)s event was planned there. It no longer says where.",
            "%(count)s events were planned there. They no longer say where.",
            events,
        )
        text = f"{text} {also % {'count': events}}"
    return _(
        "Changed by a partner: %(title)s"
    ) % words, f"{text}\n\n{_('Please confirm it, or undo it:')}\n{link}\n"


def _reinstatement(title, day, link):
    words = {"title": dated(title, day)}
    text = _("A partner asks to let %(title)s take place after all. You decide here:") % words
    return _("Should it take place after all? %(title)s") % words, f"{text}\n\n{link}\n"


def _to_queue(text):
    return f"{text}\n\n{address(reverse('partner_submissions'))}\n"


# --- To the members ---------------------------------------------------------------------------------------------
def _approved(title, version):
    if version.go_live_at and version.go_live_at > timezone.now():
        text = _("The office has approved %(title)s. It will be public at the planned time.")
    else:
        text = _("The office has approved %(title)s. It is public now.")
    return _("Approved: %(title)s") % {"title": title}, text % {"title": title}


def _changes_requested(title, version):
    text = _(
        "The office asks you to change %(title)s before it can be public. Sign in to read what to change, and to continue."
    )
    return _("Changes requested: %(title)s") % {"title": title}, text % {"title": title}


def _rejected(title, version):
    text = _("The office will not publish %(title)s. Sign in to read why.")
    return _("Not published: %(title)s") % {"title": title}, text % {"title": title}


def _too_late(title, version):
    text = _(
        "The date of %(title)s passed before the office answered. We are sorry. It is no longer waiting for review; you can post it again with a new date."
    )
    return _("The date has passed: %(title)s") % {"title": title}, text % {"title": title}


def _stays(title, version):
    text = _("The office keeps %(title)s public. Sign in to read why, in the history of the event.")
    return _("It stays public: %(title)s") % {"title": title}, text % {"title": title}


def _not_as_planned(title, version):
    text = _(
        "%(title)s should be public by now, but could not be published. The office knows about it and will tell you more."
    )
    return _("Not published as planned: %(title)s") % {"title": title}, text % {"title": title}


def removal_refused(event):
    """Tell the members who asked to remove an event that it is not removed."""
    tell_members(event, _stays)


def tell_members(version, write):
    """Mail all members of a page's organization what was decided about a revision.

    Args:
        version: the page as it is in that revision.
        write: a function of the title with its date, and the version, that returns subject and text.
    """
    day = next_date(version)
    for user in members(version):

        def mail():
            title = dated(version.discreet_title or version.title, day)
            subject, text = write(title, version)
            return subject, f"{text}\n\n{address(workspace_path(version))}\n"

        with override(language_of(user)):
            path = workspace_path(version)
        tell(user, DECISION, mail, path)


def workspace_path(page):
    """The workspace address at which a member edits a page, in the active language."""
    organisation = organisation_of(page)
    if organisation is None:
        return reverse("partners:workspace")
    if isinstance(page, EventPage):
        return reverse("partners:event", args=[organisation.slug, page.translation_key])
    return reverse("partners:dashboard", args=[organisation.slug])


def dated(title, day):
    """“Title”, with the date if there is one, in the format of the active language."""
    if day is None:
        return _("“%(title)s”") % {"title": title}
    return _("“%(title)s” (%(date)s)") % {"title": title, "date": date_format(day, "DATE_FORMAT")}


def close_passed():
    """End the review of events whose date has passed while they waited, and tell the members.

    Returns:
        How many reviews were ended.
    """
    closed = [one for one in waiting() if isinstance(one.version, EventPage) and has_passed(one.version)]
    for submission in closed:
        with transaction.atomic():
            # Somebody decided it in the meantime.
            state = WorkflowState.objects.select_for_update().get(pk=submission.task_state.workflow_state_id)
            if state.status != WorkflowState.STATUS_IN_PROGRESS:
                continue
            log(instance=submission.page, action=CLOSED, revision=submission.task_state.revision)
            state.cancel()
            tell_members(submission.version, _too_late)
    return len(closed)


# --- Signals ----------------------------------------------------------------------------------------------------
def connect():
    """Send these mails instead of Wagtail's own, which link to the admin, where members have no access."""
    task_submitted.connect(submitted, dispatch_uid="partners_submitted")
    for signal, write in (
        (workflow_approved, _approved),
        (workflow_rejected, _changes_requested),
        (declined, _rejected),
    ):
        signal.connect(_teller(write), dispatch_uid=f"partners{write.__name__}", weak=False)
    schedule_failed.connect(_failed_as_planned, dispatch_uid="partners_schedule_failed")
    preferences.KINDS[SUBMISSION].due.append(submissions_due)


def _failed_as_planned(instance, **_kwargs):
    if organisation_of(instance) is not None:
        tell_members(instance, _not_as_planned)


def _teller(write):
    def tell(instance, **_kwargs):
        if _is_partners(instance):
            tell_members(instance.current_task_state.revision.as_object(), write)

    return tell


def _is_partners(instance):
    """Whether a task state or workflow state belongs to the review of submissions by partners."""
    state = getattr(instance, "workflow_state", instance)
    return state.workflow.name == PARTNER_SUBMISSIONS
