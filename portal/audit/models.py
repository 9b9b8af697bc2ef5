"""Who did what, kept so that nobody can change it afterwards (decision 13)."""

from typing import Any, NoReturn

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class AppendOnly(TypeError):
    """Something tried to change or delete a row that is kept for good."""

    def __init__(self, message: str = "The audit trail is only added to.") -> None:
        super().__init__(message)


class _AddedOnly(models.QuerySet):
    """Rows can be read and added."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse.

        Raises:
            AppendOnly: always.
        """
        raise AppendOnly

    update = delete = bulk_update = update_or_create = _raw_delete = _update = _refuse


class _Kept(models.Model):
    objects = _AddedOnly.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row.

        Raises:
            AppendOnly: it is stored already.
        """
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse.

        Raises:
            AppendOnly: always.
        """
        raise AppendOnly


class AuditEntry(_Kept):
    """One thing that somebody did. No name, address, title or text: numbers that the office can look up, and codes."""

    at = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    action = models.CharField(_("action"), max_length=80, db_index=True)
    # Numbers, not foreign keys: the row stays as it is when an account or a page goes.
    person = models.PositiveBigIntegerField(_("person"), null=True, db_index=True)
    kind = models.CharField(_("kind of object"), max_length=100, blank=True)
    object_id = models.CharField(_("number of the object"), max_length=64, blank=True)
    data = models.JSONField(_("details"), default=dict)

    class Meta(_Kept.Meta):
        verbose_name = _("entry of the audit trail")
        verbose_name_plural = _("audit trail")
        default_permissions = ["view"]
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.action} {self.kind} {self.object_id}".strip()


class AuditSeal(_Kept):
    """The place of one entry in the chain: its digest is made of the entry and of the digest before it."""

    number = models.PositiveBigIntegerField(primary_key=True)
    # Without constraint: what the database no longer holds is for the verification to find.
    entry = models.OneToOneField(
        AuditEntry, on_delete=models.DO_NOTHING, db_constraint=False, related_name="seal"
    )
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta(_Kept.Meta):
        verbose_name = _("seal of the audit trail")
        verbose_name_plural = _("seals of the audit trail")
        default_permissions = []
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}: {self.digest[:12]}"
