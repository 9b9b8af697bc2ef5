"""A draft shown to reviewers who have no account: one link for one version."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PreviewLink(models.Model):
    """A link to one revision. Its secret is kept as a digest only; nothing is kept of who opened it."""

    revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.CASCADE, related_name="preview_links"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    note = models.CharField(
        _("who it is for"),
        max_length=80,
        help_text=_("Such as “advisory group”. A person’s name is not needed. Only the office reads it."),
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("ends"), help_text=_("From then on the link shows nothing."))
    revoked_at = models.DateTimeField(null=True, editable=False)
    opened = models.PositiveIntegerField(default=0, editable=False)
    last_opened_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.note

    @property
    def is_open(self) -> bool:
        """Whether the link still shows the version."""
        return self.revoked_at is None and self.expires_at > timezone.now()


class PreviewComment(models.Model):
    """What a reviewer wrote below the draft: plain words, without a name."""

    link = models.ForeignKey(PreviewLink, on_delete=models.CASCADE, related_name="comments")
    text = models.TextField(
        _("comment"),
        max_length=2000,
        help_text=_("What is unclear, wrong or missing? Please write nothing about a real person."),
    )
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("reviewer’s comment")
        verbose_name_plural = _("reviewers’ comments")
        ordering = ["-written_at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]
