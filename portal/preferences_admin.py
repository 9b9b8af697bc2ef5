"""The choice of mails in the admin's account page, in the place of Wagtail's own switches for mails that are not sent."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.forms.account import NotificationPreferencesForm
from wagtail.admin.views.account import BaseSettingsPanel, NotificationsSettingsPanel, notifications_tab

from portal.preferences import PreferencesForm, kinds_for


class CommentsForm(NotificationPreferencesForm):
    """What is left of Wagtail's switches: mails about comments."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("submitted", "approved", "rejected"):
            self.fields.pop(f"{name}_notifications", None)


# Wagtail puts this panel there itself; no hook takes it away.
NotificationsSettingsPanel.form_class = CommentsForm
NotificationsSettingsPanel.title = _("Comments")
NotificationsSettingsPanel.order = 200


@hooks.register("register_account_settings_panel")
class MailsPanel(BaseSettingsPanel):
    """When each kind of mail comes."""

    name = "mails"
    title = _("Mails")
    tab = notifications_tab
    order = 100
    form_class = PreferencesForm

    def is_active(self):
        """Whether the person gets any of these mails: operators get none."""
        return bool(kinds_for(self.user))
