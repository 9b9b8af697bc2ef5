"""Changes of permissions that wait for a second coordinator, and invitations of staff."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RightsChange(models.Model):
    """A change of an account that one coordinator requests and another one confirms."""

    class Kind(models.TextChoices):
        GROUP = "group", _("Added to a group")
        ACTIVATE = "activate", _("Activate the account")
        SECOND_FACTOR = "second-factor", _("Reset the second factor")
        DEPUTY = "deputy", _("Stand in for an approver")

    class State(models.TextChoices):
        OPEN = "open", _("Waits for a second person")
        DONE = "done", _("Confirmed")
        REFUSED = "refused", _("Refused")

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="rights_changes"
    )
    kind = models.CharField(max_length=13, choices=Kind.choices)
    group = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="+")
    deputy = models.ForeignKey(
        "portal.Deputy", null=True, on_delete=models.CASCADE, related_name="rights_changes"
    )
    state = models.CharField(max_length=7, choices=State.choices, default=State.OPEN)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("change of rights")
        verbose_name_plural = _("changes of rights")
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                "account",
                "kind",
                models.functions.Coalesce("group", 0),
                models.functions.Coalesce("deputy", 0),
                condition=models.Q(state="open"),
                name="one_open_change_of_rights",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.kind} ({self.state})"


class StaffInvitation(models.Model):
    """The latest link with which a new colleague sets a password. It works once, within a week."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_invitation"
    )
    # SHA-256 of the token, so that nobody who reads the database can use the link.
    token_digest = models.CharField(max_length=64, unique=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("invitation of staff")
        verbose_name_plural = _("invitations of staff")

    def __str__(self) -> str:
        return f"{self.account_id}: {self.sent_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Whether the link still works."""
        return self.accepted_at is None and self.expires_at > timezone.now() and self.account.is_active
