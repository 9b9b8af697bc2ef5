"""Model fields whose text is encrypted in the database, so that its file or a backup does not reveal it.

Such a field cannot be searched. The key comes from SECRET_KEY; former ones (SECRET_KEY_FALLBACKS) still decrypt what they encrypted.
"""

import re
from typing import TYPE_CHECKING

from django.db import models

from .encryption import Unreadable, decrypt, encrypt

MARK = "sealed:"
ENCRYPTED = re.compile(rf"{MARK}gAAAA[A-Za-z0-9_=-]+")
PURPOSE = "field of a model"


if TYPE_CHECKING:
    # A mixin of fields, which come after it among the bases.
    FieldBase = models.Field
else:
    FieldBase = object


class EncryptedMixin(FieldBase):
    """A field whose text is encrypted in the database."""

    def get_prep_value(self, value):
        """The text as the database keeps it. What no key opens is kept as it is, so that saving loses nothing."""
        value = super().get_prep_value(value)
        if not value or ENCRYPTED.fullmatch(value):
            return value
        return MARK + encrypt(value, PURPOSE)

    def from_db_value(self, value, _expression, _connection):
        """The text; what no key of this hub opens as it is stored."""
        if not value or not value.startswith(MARK):
            return value
        try:
            return decrypt(value.removeprefix(MARK), PURPOSE)
        except Unreadable:
            return value


class EncryptedTextField(EncryptedMixin, models.TextField):
    """A TextField that is encrypted in the database."""


class EncryptedCharField(EncryptedMixin, models.CharField):
    """A CharField that is encrypted in the database; max_length counts what is written, not what is stored."""

    def get_internal_type(self):
        """Encrypted text is longer than the plain text."""
        return "TextField"


# Landed migrations name the fields so.
SealedTextField, SealedCharField = EncryptedTextField, EncryptedCharField
