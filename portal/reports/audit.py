"""The audit trail in the admin: a report for coordinators, with filters and a download as JSON lines."""

import json
from typing import Any, cast

import django_filters
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import models
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import registry

from portal.accounts.models import User
from portal.audit import trail as audit
from portal.audit.models import AuditEntry
from portal.audit.signals import accounts_switched
from portal.staff.models import RightsChange
from portal.workflow.choices import Ground, Rewrite

from .base import Field, Report, report

PERMISSION = "portal.view_auditentry"
# What is not in Wagtail's list of actions.
ACTIONS = {
    "sign-in": gettext_lazy("Signed in"),
    "sign-in.failed": gettext_lazy("A sign-in failed"),
    "sign-out": gettext_lazy("Signed out"),
    "second-factor.added": gettext_lazy("Second factor added"),
    "second-factor.removed": gettext_lazy("Second factor removed"),
    "account.made": gettext_lazy("Account created"),
    "account.changed": gettext_lazy("Account changed"),
    "account.deleted": gettext_lazy("Account deleted"),
    "account.activated": gettext_lazy("Account activated"),
    "account.deactivated": gettext_lazy("Account deactivated"),
    "account.operator": gettext_lazy("Operator's rights given or removed"),
    "account.password": gettext_lazy("Password changed"),
    "account.password_reset": gettext_lazy("Password reset by a link in an email"),
    "account.groups.added": gettext_lazy("Added to a group"),
    "account.groups.removed": gettext_lazy("Removed from a group"),
    "account.groups.cleared": gettext_lazy("Removed from all groups"),
    "account.permissions.added": gettext_lazy("Permissions given to an account"),
    "account.permissions.removed": gettext_lazy("Permissions removed from an account"),
    "account.permissions.cleared": gettext_lazy("All permissions removed from an account"),
    "group.made": gettext_lazy("Group created"),
    "group.changed": gettext_lazy("Group changed"),
    "group.deleted": gettext_lazy("Group deleted"),
    "group.permissions.added": gettext_lazy("Permissions given to a group"),
    "group.permissions.removed": gettext_lazy("Permissions removed from a group"),
    "group.permissions.cleared": gettext_lazy("All permissions removed from a group"),
    "group.page_permission.added": gettext_lazy("Permission for pages given to a group"),
    "group.page_permission.removed": gettext_lazy("Permission for pages removed from a group"),
    "group.collection_permission.added": gettext_lazy("Permission for files given to a group"),
    "group.collection_permission.removed": gettext_lazy("Permission for files removed from a group"),
    "approval.given": gettext_lazy("Approval recorded"),
    "approval.confirmed": gettext_lazy("Emergency confirmed by a second person"),
    "approval.content_rewritten": gettext_lazy("Approved version changed by the hub"),
    "export": gettext_lazy("Downloaded"),
}


def action_label(action):
    """An action in words; its code where it has none."""
    registry.scan_for_actions()
    formatter = registry.formatters.get(action)
    found = ACTIONS.get(action) or (formatter.label if formatter else "")
    return str(found or action)


def person_label(number, people):
    """A person's name; the number of an account that is gone; the hub itself where nobody was at work."""
    if number is None:
        return _("Nobody signed in, or the hub itself")
    user = people.get(number)
    return (
        (user.get_full_name() or user.email)
        if user
        else _("Account %(number)s, deleted") % {"number": number}
    )


class AuditFilterSet(WagtailFilterSet):
    """Narrow the trail to a person, an action, a period."""

    at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Time"), widget=DateRangePickerWidget)
    person = django_filters.ChoiceFilter(label=gettext_lazy("Person"), choices=lambda: _people_choices())
    action = django_filters.ChoiceFilter(label=gettext_lazy("Action"), choices=lambda: _action_choices())

    class Meta:
        model = AuditEntry
        fields = ["at", "person", "action"]


def _people_choices():
    numbers = AuditEntry.objects.exclude(person=None).order_by().values_list("person", flat=True).distinct()
    people = get_user_model().objects.in_bulk(list(numbers))
    return sorted(
        ((number, person_label(number, people)) for number in numbers), key=lambda one: one[1].lower()
    )


def _action_choices():
    actions = AuditEntry.objects.order_by().values_list("action", flat=True).distinct()
    return sorted(((action, action_label(action)) for action in actions), key=lambda one: one[1].lower())


@report
class AuditView(Report):
    """The list, newest first."""

    name, order = "audit", 1000
    model = AuditEntry
    page_title = gettext_lazy("Audit trail")
    header_icon = "history"
    intro = gettext_lazy(
        "Who signed in, decided, published, changed accounts or settings, or downloaded a list. Nobody can "
        "change or delete a row, and nothing about visitors is recorded here."
    )
    filterset_class = AuditFilterSet
    FORMATS = ("jsonl",)
    fields = (
        Field("what", gettext_lazy("Action")),
        Field("on_what", gettext_lazy("What it was about"), lambda entry: entry.url),
        Field("by", gettext_lazy("Person")),
        Field("moment", gettext_lazy("Time")),
        Field("details", gettext_lazy("Details")),
    )

    @classmethod
    def allows(cls, user):
        """Coordinators, who have this permission."""
        return user.has_perm(PERMISSION)

    @cached_property
    def header_more_buttons(self):
        """The download of what the filters leave."""
        return [
            Button(
                _("Download as JSON lines"),
                url=self.get_export_url("jsonl"),
                icon_name="download",
                priority=90,
            )
        ]

    def get_queryset(self):
        """All entries, newest first."""
        return AuditEntry.objects.order_by("-pk")

    def complete(self, rows):
        """Put into words what stands in the trail as numbers."""
        people = get_user_model().objects.in_bulk([entry.person for entry in rows if entry.person])
        objects = _objects(rows)
        groups = dict(Group.objects.values_list("pk", "name"))
        finder = AdminURLFinder(self.request.user)
        for entry in rows:
            found = objects.get((entry.kind, entry.object_id))
            entry.moment = date_format(timezone.localtime(entry.at), "DATETIME_FORMAT")
            entry.by = person_label(entry.person, people)
            entry.what = action_label(entry.action)
            entry.on_what = _object_label(entry, found)
            entry.url = (finder.get_edit_url(found) if found is not None else None) or ""
            entry.details = ", ".join(_details(entry.data, groups))
        return rows

    def decorate_paginated_queryset(self, object_list):
        """The file is written row by row, as the rows are read."""
        return object_list

    def as_spreadsheet(self, queryset, spreadsheet_format):
        """The entries as JSON lines, streamed; that somebody downloaded them is one of them."""
        audit.chain_entries()
        response = StreamingHttpResponse(
            audit.lines(queryset), content_type="application/jsonl; charset=utf-8"
        )
        day = timezone.localdate().isoformat()
        response["Content-Disposition"] = f'attachment; filename="audit-trail-{day}.jsonl"'
        return response


def _objects(entries):
    """The records that entries name, as far as they exist: a dict by kind and number."""
    wanted: dict[str, set[str]] = {}
    for entry in entries:
        if entry.kind and entry.object_id:
            wanted.setdefault(entry.kind, set()).add(entry.object_id)
    found: dict[tuple[str, str], Any] = {}
    for kind, numbers in wanted.items():
        try:
            records = apps.get_model(kind)._base_manager.in_bulk(list(numbers))
        except (LookupError, ValueError):
            continue
        found |= {(kind, str(number)): record for number, record in records.items()}
    return found


def _object_label(entry, found):
    if not entry.kind:
        return ""
    try:
        name = apps.get_model(entry.kind)._meta.verbose_name
    except LookupError:
        name = entry.kind
    words = found.get_full_name() or found.email if isinstance(found, User) else found
    if found is None:
        words = _("number %(number)s, deleted") % {"number": entry.object_id}
    return f"{name}: {words}"


# What stands in the trail as a number or a code: of a change of rights its group, and what is changed.
_CALLED = {
    "role": lambda groups: groups,
    "reason": lambda _groups: dict([*RightsChange.Kind.choices, *Rewrite.choices]),
}


def _details(data, groups):
    if names := data.get("groups"):
        yield ", ".join(groups.get(number, str(number)) for number in names)
    if ground := data.get("ground"):
        yield str(dict(Ground.choices).get(ground, ground))
    if fields := data.get("fields"):
        yield ", ".join(str(cast(models.Field, User._meta.get_field(name)).verbose_name) for name in fields)
    for name in ("role", "reason", "by", "type", "view", "date"):
        if data.get(name) not in (None, ""):
            yield str(_CALLED[name](groups).get(data[name], data[name]) if name in _CALLED else data[name])
    if permissions := data.get("permissions"):
        yield _("Numbers of the permissions: %(numbers)s") % {"numbers": json.dumps(permissions).strip("[]")}


@hooks.register("after_bulk_action")
def accounts_were_switched(request, action_type, objects, action):
    """Switching several accounts on or off at once sends no signal."""
    if action_type == "set_active_state":
        active = action.cleaned_form.cleaned_data["mark_as_active"]
        # Some wait for a second person (portal/staff/rights_admin.py), and one's own stays as it is.
        changed = [account.pk for account in objects if account.is_active != active]
        accounts_switched(User.objects.filter(pk__in=changed, is_active=active), active)
