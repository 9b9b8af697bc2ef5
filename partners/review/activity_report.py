"""The report of partners' activity: members, events, waiting submissions, last change, last verification."""

import datetime

import django_filters
from django import forms
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import WorkflowState

from partners.events.models import EventPage
from partners.members.models import Membership
from partners.members.permissions import first_written
from partners.organisations.models import OrganisationPage
from portal.reports.base import Field, Report, edit_page, report
from portal.workflow.approvals import APPROVERS, COORDINATORS, PARTNER_SUBMISSIONS

# After this long without a change an organization counts as inactive; after this long its entry should be verified again.
QUIET = datetime.timedelta(days=182)
VERIFIED_FOR = datetime.timedelta(days=365)


class ActivityFilterSet(WagtailFilterSet):
    """Filters by activity, age of the verification, and whether it is public."""

    quiet = django_filters.ChoiceFilter(
        label=_("Activity"),
        choices=[("quiet", _("Nothing changed for half a year")), ("nobody", _("Without members"))],
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="filter_quiet",
    )
    verified = django_filters.ChoiceFilter(
        label=_("Entry"),
        choices=[("old", _("Not verified for a year")), ("never", _("Never verified"))],
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="filter_verified",
    )

    class Meta:
        model = OrganisationPage
        fields = ["live"]

    def filter_quiet(self, organisations, name, value):
        """Organizations without a change for half a year, or without anybody who could make one."""
        if value == "quiet":
            return organisations.filter(last_change__lt=timezone.now() - QUIET)
        return organisations.exclude(pk__in=_active_members().values("organisation"))

    def filter_verified(self, organisations, name, value):
        """Organizations that were verified too long ago, or never."""
        if value == "old":
            return organisations.filter(verified_on__lt=timezone.localdate() - VERIFIED_FOR)
        return organisations.filter(verified_on=None)


def _active_members():
    return Membership.objects.filter(user__is_active=True)


def _numbers(records, organisations, **condition):
    """The number of records of each of these organizations, each event counted once in all its languages: a dict."""
    found = records.filter(organisation__in=[organisation.pk for organisation in organisations], **condition)
    counted = "translation_key" if records.model is EventPage else "pk"
    return dict(found.order_by().values_list("organisation").annotate(Count(counted, distinct=True)))


@report
class ActivityView(Report):
    """Partner activity, one row for each organization. It shows nothing about persons or drafts."""

    name, order = "partner-activity", 50
    page_title = _("Partner activity")
    header_icon = "group"
    groups = (APPROVERS, COORDINATORS)
    filterset_class = ActivityFilterSet
    model = OrganisationPage
    intro = _(
        "Each organization with its members and events. Contact those that have not changed anything for a long time."
    )
    nothing = _("There is no organization yet.")
    fields = (
        Field("title", _("Organization"), edit_page),
        Field("live", _("Public")),
        Field("members", _("Members")),
        Field("events_live", _("Public events")),
        Field("waiting", _("Waiting for review")),
        Field("last_change", _("Last change"), empty=_("Never")),
        Field("verified_on", _("Verified"), empty=_("Never")),
    )

    def get_queryset(self):
        """Sorted by name; each organization in the language in which it was first written."""
        events = EventPage.objects.filter(organisation=OuterRef("pk")).order_by(
            F("latest_revision_created_at").desc(nulls_last=True)
        )
        return (
            OrganisationPage.objects.filter(pk__in=first_written())
            .annotate(own=Coalesce("latest_revision_created_at", "first_published_at"))
            .annotate(
                last_change=Greatest(
                    "own", Coalesce(Subquery(events.values("latest_revision_created_at")[:1]), "own")
                )
            )
            .defer_streamfields()
            .order_by("title")
        )

    def complete(self, rows):
        """Add the number of members and events of the listed organizations: three queries."""
        under_review = WorkflowState.objects.filter(
            workflow__name=PARTNER_SUBMISSIONS, status=WorkflowState.STATUS_IN_PROGRESS
        ).values_list("object_id", flat=True)
        numbers = [int(number) for number in under_review]
        members = _numbers(_active_members(), rows)
        live = _numbers(EventPage.objects.all(), rows, live=True)
        waiting = _numbers(EventPage.objects.all(), rows, pk__in=numbers)
        for row in rows:
            row.members = members.get(row.pk, 0)
            row.events_live = live.get(row.pk, 0)
            row.waiting = waiting.get(row.pk, 0) + (row.pk in numbers)
        return rows
