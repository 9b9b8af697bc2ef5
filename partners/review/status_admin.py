"""Hooks for changing the state of an event in the admin: its address, and a button on the event."""

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from partners.events.models import EventPage
from partners.members.permissions import Access

from .status_views import state


@hooks.register("register_admin_urls")
def register_state():
    """Add the page of an event's state."""
    return [path("partner-events/<uuid:key>/state/", state, name="partners_event_state")]


@hooks.register("register_page_header_buttons")
def add_state_button(page, user, next_url=None, view_name=None):
    """A button on each event, for users who decide about partners."""
    if isinstance(page.specific, EventPage) and Access(user).is_office:
        yield Button(
            _("Cancel, hide or take down"),
            reverse("partners_event_state", args=[page.translation_key]),
            icon_name="warning",
            priority=80,
        )
