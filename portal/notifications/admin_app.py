"""Wagtail's admin, without the mails that it sends about reviews (reminders.py sends the hub's own)."""

from django.core.exceptions import ImproperlyConfigured
from wagtail.admin.apps import WagtailAdminAppConfig
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

# The dispatch_uid of each of Wagtail's receivers, and the name of its sender.
OWN_MAILS = (
    (task_submitted, "TaskState", "group_approval_task_submitted_email_notification"),
    (workflow_submitted, "WorkflowState", "workflow_state_submitted_email_notification"),
    (workflow_approved, "WorkflowState", "workflow_state_approved_email_notification"),
    (workflow_rejected, "WorkflowState", "workflow_state_rejected_email_notification"),
)


class HubAdminConfig(WagtailAdminAppConfig):
    """Stands in INSTALLED_APPS in the place of wagtail.admin."""

    def ready(self):
        """Disconnect Wagtail's mails, for which it has no setting.

        Raises:
            ImproperlyConfigured: Wagtail connects one of them in another way.
        """
        super().ready()
        for signal, sender, uid in OWN_MAILS:
            if not signal.disconnect(sender=self.apps.get_model("wagtailcore", sender), dispatch_uid=uid):
                raise ImproperlyConfigured(f"Wagtail has no receiver {uid}: see its signal_handlers.py.")
