"""Encryption of text with SECRET_KEY: secrets in the database, input in hidden fields of a page."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unreadable(Exception):
    """The text was not encrypted by this hub, was changed, has another purpose, or is too old."""


def _box(purpose: str) -> MultiFernet:
    """The keys of one purpose: the present SECRET_KEY encrypts and decrypts, former ones (SECRET_KEY_FALLBACKS) only decrypt."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([_fernet(secret, purpose) for secret in secrets])


def _fernet(secret: str, purpose: str) -> Fernet:
    digest = hashlib.sha256(f"{purpose}\0{secret}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def encrypt(text: str, purpose: str) -> str:
    """Encrypt and sign a text, together with the time.

    Args:
        text: a string.
        purpose: decrypt() needs the same purpose.

    Returns:
        A string of letters, digits, "-", "_" and "=".
    """
    return _box(purpose).encrypt(text.encode()).decode()


def decrypt(token: str, purpose: str, max_age: int | None = None) -> str:
    """Decrypt the result of encrypt().

    Args:
        token: a string from outside.
        purpose: as passed to encrypt().
        max_age: the maximum age in seconds; by default any.

    Returns:
        The text.

    Raises:
        Unreadable: it cannot be decrypted, or is older than max_age.
    """
    try:
        return _box(purpose).decrypt(token.encode(), ttl=max_age).decode()
    except (InvalidToken, ValueError) as error:
        raise Unreadable from error


def is_of_present_key(token: str, purpose: str) -> bool:
    """Whether a text was encrypted with the present SECRET_KEY, not with a former one."""
    try:
        _fernet(settings.SECRET_KEY, purpose).decrypt(token.encode())
    except (InvalidToken, ValueError):
        return False
    return True


def renewed(token: str, purpose: str) -> str:
    """Encrypt the same text with the present SECRET_KEY, keeping its time.

    Raises:
        Unreadable: no key can decrypt it.
    """
    try:
        return _box(purpose).rotate(token.encode()).decode()
    except (InvalidToken, ValueError) as error:
        raise Unreadable from error
