"""A staff member's own preferences in the admin: mails, language, colours. In the place of Wagtail's page of the account."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.account import NotificationPreferencesForm
from wagtail.admin.views.account import (
    AccountView,
    BaseSettingsPanel,
    LocaleSettingsPanel,
    NotificationsSettingsPanel,
    ThemeSettingsPanel,
    notifications_tab,
)
from wagtail.users.models import UserProfile

from .preferences import PreferencesForm, kinds_for


class CommentsForm(NotificationPreferencesForm):
    """What is left of Wagtail's switches: mails about comments."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("submitted", "approved", "rejected"):
            self.fields.pop(f"{name}_notifications", None)


class CommentsPanel(NotificationsSettingsPanel):
    """Whether mails about comments come."""

    form_class = CommentsForm
    title = _("Comments")
    order = 200


class MailsPanel(BaseSettingsPanel):
    """When each kind of mail comes."""

    name = "mails"
    title = _("Emails")
    tab = notifications_tab
    order = 100
    form_class = PreferencesForm

    def is_active(self):
        """Whether the person gets any of these mails: operators get none."""
        return bool(kinds_for(self.user))


# What only its owner changes, after proving who he or she is, on pages outside of the admin.
OWN_PAGES = (
    (_("Your account"), "partners:account"),
    (_("Password"), "account_change_password"),
    (_("Second factor"), "mfa_index"),
    (_("Where you are signed in"), "usersessions_list"),
)


class PreferencesView(AccountView):
    """Wagtail's page of the account with the panels that change nothing by which somebody signs in."""

    page_title = _("Your preferences")
    panel_classes = (MailsPanel, CommentsPanel, LocaleSettingsPanel, ThemeSettingsPanel)

    def get_panels(self):
        """The panels that concern the person."""
        profile = UserProfile.get_for_user(self.request.user)
        panels = [panel(self.request, self.request.user, profile) for panel in self.panel_classes]
        return [panel for panel in panels if panel.is_active()]

    def get_menu_items(self):
        """The ways to what is not changed here."""
        return [{"label": label, "url": reverse(name)} for label, name in OWN_PAGES]


@hooks.register("register_admin_urls")
def register_preferences():
    """Under Wagtail's own name, so that its menu and mails lead here: of two addresses with one name the later counts."""
    return [path("preferences/", PreferencesView.as_view(), name="wagtailadmin_account")]
