"""What the admin shows of the quality gate."""

from dataclasses import dataclass

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal import gate
from portal.gate.reading import LIMIT
from portal.models import HubPage
from portal.publishing import PublishFailure, address_in_editor

register = template.Library()


@dataclass(frozen=True)
class Entry:
    """One line: what to mend, in which field, and the address of that field in the editor."""

    label: str
    message: str
    address: str


@register.inclusion_tag("portal/admin/publish_checks.html")
def publish_checks(page, form=None):
    """What stops a page, what somebody should look at, and how hard it is to read; above the editor's tabs.

    Args:
        page: the page as the editor shows it: the newest draft, or what was just sent and refused.
        form: the editor's form, which knows what was refused.
    """
    if not isinstance(page, HubPage):
        return {}
    if form is not None and form.is_bound and form.errors:
        return {"refused": _refused(page, form)}
    if not page.pk:
        return {}
    failures = page.publish_failures()
    warnings = page.publish_warnings()
    return {
        "stops": [_entry(page, failure) for failure in failures],
        "warnings": [_entry(page, warning) for warning in warnings],
        "reading": gate.reading_grade(page),
        "limit": LIMIT,
        "open": bool(failures),
    }


@register.filter
def editor_address(failure):
    """The part of the editor's address that leads to a failure's field or block."""
    return address_in_editor(failure)


def _refused(page, form):
    named = {failure.field for failure in form.publish_failures}
    entries = [_entry(page, failure) for failure in form.publish_failures]
    for name, errors in form.errors.items():
        if name in named or (name == "__all__" and named):
            continue
        messages = errors if not hasattr(errors.data[0] if errors.data else None, "block_errors") else []
        # Blocks say themselves what is wrong in them.
        for message in messages or [_("Something in this field is missing or not valid.")]:
            entries.append(_entry(page, PublishFailure("" if name == "__all__" else name, message), form))
    for name, formset in form.formsets.items():
        if formset.total_error_count():
            message = _("Something in this list is missing or not valid.")
            entries.append(Entry(capfirst(name), message, ""))
    return entries


def _entry(page, failure, form=None):
    return Entry(_label(page, failure.field, form), failure.message, address_in_editor(failure))


def _label(page, name, form):
    if form is not None and name in form.fields and form.fields[name].label:
        return form.fields[name].label
    names = {field.name: field for field in page._meta.get_fields()}
    field = names.get(name)
    return capfirst(field.verbose_name) if hasattr(field, "verbose_name") else ""
