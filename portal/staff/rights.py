"""Permissions that two people must grant: a second coordinator confirms (decision 21).

One coordinator requests and another confirms: making somebody an approver or coordinator, or a deputy of one; activating such an
account again; resetting a second factor. If nobody else can confirm, the change is made at once, and all approvers and coordinators are
told. One person is enough to remove permissions. The person concerned is told.
"""

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log

from portal.accounts import second_factor
from portal.accounts.services import language_of, tell_of_change
from portal.exceptions import ActionNotAllowed
from portal.notifications import services as notifications
from portal.workflow.approvals import APPROVERS, COORDINATORS
from portal.workflow.choices import ReviewStep
from portal.workflow.models import ApprovalTask, Deputy

from .models import RightsChange

# Anybody with one of these permissions can grant permissions, whatever the group is called.
GIVE_RIGHTS = ("add_user", "change_user", "add_deputy", "change_deputy")
# The steps of a review after which content is published. The other steps come before them.
APPROVE = (ReviewStep.OFFICE, ReviewStep.HELP_LINE)
Kind, State = RightsChange.Kind, RightsChange.State


def guarded_groups():
    """The groups whose members two people must add: those that approve or grant permissions, whatever their name."""
    tasks = ApprovalTask.objects.filter(active=True, kind__in=APPROVE)
    return Group.objects.filter(
        Q(name__in=(APPROVERS, COORDINATORS))
        | Q(permissions__codename__in=GIVE_RIGHTS)
        | Q(pk__in=tasks.values("groups"))
    ).distinct()


def confirmers(account, asked_by):
    """Who may confirm a change of an account: coordinators who have signed in before, except the one who asked and the account itself.

    Returns:
        A queryset of users.
    """
    people = get_user_model().objects.filter(is_active=True, groups__name=COORDINATORS)
    people = people.exclude(password__startswith=UNUSABLE_PASSWORD_PREFIX).exclude(password="")
    return people.exclude(pk__in=[one.pk for one in (account, asked_by) if one]).distinct()


def may_confirm(user, change):
    """Whether a user may confirm or refuse a change. Operators may, but never the person who asked, or whom it concerns."""
    if user.pk in (change.account_id, change.asked_by_id) or change.state != State.OPEN:
        return False
    return user.is_superuser or confirmers(change.account, change.asked_by).filter(pk=user.pk).exists()


def waiting():
    """The changes that wait for confirmation, longest waiting first."""
    return RightsChange.objects.filter(state=State.OPEN).select_related(
        "account", "group", "deputy", "asked_by"
    )


@transaction.atomic
def ask(account, kind, by, group=None, deputy=None):
    """Request a change. If nobody else can confirm it, make it and tell all approvers and coordinators.

    Args:
        account: the user whose account is changed.
        kind: a RightsChange.Kind.
        by: the user who asks.
        group: for Kind.GROUP.
        deputy: for Kind.DEPUTY; it has no effect until it is confirmed.

    Returns:
        The RightsChange; its state says whether it waits.
    """
    change, new = RightsChange.objects.get_or_create(
        account=account,
        kind=kind,
        group=group,
        deputy=deputy,
        state=State.OPEN,
        defaults={"asked_by": by},
    )
    if deputy:
        Deputy.objects.filter(pk=deputy.pk).update(waits=True)
    if not new:
        return change
    log(instance=account, action="portal.rights.asked", user=by, data=_details(change))
    others = list(confirmers(account, by))
    if not others:
        _apply(change, by, "portal.rights.alone")
        _tell_everybody(change, by)
        return change
    for person in others:
        notifications.send(person, lambda: _mail_of(change, by))
    return change


@transaction.atomic
def confirm(change, by):
    """Confirm a change and make it.

    Args:
        change: a RightsChange.
        by: the user who confirms.

    Raises:
        ActionNotAllowed: the user may not, or the change is no longer possible.
    """
    change = _locked(change, by)
    asked_by = change.asked_by
    if not (asked_by and asked_by.is_active and asked_by.has_perm("portal.change_user")):
        raise ActionNotAllowed(
            _(
                "The person who asked for this is no longer a coordinator. Refuse it; a coordinator can ask again."
            )
        )
    if change.account.is_superuser and not by.is_superuser:
        raise ActionNotAllowed(_("This is an operator's account now. Only an operator can change it."))
    _apply(change, by, "portal.rights.confirmed")


@transaction.atomic
def refuse(change, by):
    """Refuse a change. The person who asked may withdraw it too.

    Raises:
        ActionNotAllowed: the user may not.
    """
    change = _locked(change, by, and_who_asked=True)
    _end(change, State.REFUSED, by)
    log(instance=change.account, action="portal.rights.refused", user=by, data=_details(change))
    if change.asked_by and change.asked_by != by:
        notifications.send(
            change.asked_by,
            lambda: (
                _("A change to an account was refused"),
                _("%(change)s\n\nRefused by: %(name)s") % {"change": sentence(change), "name": name_of(by)},
            ),
        )
    if change.deputy:
        change.deputy.delete()


def sentence(change):
    """What a change does, in the active language."""
    name = name_of(change.account)
    if change.kind == Kind.GROUP:
        return _("%(name)s gets the rights of the group “%(group)s”.") % {"name": name, "group": change.group}
    if change.kind == Kind.DEPUTY:
        days = {
            "name": name,
            "first": date_format(change.deputy.starts_on, "DATE_FORMAT"),
            "last": date_format(change.deputy.ends_on, "DATE_FORMAT"),
        }
        return _("%(name)s can decide like an approver from %(first)s to %(last)s.") % days
    if change.kind == Kind.ACTIVATE:
        return _("The account of %(name)s is active again.") % {"name": name}
    return _("The second factor of %(name)s is reset.") % {"name": name}


def name_of(user):
    """A person's name in messages."""
    return user.get_full_name() or user.email


def tell_office(write):
    """Mail all approvers and coordinators.

    Args:
        write: a function without arguments that returns subject and text, called in each person's language.
    """
    people = get_user_model().objects.filter(is_active=True, groups__name__in=(APPROVERS, COORDINATORS))
    for person in people.distinct():
        notifications.send(person, write)


def tell_of_operator(account, kind=None):
    """Tell the office by mail what the operator of the server did with a command, without a second person.

    Args:
        account: the user whose account was changed.
        kind: Kind.SECOND_FACTOR; None for a new operator's account.
    """

    def write():
        words = {"name": name_of(account)}
        if kind:
            done = sentence(RightsChange(account=account, kind=kind))
        else:
            done = _("%(name)s is an operator now and may do everything.") % words
        return (
            _("The operator changed an account"),
            _("%(change)s\n\nThis was done on the server. If it was not agreed, ask the operator at once.")
            % {"change": done},
        )

    tell_office(write)


def _locked(change, by, and_who_asked=False):
    """The change as stored, locked, so that only one of two simultaneous decisions counts.

    Raises:
        ActionNotAllowed: it is already decided, or the user may not decide it.
    """
    change = RightsChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if change.state != State.OPEN:
        raise ActionNotAllowed(_("Someone has already decided this."))
    if not (may_confirm(by, change) or (and_who_asked and by.pk == change.asked_by_id)):
        raise ActionNotAllowed(
            _(
                "Another coordinator must confirm this: not the person who asked for it, and not the person it concerns."
            )
        )
    return change


def _apply(change, by, action):
    account = change.account
    if change.kind == Kind.GROUP:
        account.groups.add(change.group)
    elif change.kind == Kind.ACTIVATE:
        account.is_active = True
        account.save(update_fields=["is_active"])
    elif change.kind == Kind.DEPUTY:
        Deputy.objects.filter(pk=change.deputy_id).update(waits=False)
    elif Authenticator.objects.filter(user=account).exists():
        second_factor.reset(account, by)
    _end(change, State.DONE, by)
    log(instance=account, action=action, user=by, data=_details(change))
    if change.kind != Kind.SECOND_FACTOR:  # After a reset, the person is told by the code that does it.
        with override(language_of(account)):
            tell_of_change(account, sentence(change))


def _end(change, state, by):
    change.state, change.decided_by, change.decided_at = state, by, timezone.now()
    change.save(update_fields=["state", "decided_by", "decided_at"])


def _details(change):
    # Only primary keys and codes, because the audit trail copies them.
    return {"role": change.group_id or "", "reason": str(change.kind), "user": change.account_id}


def _mail_of(change, by):
    address = notifications.address(reverse("rights_change", args=[change.pk]))
    return (
        _("A change to an account is waiting for you"),
        _("%(change)s\n\nAsked for by: %(name)s\n\nConfirm or refuse it here:\n%(address)s")
        % {"change": sentence(change), "name": name_of(by), "address": address},
    )


def _tell_everybody(change, by):
    tell_office(
        lambda: (
            _("Rights were changed by one person"),
            _(
                "%(change)s\n\nDone by: %(name)s. There was no second coordinator who could confirm it.\n"
                "If this was not agreed, tell the operator of the server at once."
            )
            % {"change": sentence(change), "name": name_of(by)},
        )
    )
