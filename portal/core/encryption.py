"""Encryption of text with SECRET_KEY: secrets in the database, input that a page carries in a hidden field."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """A text that was not encrypted by this hub, was changed, is for another purpose, or is too old."""


def _box(purpose: str) -> MultiFernet:
    """Keys of one purpose: the present SECRET_KEY's for writing, the former ones' (SECRET_KEY_FALLBACKS) for reading too."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([_fernet(secret, purpose) for secret in secrets])


def _fernet(secret: str, purpose: str) -> Fernet:
    digest = hashlib.sha256(f"{purpose}\0{secret}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def encrypt(text: str, purpose: str) -> str:
    """Encrypt and sign a text, with the time.

    Args:
        text: a string.
        purpose: what it is for; only the same purpose opens it.

    Returns:
        A string of letters, digits, "-", "_" and "=".
    """
    return _box(purpose).encrypt(text.encode()).decode()


def decrypt(token: str, purpose: str, max_age: int | None = None) -> str:
    """Read what encrypt() wrote.

    Args:
        token: a string from outside.
        purpose: as when it was encrypted.
        max_age: in seconds; without it the age does not matter.

    Returns:
        The text.

    Raises:
        Unreadable: it cannot be read, or is older than max_age.
    """
    try:
        return _box(purpose).decrypt(token.encode(), ttl=max_age).decode()
    except (InvalidToken, ValueError) as error:
        raise Unreadable from error


def is_of_present_key(token: str, purpose: str) -> bool:
    """Whether the present SECRET_KEY itself opens a text, not only a former one."""
    try:
        _fernet(settings.SECRET_KEY, purpose).decrypt(token.encode())
    except (InvalidToken, ValueError):
        return False
    return True


def renewed(token: str, purpose: str) -> str:
    """The same text encrypted with the present SECRET_KEY; its time stays.

    Raises:
        Unreadable: no key opens it.
    """
    try:
        return _box(purpose).rotate(token.encode()).decode()
    except (InvalidToken, ValueError) as error:
        raise Unreadable from error
