"""Which mails were sent about a submission, so that each is sent once; and who should decide about it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
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


class Assignment(models.Model):
    """Who should decide about one submission, and by when (partners/moderation/assignments.py)."""

    task_state = models.OneToOneField(
        "wagtailcore.TaskState", on_delete=models.CASCADE, related_name="assignment"
    )
    # Empty once the account is deleted: the assignment has ended then.
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    assigned_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    # When the coordinators were told that the due date has passed.
    escalated_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("assignment of a submission")
        verbose_name_plural = _("assignments of submissions")
        default_permissions = []

    def __str__(self) -> str:
        return f"{self.task_state_id}: {self.assignee_id}"
