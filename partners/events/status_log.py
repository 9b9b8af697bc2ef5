"""Log actions of events and organizations in addition to Wagtail's."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from .models.status import Reason

ACTIONS = {
    "partners.place_emptied": _("Place deleted everywhere, because it is confidential"),
    "partners.cancelled": _("Canceled"),
    "partners.postponed": _("Postponed"),
    "partners.place_hidden": _("Place hidden"),
    "partners.place_allowed": _("A place can be named again"),
    "partners.taken_down": _("Taken down"),
    "partners.date_cancelled": _("One date canceled"),
    "partners.reinstatement_asked": _("The organization asks to hold it after all"),
    "partners.reinstated": _("It will take place after all"),
    "partners.date_reinstated": _("One date will take place after all"),
    "partners.full": _("Full: no places left"),
    "partners.places_left": _("There are places again"),
    "partners.when_or_where": _("Time or place changed, public at once"),
    "partners.when_or_where_undone": _("The office made the version before public again"),
    "partners.co_host_agreed": _("Agrees to be named as co-host"),
    "partners.co_host_declined": _("Does not want to be named as co-host"),
    "partners.co_host_withdrawn": _("Is no longer named as co-host"),
}


@hooks.register("register_log_actions")
def register(actions):
    """Register the actions, with the reason from the fixed list if there is one."""
    for action, label in ACTIONS.items():
        formatter = type("Step", (_Step,), {"label": label, "message": label})
        actions.register_action(action)(formatter)


class _Step(LogFormatter):
    def format_message(self, log_entry):
        data = log_entry.data or {}
        parts = [str(self.message)]
        if data.get("organisation"):
            parts.append(data["organisation"])
        if data.get("date"):
            parts.append(data["date"])
        if data.get("reason"):
            parts.append(str(dict(Reason.choices).get(data["reason"], data["reason"])))
        return ": ".join(parts)
