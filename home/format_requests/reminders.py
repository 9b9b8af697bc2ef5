"""Notifications about requests for accessible formats, except the mail about a new one."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.notifications import preferences
from portal.notifications.preferences import DAILY, WEEKLY, Due, Kind
from portal.notifications.reminders import people
from portal.workflow.groups import COORDINATORS

from .models import FormatRequest

KIND = "format_request"


def requests_due(now, day):
    """Overdue requests: to the people to whom they are assigned, else to the coordinators."""
    late = FormatRequest.objects.filter(answer_due__lt=day).exclude(status=FormatRequest.Status.ANSWERED)
    coordinators = people(COORDINATORS)
    for record in late.select_related("assignee"):
        assignee = record.assignee
        for user in [assignee] if assignee and assignee.is_active else coordinators:
            # Only the reference number, because others may read the mail.
            path = reverse("format_requests:edit", args=[record.pk])
            yield Due(user, f"{record.pk}:{record.answer_due}", path, record.reference)


def connect():
    """Register the kind of notification."""
    preferences.register(
        Kind(
            KIND,
            _("Accessible-format requests that have waited too long"),
            _("On the morning after the answer-by date, and again each week. You cannot turn this off."),
            (DAILY, WEEKLY),
            DAILY,
            lambda user: user.has_perm("home.change_formatrequest"),
            [requests_due],
        )
    )
