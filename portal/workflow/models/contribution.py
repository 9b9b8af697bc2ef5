"""Who wrote what waits for approval (portal/workflow/contributions.py)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Contribution(models.Model):
    """That a person saved a version of a record, or changed a part of a translation."""

    base_content_type = models.ForeignKey(
        "contenttypes.ContentType", on_delete=models.CASCADE, related_name="+"
    )
    object_id = models.CharField(max_length=255)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Empty for a part of a translation, and once old revisions are deleted: their authors still count.
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        indexes = [models.Index(fields=["base_content_type", "object_id", "at"], name="contribution_of")]

    def __str__(self) -> str:
        return f"{self.base_content_type_id} {self.object_id}: {self.user_id}"
