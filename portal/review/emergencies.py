"""Emergency publication of an alert, or of a correction of a help line. A coordinator alone publishes; another person confirms within a
working day.

Such a publication has an Approval with the ground "emergency". Until it is confirmed, it is in the list of emergencies and on the
admin's home page; it is public in the meantime.
"""

import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from portal.core.working_days import office_calendar
from portal.safety.models import Alert, HelpLine
from portal.workflow import approvals, contributions, shared_fields
from portal.workflow.models import Approval
from portal.workflow.models.snippets import ReviewedSnippet

MODELS: dict[str, type[ReviewedSnippet]] = {str(model._meta.model_name): model for model in (Alert, HelpLine)}
PUBLISHED, CONFIRMED, REMINDED = "hub.emergency", "hub.emergency_confirmed", "hub.emergency_reminded"
REMIND_EVERY = datetime.timedelta(days=1)


# --- Permissions --------------------------------------------------------------------------------------------------
def may_publish(user):
    """Whether a user may publish in an emergency: only coordinators."""
    return user.is_active and user.groups.filter(name=approvals.COORDINATORS).exists()


def may_confirm(user, approval):
    """Whether a user may confirm an emergency: approvers who neither published nor wrote any of it."""
    return (
        approvals.is_office(user)
        and approval.approver_id != user.pk
        and not writers(approval).filter(pk=user.pk).exists()
    )


def approval_blocker(user, approval):
    """The message that says why an approver may not confirm an emergency, and who can; "" if he or she may."""
    if may_confirm(user, approval):
        return ""
    kept = {approval.approver_id, *writers(approval).values_list("pk", flat=True)}
    who = who_else(recipients(), kept)
    return f"{_('You published it or wrote part of it. Another person must confirm it.')} {who}"


def who_else(people, kept):
    """A sentence that names who can confirm something, or says what to do where nobody can.

    Args:
        people: recipients().
        kept: the primary keys of those who may not.
    """
    names = [one.get_full_name() or one.email for one in people if one.pk not in kept]
    if names:
        return _("These people can confirm it: %(names)s.") % {"names": ", ".join(names)}
    return _("Nobody else can confirm it now. A coordinator can name a deputy (Settings, Deputies).")


def writers(approval):
    """The authors of what was published, since the last version that somebody approved."""
    revision = (approval.part_of or approval).revision
    return contributions.contributors(revision.content_object, until=revision.created_at)


def recipients():
    """The recipients of the mails: all who may approve today, whatever mails they have switched off."""
    return list(approvals.active_approvers().order_by("pk"))


# --- Publication --------------------------------------------------------------------------------------------------
@transaction.atomic
def publish(record, user, reason):
    """Publish the latest version of an alert or a help line at once, also one that is scheduled for later.

    Fields that are the same in every language (numbers, times, switches) are changed in all live translations too. Their texts and
    drafts are not changed.

    Args:
        record: an Alert or a HelpLine.
        user: a coordinator.
        reason: the reason why it cannot wait.

    Raises:
        PermissionDenied: the user is not a coordinator.
        ValidationError: the version fails a publishing check; nothing is published then.
    """
    if not may_publish(user):
        raise PermissionDenied
    version = approvals.newest_version(record)
    version.full_clean()
    names = shared_fields.changed(record, version)
    revision = approvals.newest(record)
    if version.go_live_at and version.go_live_at > timezone.now():
        # An emergency is public at once, whatever time was scheduled.
        version.go_live_at = None
        revision = version.save_revision(user=user)
    first = _make_public(record, revision, user, reason)
    shared_fields.sync_shared_fields(
        record, version, names, lambda one, revision: _make_public(one, revision, user, reason, first)
    )
    _tell_all(record, user)


def _make_public(record, revision, user, reason, part_of=None):
    approval = approvals.approve_revision(revision, user, Approval.Ground.EMERGENCY, part_of)
    revision.publish(user=user, skip_permission_checks=True)
    log(instance=record, action=PUBLISHED, user=user, revision=revision, data={"comment": reason})
    return approval


def changes(record):
    """What an emergency publication would change for the public.

    Args:
        record: an Alert or a HelpLine.

    Returns:
        A list of (label, before, after) texts; before is "" if nothing is public.
    """
    public = type(record).objects.get(pk=record.pk) if record.live else None
    version = approvals.newest_version(record)
    found = []
    for field in record._meta.concrete_fields:
        if field.name not in _shown(type(record)):
            continue
        before, after = (_words(one, field) if one else "" for one in (public, version))
        if before != after:
            found.append((field.verbose_name, before, after))
    return found


def _shown(model):
    names = set()
    panels = list(model.panels)
    while panels:
        panel = panels.pop()
        panels += getattr(panel, "children", [])
        names.add(getattr(panel, "field_name", ""))
    return names


def _words(record, field):
    value = field.value_from_object(record)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if field.is_relation:
        value = getattr(record, field.name)
    elif field.choices:
        value = getattr(record, f"get_{field.name}_display")()
    return strip_tags(str(value)).strip() if value not in (None, "") else ""


# --- Confirmation ---------------------------------------------------------------------------------------------------
def waiting():
    """The emergencies that are not confirmed yet, oldest first: one for all languages of a correction."""
    earlier = _open_ones().filter(act=OuterRef("act"), pk__lt=OuterRef("pk"))
    return (
        _open_ones()
        .exclude(Exists(earlier))
        .select_related("revision", "approver", "part_of__revision")
        .order_by("approved_at")
    )


def waiting_for(user):
    """The emergencies of waiting() that a user may confirm: a list."""
    return [approval for approval in waiting() if may_confirm(user, approval)]


def parts_of(approval):
    """The approvals that are confirmed together: the same correction in each language, including this one.

    Returns:
        A queryset of Approval, the default language first.
    """
    return (
        _open_ones().filter(act=approval.part_of_id or approval.pk).select_related("revision").order_by("pk")
    )


def _open_ones():
    open_ones = Approval.objects.filter(ground=Approval.Ground.EMERGENCY, ended_at=None, confirmed_at=None)
    models = ContentType.objects.get_for_models(*MODELS.values()).values()
    return open_ones.filter(revision__base_content_type__in=models).annotate(act=Coalesce("part_of_id", "pk"))


def due(approval):
    """By when an emergency should be confirmed: the same time on the next working day."""
    approved = timezone.localtime(approval.approved_at)
    day = approved.date()
    return approved + (office_calendar().get_nth_working_day(day, 1) - day)


def is_overdue(approval):
    """Whether a working day has passed without a confirmation."""
    return approval.confirmed_at is None and due(approval) < timezone.now()


def reason_of(approval):
    """The reason that the coordinator gave."""
    entry = ModelLogEntry.objects.filter(action=PUBLISHED, revision=approval.revision).first()
    return entry.data.get("comment", "") if entry else ""


@transaction.atomic
def confirm(approval, user):
    """Confirm, as a second person, what a coordinator published, in all languages at once.

    Args:
        approval: an Approval of waiting().
        user: the user who confirms.

    Returns:
        Whether it was not confirmed before.

    Raises:
        PermissionDenied: the user may not approve.
        NotApproved: see approval_blocker().
    """
    if not approvals.is_office(user):
        raise PermissionDenied
    if sentence := approval_blocker(user, approval):
        raise approvals.NotApproved(sentence)
    done = 0
    for part in list(parts_of(approval)):
        if approvals.confirm_emergency(part, user):
            log(instance=part.revision.content_object, action=CONFIRMED, user=user, revision=part.revision)
            done += 1
    return bool(done)


@transaction.atomic
def remind():
    """Once a day, remind of the emergencies that nobody has confirmed within a working day.

    Returns:
        The number of these emergencies.
    """
    late = [approval for approval in waiting() if is_overdue(approval)]
    since = timezone.now() - REMIND_EVERY
    recent = ModelLogEntry.objects.filter(action=REMINDED, timestamp__gt=since)
    recalled = set(recent.values_list("revision_id", flat=True))
    late = [approval for approval in late if approval.revision_id not in recalled]
    for approval in late:
        log(instance=approval.revision.content_object, action=REMINDED, revision=approval.revision)
    for user in recipients() if late else []:
        count = sum(approval.approver_id != user.pk for approval in late)
        if count:
            send(user, lambda count=count: _late(count))
    return len(late)


# --- Mails: only the title, in the recipient's language ----------------------------------------------------------------
def _tell_all(record, user):
    for person in recipients():
        send(person, lambda: _published(record, user))


def send(person, write):
    """Send a mail to one person.

    Args:
        person: who gets it, whatever mails are switched off.
        write: a function that returns subject and text, called in that person's language.
    """
    with override(person.language or settings.LANGUAGE_CODE):
        subject, text = write()
    EmailMessage(subject, text, to=[person.email], headers={"Auto-Submitted": "auto-generated"}).send()


def _published(record, user):
    subject = _("Emergency: “%(title)s” is public") % {"title": record}
    text = _(
        "%(person)s published this as an emergency, without review: %(title)s\n\nAnother approver or coordinator should check it within a working day:\n%(address)s\n"
    ) % {"person": user, "title": record, "address": _address()}
    return subject, text


def _late(count):
    subject = ngettext(
        "An emergency is waiting for a second person",
        "%(count)s emergencies are waiting for a second person",
        count,
    ) % {"count": count}
    text = _(
        "A working day has passed, and nobody has confirmed what was published as an emergency. Please check it:\n%(address)s\n"
    ) % {"address": _address()}
    return subject, text


def _address():
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + reverse("emergencies")
