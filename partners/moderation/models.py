"""Records which mails were sent about a submission, so that each is sent once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReviewNotice(models.Model):
    """One submission to the office, waiting or decided (partners/moderation/notifications.py)."""

    task_state = models.OneToOneField(
        "wagtailcore.TaskState", on_delete=models.CASCADE, related_name="review_notice"
    )
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # When approvers were told that it arrived; empty until the collective mail is sent.
    told_at = models.DateTimeField(null=True)
    # When they were told that its date is near.
    urgent_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("notice of a submission")
        verbose_name_plural = _("notices of submissions")

    def __str__(self) -> str:
        return str(self.task_state_id)
