"""Which pages are to be reviewed, and pages for which nobody answers."""

import datetime

import django_filters
from django import forms
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from portal.accounts.models import User
from portal.pages import stewardship
from portal.workflow.approvals import APPROVERS, COORDINATORS
from portal.workflow.groups import EDITORS, TRANSLATORS

from .base import Field, PageFilterSet, Report, StewardFilter, edit_page, people, report, type_of

# So early a review is announced.
SOON = datetime.timedelta(days=31)


class DueFilterSet(PageFilterSet):
    """When, who, which type, which language."""

    due = django_filters.ChoiceFilter(
        label=_("Review"),
        choices=[
            ("overdue", _("Overdue")),
            ("soon", _("Due within a month")),
            ("never", _("Never reviewed")),
        ],
        empty_label=_("All of these"),
        widget=forms.RadioSelect,
        method="filter_due",
    )
    steward = StewardFilter()

    def filter_due(self, pages, name, value):
        """Overdue pages, or those that will be soon, or those without a date."""
        if value == "overdue":
            return pages.filter(stewardship.is_overdue())
        if value == "soon":
            return pages.filter(_is_due_soon()).exclude(stewardship.is_overdue())
        return pages.filter(due_month=None)


def _is_due_soon():
    return stewardship.is_due_by(timezone.localdate() + SOON)


class _OfPages(Report):
    """Pages of the office, with what each row names."""

    model = Page

    def complete(self, rows):
        """Name type, language and steward, and count the days."""
        names = people(page.steward_id for page in rows)
        for page in rows:
            page.type_name = type_of(page)
            page.language = page.locale.get_display_name()
            page.steward_name = names.get(page.steward_id, "")
            page.next_review_on = stewardship.next_review(page)
            page.days_overdue = stewardship.days_overdue(page)
        return rows


@report
class DueView(_OfPages):
    """Content due for review: overdue, due within a month, or never reviewed."""

    name, order = "due", 10
    page_title = _("Content due for review")
    header_icon = "calendar-check"
    groups = (EDITORS, TRANSLATORS, APPROVERS, COORDINATORS)
    filterset_class = DueFilterSet
    intro = _(
        "Read the whole page, correct what is no longer true, and set the day of the review under the page’s "
        "settings."
    )
    nothing = _("No page is due for review. Well done.")
    fields = (
        Field("title", _("Title"), edit_page),
        Field("type_name", _("Type")),
        Field("language", _("Language")),
        Field("steward_name", _("Page owner")),
        Field("last_reviewed", _("Last reviewed"), empty=_("Never")),
        Field("review_interval", _("Every (months)"), in_table=False),
        Field("next_review_on", _("Due"), empty=_("No date")),
        Field("days_overdue", _("Days overdue")),
    )

    def get_queryset(self):
        """The longest overdue first, those without a date last."""
        return (
            stewardship.pages_for(self.request.user)
            .filter(_is_due_soon() | Q(due_month=None))
            .select_related("locale")
            .order_by(F("due_month").asc(nulls_last=True), "title")
        )


@report
class NoStewardView(_OfPages):
    """Pages for which nobody answers, or somebody whose account was switched off."""

    name, order = "without-steward", 11
    page_title = _("Pages without an owner")
    header_icon = "user"
    groups = (EDITORS, APPROVERS, COORDINATORS)
    filterset_class = PageFilterSet
    intro = _("Name a page owner in the settings of each page: a colleague who keeps it correct.")
    nothing = _("Every page has an owner.")
    fields = (
        Field("title", _("Title"), edit_page),
        Field("type_name", _("Type")),
        Field("language", _("Language")),
        Field("steward_name", _("Former owner")),
        Field("last_published_at", _("Last published"), empty=_("Never")),
        Field("last_reviewed", _("Last reviewed"), empty=_("Never")),
        Field("next_review_on", _("Review due"), empty=_("No date")),
    )

    def get_queryset(self):
        """By title."""
        return (
            stewardship.pages()
            .filter(Q(steward_id=None) | Q(steward_id__in=User.objects.filter(is_active=False)))
            .select_related("locale")
            .order_by("title")
        )
