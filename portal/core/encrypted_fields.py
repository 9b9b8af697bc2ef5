"""Model fields that are encrypted in the database, so that a copy of its file does not reveal their contents.

Such a field cannot be searched. The key is derived from SECRET_KEY; values encrypted with a former key (SECRET_KEY_FALLBACKS) can still
be decrypted.
"""

import re
from typing import TYPE_CHECKING

from django.db import models

from .encryption import Unreadable, decrypt, encrypt

MARK = "sealed:"
ENCRYPTED = re.compile(rf"{MARK}gAAAA[A-Za-z0-9_=-]+")
PURPOSE = "field of a model"


if TYPE_CHECKING:
    # Mypy needs the base class; at run time this is a mixin that is listed before the field class.
    FieldBase = models.Field
else:
    FieldBase = object


class EncryptedMixin(FieldBase):
    """A text field that is encrypted in the database."""

    def get_prep_value(self, value):
        """The encrypted text. A value that no key can decrypt is stored unchanged, so that saving loses nothing."""
        value = super().get_prep_value(value)
        if not value or ENCRYPTED.fullmatch(value):
            return value
        return MARK + encrypt(value, PURPOSE)

    def from_db_value(self, value, _expression, _connection):
        """The decrypted text, or the stored value if no key can decrypt it."""
        if not value or not value.startswith(MARK):
            return value
        try:
            return decrypt(value.removeprefix(MARK), PURPOSE)
        except Unreadable:
            return value


class EncryptedTextField(EncryptedMixin, models.TextField):
    """An encrypted TextField."""


class EncryptedCharField(EncryptedMixin, models.CharField):
    """An encrypted CharField; max_length limits the plain text."""

    def get_internal_type(self):
        """TextField, because encrypted text is longer than max_length."""
        return "TextField"


# Names that are used in landed migrations.
SealedTextField, SealedCharField = EncryptedTextField, EncryptedCharField
