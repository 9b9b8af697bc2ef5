"""Four eyes: what an approver approved, and the review that asks for it (design.md §3)."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models.workflows import AbstractGroupApprovalTask


class Approval(models.Model):
    """That one revision may go public: who said so, when, or by which exception (corrections 9)."""

    class Ground(models.TextChoices):
        REVIEW = "review", _("Approved in review")
        DEMONSTRATION = "demonstration", _("Loaded with the demonstration")
        OPENING = "opening", _("Made when the hub was opened")

    revision = models.OneToOneField(
        "wagtailcore.Revision", on_delete=models.CASCADE, related_name="hub_approval"
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ground = models.CharField(max_length=13, choices=Ground.choices, default=Ground.REVIEW)
    approved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")

    def __str__(self):
        return f"{self.get_ground_display()}: {self.revision_id}"


class ApprovalTask(AbstractGroupApprovalTask):
    """The office's approval: by somebody of the groups who did not make the last change."""

    class Meta:
        verbose_name = _("approval by a second person")
        verbose_name_plural = _("approvals by a second person")
