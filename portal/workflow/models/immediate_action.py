"""What took effect for the public without review, and waits for a second person (portal/workflow/immediate_actions.py)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

OPEN = Q(confirmed_at=None, ended_at=None)


class ImmediateAction(models.Model):
    """One action on one object: who did it and when, and who has confirmed it.

    It holds numbers and codes, no title and no text: what an object is called, and where it is, may have to be forgotten.
    """

    # The code under which it is logged, such as "wagtail.unpublish" (immediate_actions.KINDS).
    action = models.CharField(max_length=40)
    base_content_type = models.ForeignKey(
        "contenttypes.ContentType", on_delete=models.CASCADE, related_name="+"
    )
    object_id = models.CharField(max_length=255)
    # What identifies it in all its languages (immediate_actions.key_of).
    key = models.CharField(max_length=255)
    # The codes of the languages in which it took effect.
    languages = models.JSONField(default=list)
    # A code of a fixed list, and the date of a recurring event. "" and None if there is none.
    reason = models.CharField(max_length=20, blank=True)
    date = models.DateField(null=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    # When it was changed back, or replaced by another action, so that nobody needs to confirm it; and by whom.
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("action to be confirmed")
        verbose_name_plural = _("actions to be confirmed")
        default_permissions = []
        ordering = ["at", "pk"]
        indexes = [
            models.Index(fields=["at"], condition=OPEN, name="immediate_action_open"),
            models.Index(fields=["key"], name="immediate_action_of"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.object_id}"
