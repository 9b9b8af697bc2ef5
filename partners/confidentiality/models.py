"""The words of places that must not be known, kept so that they can be found and not be read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.encrypted_fields import EncryptedCharField


class ForbiddenWords(models.Model):
    """One phrase that tells a place which must not be known, as a keyed digest (partners/confidentiality/words.py)."""

    # The translation_key of the event or the organisation whose place it is.
    holder = models.UUIDField(db_index=True)
    digest = models.CharField(max_length=64)
    # How many letters and digits the phrase has.
    length = models.PositiveSmallIntegerField()
    # Whether it is a street without the number of the house.
    is_street = models.BooleanField(default=False)
    # Whether it has been taken out of all that was kept before it was learned.
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
    """A key by which digests were made, so that they find their words when its SECRET_KEY is not used any more."""

    # By it a key is found again without being read.
    fingerprint = models.CharField(max_length=64, unique=True)
    # In hexadecimal digits, encrypted with the present SECRET_KEY.
    key = EncryptedCharField(max_length=64)

    class Meta:
        verbose_name = _("key of digests")
        verbose_name_plural = _("keys of digests")

    def __str__(self) -> str:
        return self.fingerprint[:8]
