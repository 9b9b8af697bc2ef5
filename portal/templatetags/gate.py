"""What the admin shows of the quality gate."""

from dataclasses import dataclass

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal import gate
from portal.gate.reading import LIMIT
from portal.models import HubPage
from portal.publishing import PublishFailure, address_in_editor, field_label

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
    in_form = form is not None and failure.field in form.fields and form.fields[failure.field].label
    label = in_form or field_label(page, failure.field)
    return Entry(label, failure.message, address_in_editor(failure))
