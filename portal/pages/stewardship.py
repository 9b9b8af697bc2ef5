"""The office's own pages, with who answers for each and when it is to be looked at again.

The fields stand in the table of each type (decision 3). One query joins these tables, so that lists can be filtered, ordered
and counted in the database. What partners send is left out: organisations answer for it, and the office reviews each change.
"""

import datetime

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear
from django.utils import timezone
from wagtail.models import Page, get_page_models

from portal.site.archive import archived
from portal.workflow.approvals import PARTNER_SUBMISSIONS
from portal.workflow.roles import only_translates

from .models import HubPage


def models():
    """The types of the pages for which somebody of the office answers."""
    return [
        model
        for model in get_page_models()
        if issubclass(model, HubPage) and model.workflow_name != PARTNER_SUBMISSIONS
    ]


def _of_the_type(name):
    return Coalesce(*(F(f"{model._meta.model_name}__{name}") for model in models()))


def pages():
    """The live pages of the office.

    Returns:
        Pages with `steward_id`, `last_reviewed`, `review_interval`, and `due_month`: the month of the next review, counted
        from the year 0; None while nobody has reviewed the page.
    """
    types = [found.pk for found in ContentType.objects.get_for_models(*models()).values()]
    return (
        Page.objects.live()
        .exclude(archived())  # What is archived is never changed, so never reviewed.
        .filter(content_type__in=types)
        .annotate(
            steward_id=_of_the_type("steward"),
            last_reviewed=_of_the_type("last_reviewed"),
            review_interval=_of_the_type("review_interval"),
        )
        .annotate(
            due_month=ExtractYear("last_reviewed") * Value(12)
            + ExtractMonth("last_reviewed")
            - Value(1)
            + F("review_interval")
        )
    )


def pages_for(user):
    """Those of pages() that a person may change: all, or for who only translates the translations."""
    if only_translates(user):
        return pages().exclude(locale__language_code=settings.LANGUAGE_CODE)
    return pages()


def is_overdue(today=None):
    """Which of pages() have passed their review date (as HubPage.is_review_overdue).

    Args:
        today: a date; by default today.

    Returns:
        A Q for filters. The date is the first of a month, so on the first itself nothing is late yet.
    """
    today = today or timezone.localdate()
    return Q(due_month__lte=_number(today) - (today.day == 1))


def is_due_by(day):
    """Which of pages() are to be reviewed by a day, overdue ones among them: a Q for filters."""
    return Q(due_month__lte=_number(day))


def _number(day):
    return day.year * 12 + day.month - 1


def first_day(month):
    """The first day of a month that is counted from the year 0."""
    return datetime.date(min(month // 12, datetime.MAXYEAR), month % 12 + 1, 1)


def next_review(page):
    """The day by which a page of pages() is to be reviewed (as HubPage.next_review), or None."""
    if page.due_month is None:
        return None
    return first_day(page.due_month)


def days_overdue(page):
    """For how many days a page of pages() has waited for its review; None when it has not, or has no date yet."""
    day = next_review(page)
    days = (timezone.localdate() - day).days if day else 0
    return days if days > 0 else None
