"""What the admin shows of the publishing checks."""

from dataclasses import replace

from django import template
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm
from django.urls import reverse

from portal.checks.publishing import HubPageForm, address_in_editor, field_label
from portal.checks.stored_errors import stored_errors
from portal.core import form_errors
from portal.core.form_errors import Entry
from portal.pages.models import HubPage
from portal.previews import services as previews
from portal.quality.reading import LIMIT, reading_grade
from portal.workflow import review_requests

register = template.Library()


@register.inclusion_tag("portal/admin/publish_checks.html")
def publish_checks(page, form=None):
    """The errors and warnings of a page, and how hard it is to read; above the editor's tabs.

    Args:
        page: the page as the editor shows it: the newest draft, or what was just sent and refused.
        form: the editor's form, which knows what was refused.
    """
    if not isinstance(page, HubPage):
        return {}
    if form is not None and form.is_bound and (refused := _refused(page, form)):
        return _summary(form, refused)
    if not page.pk:
        return {}
    failures = page.publishing_errors()
    warnings = page.publishing_warnings()
    errors = [_entry(page, failure) for failure in failures]
    errors += stored_errors(page, {failure.field for failure in failures})
    return {
        "errors": errors,
        "warnings": [_entry(page, warning) for warning in warnings],
        "reading": reading_grade(page),
        "limit": LIMIT,
        "open": bool(errors),
    }


@register.inclusion_tag("portal/admin/review_notes.html")
def review_notes(page):
    """What reviewers have asked for or commented, and that a page has expired; above the checks.

    Args:
        page: the page as the editor shows it.
    """
    if not isinstance(page, HubPage) or not page.pk:
        return {}
    return {
        "asked": review_requests.open_request(page),
        "comments": list(previews.open_comments(page)),
        "previews_url": reverse("page_previews", args=[page.pk]),
        "expired_at": review_requests.expired_at(page),
    }


@register.inclusion_tag("portal/admin/error_summary.html")
def admin_error_summary(form):
    """What is wrong in a form of the admin: once, above it.

    Args:
        form: the form, if there is one; the form of a page says it beside its checks.
    """
    if not isinstance(form, BaseForm) or not form.is_bound or isinstance(form, HubPageForm):
        return {}
    if getattr(form, "is_summed_up", False):
        return {}
    form.is_summed_up = True  # type: ignore[attr-defined]  # Once for each form.
    found = form_errors.entries(form)
    return _summary(form, found) if found else {}


def _summary(form, refused):
    return {
        "refused": refused,
        "was_sent": getattr(form, "was_sent", False),
        "kept": getattr(form, "kept_as_draft", False),
    }


def _refused(page, form):
    named = {failure.field for failure in form.publishing_errors}
    left_out = {*named, NON_FIELD_ERRORS} if named else named
    return [*(_entry(page, failure) for failure in form.publishing_errors), *_in_editor(form, left_out)]


def _in_editor(form, left_out):
    """The errors of the page's own fields lead through the editor's tabs and dialogs, those of its lists by their ids."""
    for entry in form_errors.entries(form, left_out):
        name = entry.address.removeprefix("#id_")
        yield replace(entry, address=form_errors.place_in_editor(name)) if name in form.fields else entry


def _entry(page, failure):
    return Entry(field_label(page, failure.field), failure.message, address_in_editor(failure))
