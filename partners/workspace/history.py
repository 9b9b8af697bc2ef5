"""The history of an event or an organization's page for its members: who did what, when and why."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import registry
from wagtail.models import PageLogEntry

from . import submission

# Wagtail's own log actions in words for members. Other actions are shown as registered.
WORDS = {
    "wagtail.create": _("Started as a draft"),
    "wagtail.edit": _("Saved as a draft"),
    "wagtail.publish": _("Made public"),
    "wagtail.unpublish": _("No longer public"),
    "wagtail.workflow.start": _("Sent to the office"),
    "wagtail.workflow.resume": _("Sent to the office again"),
    "wagtail.workflow.approve": _("Approved by the office"),
    "wagtail.workflow.reject": _("The office asks for changes"),
    "wagtail.workflow.cancel": _("Taken back"),
    "wagtail.revert": _("An earlier version restored"),
}
# Actions that are not shown to members, because another entry says the same, or because only the office needs to know.
SILENT = {
    "wagtail.rename",
    "wagtail.workflow.task.start",
    "wagtail.reorder",
    "partners.assigned",
    "partners.assignment_ended",
}
MOST = 200


@dataclass(frozen=True)
class Step:
    """One entry of the history."""

    who: str
    when: datetime
    what: str
    why: str


def steps(page):
    """The entries of a page, newest first.

    Args:
        page: an EventPage or OrganisationPage.

    Returns:
        A list of at most MOST Steps. Three queries, and one for each person.
    """
    organisation = getattr(page, "organisation", page)
    entries = PageLogEntry.objects.filter(page_id=page.pk).exclude(action__in=SILENT)
    entries = entries.select_related("user").order_by("-timestamp", "-pk")[:MOST]
    names = {}
    found = []
    for entry in entries:
        if entry.user_id not in names:
            names[entry.user_id] = submission.name_of(entry.user, organisation)
        # A member of another organization is neither named nor from the office.
        of_others = entry.action.startswith("partners.co_host_")
        who = (entry.data or {}).get("organisation", "") if of_others else names[entry.user_id]
        found.append(Step(who, entry.timestamp, _what(entry), _why(entry)))
    return found


def _what(entry):
    if entry.action in WORDS:
        return str(WORDS[entry.action])
    formatter = registry.get_formatter(entry)
    return str(formatter.format_message(entry)) if formatter else entry.action


def _why(entry):
    """The reviewer's comment, which Wagtail stores in the log entry."""
    return str((entry.data or {}).get("comment") or "")
