"""What the history of pages says of the API for partners."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from . import services, tokens

ACTIONS = {
    tokens.MADE: _("A token of the API for partners was made"),
    tokens.REVOKED: _("A token of the API for partners was revoked"),
    services.CREATED: _("Created by the organization's software"),
    services.CHANGED: _("Changed by the organization's software"),
    services.SENT: _("Sent to the office by the organization's software"),
    services.WITHDRAWN: _("Taken back by the organization's software"),
}


@hooks.register("register_log_actions")
def register_actions(actions):
    """Register the messages of each action."""
    for action, message in ACTIONS.items():
        actions.register_action(action, message, message)
