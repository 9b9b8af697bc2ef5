"""Which mails a person gets, and what the person has been told already."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    """When a mail of one kind comes."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Each morning")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Never")


class MailPreference(models.Model):
    """What one person chose for one kind of mail; without a row the kind's own default holds (portal/notifications/preferences.py)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mail_preferences"
    )
    kind = models.CharField(_("kind"), max_length=40)
    frequency = models.CharField(_("when"), max_length=7, choices=Frequency.choices)

    class Meta:
        verbose_name = _("choice of emails")
        verbose_name_plural = _("choices of emails")
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="one_choice_a_kind")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind}, {self.frequency}"


class Notice(models.Model):
    """One thing that one person is to be told, or was told, so that nothing is told twice (portal/notifications/services.py)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=40)
    key = models.CharField(_("what"), max_length=100)
    # The title of a page, or the subject of the mail that would have come at once; never a text.
    title = models.CharField(_("title"), max_length=300, blank=True)
    path = models.CharField(_("address"), max_length=300)
    noticed_at = models.DateTimeField(_("noticed"), default=timezone.now)
    told_at = models.DateTimeField(_("told"), null=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=["user", "kind", "key"], name="one_notice_each")]
        indexes = [models.Index(fields=["kind"], name="notice_untold", condition=models.Q(told_at=None))]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind}, {self.key}"


class MorningRun(models.Model):
    """That the gathered mails of one day are written."""

    day = models.DateField(_("day"), primary_key=True)
    mails = models.PositiveIntegerField(_("emails"), default=0)

    class Meta:
        verbose_name = _("morning of emails")
        verbose_name_plural = _("mornings of emails")

    def __str__(self) -> str:
        return str(self.day)
