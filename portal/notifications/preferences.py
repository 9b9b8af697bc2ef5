"""Which kinds of mail there are, and when a person wants each.

An app adds its own kinds with `register()` when it is ready. What a person has not chosen is the kind's default. Decisions on
what somebody sent, and publications that failed, can be gathered but not switched off: nobody else would notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.accounts.services import roles
from portal.workflow import approvals
from portal.workflow.models import ApprovalTask

from .models import MailPreference
from .models.preferences import Frequency

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from portal.accounts.models import User

AT_ONCE, DAILY, WEEKLY, NEVER = Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY, Frequency.NEVER
# What may be gathered, and what may be switched off too.
EVENT, STATE = (AT_ONCE, DAILY), (DAILY, WEEKLY, NEVER)


@dataclass(frozen=True)
class Due:
    """One thing that a person is to be told in the morning.

    Attributes:
        user: who.
        key: what it is, the same each time while it is due.
        path: where it can be done.
        title: a public title; "" for what is only counted.
        count: for what is only counted: from a number to a sentence.
    """

    user: User
    key: str
    path: str
    title: str = ""
    count: Callable[[int], str] | None = None


@dataclass(frozen=True)
class Kind:
    """A kind of mail.

    Attributes:
        name: the code under which a choice is kept.
        label: what a person reads, also as the heading in a gathered mail.
        help_text: one sentence about it.
        choices: of Frequency, the first ones more often.
        default: what holds until a person chooses.
        concerns: whether a person ever gets it.
        due: functions from the time and the day to what is due then (Due).
    """

    name: str
    label: str | StrPromise
    help_text: str | StrPromise
    choices: tuple[Frequency, ...]
    default: Frequency
    concerns: Callable[[User], bool]
    due: list[Callable[..., Iterable[Due]]] = field(default_factory=list)


KINDS: dict[str, Kind] = {}


def register(kind):
    """Make a kind known. Returns it."""
    return KINDS.setdefault(kind.name, kind)


def chosen(user, kind):
    """When a person wants a kind of mail.

    Args:
        user: the person.
        kind: the kind's name.

    Returns:
        A Frequency.
    """
    found = MailPreference.objects.filter(user=user, kind=kind).values_list("frequency", flat=True).first()
    return _possible(kind, found)


def all_chosen():
    """What everybody chose, in one query.

    Returns:
        A function from a person's number and a kind's name to a Frequency.
    """
    rows = MailPreference.objects.values_list("user", "kind", "frequency")
    found = {(user, kind): frequency for user, kind, frequency in rows}
    return lambda user, kind: _possible(kind, found.get((user, kind)))


def _possible(kind, found):
    known = KINDS[kind]
    return Frequency(found) if found in known.choices else known.default


def kinds_for(user):
    """The kinds of mail that a person may get."""
    return [
        kind for kind in KINDS.values() if user.is_active and not user.is_superuser and kind.concerns(user)
    ]


def is_staff(user):
    """Whether the person works in the admin."""
    return "staff" in roles(user)


class PreferencesForm(forms.Form):
    """A choice for each kind of mail that the person may get; shown in the admin's account and in the workspace's."""

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance = instance
        for kind in kinds_for(instance):
            self.fields[f"mail_{kind.name}"] = choice_of(instance, kind)

    def save(self):
        """Keep what was chosen."""
        keep(self.instance, self.cleaned_data)


def choice_of(user, kind):
    """The form field with which a person chooses when a kind of mail comes."""
    return forms.ChoiceField(
        label=kind.label,
        help_text=kind.help_text,
        choices=[(choice.value, choice.label) for choice in kind.choices],
        initial=chosen(user, kind.name),
        # What a form leaves out stays as it is.
        required=False,
    )


def keep(user, cleaned):
    """Keep the choices among the cleaned data of a form (names as in PreferencesForm)."""
    for kind in kinds_for(user):
        if frequency := cleaned.get(f"mail_{kind.name}"):
            MailPreference.objects.update_or_create(
                user=user, kind=kind.name, defaults={"frequency": frequency}
            )


SUBMISSION = "submission"
DECISION = "decision"
SCHEDULE = "schedule_failed"
REVIEW = "review"
HELP_LINE = "help_line"
SOURCES = "sources"


def _decides(user):
    reviews = ApprovalTask.objects.filter(active=True, groups__user=user)
    return approvals.is_office(user) or reviews.exists()


register(
    Kind(
        SUBMISSION,
        _("Things that wait for your approval"),
        _(
            "“At once” collects what arrives within five minutes. You are reminded of anything that has waited for three working days."
        ),
        (AT_ONCE, DAILY, WEEKLY, NEVER),
        AT_ONCE,
        _decides,
    )
)
register(
    Kind(
        DECISION,
        _("Decisions on what you sent for review"),
        _("Approved, or changes requested. You cannot turn this off."),
        EVENT,
        AT_ONCE,
        lambda user: bool(roles(user)),
    )
)
register(
    Kind(
        SCHEDULE,
        _("Planned publications that failed"),
        _("About what you wrote or approved. You cannot turn this off."),
        EVENT,
        AT_ONCE,
        is_staff,
    )
)
register(
    Kind(
        REVIEW,
        _("Your pages that are due for review"),
        _("On the morning when a page is due, and again each week until someone has reviewed it."),
        STATE,
        DAILY,
        is_staff,
    )
)
register(
    Kind(
        HELP_LINE,
        _("Help lines that nobody has checked for six months"),
        _("To the owner of the line or, if it has none, to the coordinators."),
        STATE,
        DAILY,
        is_staff,
    )
)
register(
    Kind(
        SOURCES,
        _("Your pages with sources that nobody has checked for a year"),
        _("Again each week until someone has opened the sources and noted the day."),
        STATE,
        WEEKLY,
        is_staff,
    )
)
