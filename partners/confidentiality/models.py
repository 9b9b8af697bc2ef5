"""Stores the phrases of confidential places in a form in which they can be found but not read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.encrypted_fields import EncryptedCharField


class ForbiddenWords(models.Model):
    """A phrase that reveals a confidential place, as a keyed digest (partners/confidentiality/words.py)."""

    # The translation_key of the event or organization to which the place belongs.
    holder = models.UUIDField(db_index=True)
    digest = models.CharField(max_length=64)
    # The number of letters and digits in the phrase.
    length = models.PositiveSmallIntegerField()
    # Whether the phrase is a street without a house number.
    is_street = models.BooleanField(default=False)
    # Whether the phrase has been removed from everything that was stored before.
    is_erased = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("words of a confidential place")
        verbose_name_plural = _("words of confidential places")
        constraints = [
            models.UniqueConstraint(fields=["holder", "digest"], name="unique_forbidden_words"),
        ]

    def __str__(self) -> str:
        return f"{self.holder}: {self.digest[:8]}"


class DigestKey(models.Model):
    """A key that was used for digests, so that they can still be matched after SECRET_KEY changes."""

    # Identifies the key without decrypting it.
    fingerprint = models.CharField(max_length=64, unique=True)
    # In hexadecimal, encrypted with the present SECRET_KEY.
    key = EncryptedCharField(max_length=64)

    class Meta:
        verbose_name = _("key of digests")
        verbose_name_plural = _("keys of digests")

    def __str__(self) -> str:
        return self.fingerprint[:8]
