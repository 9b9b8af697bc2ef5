"""What is stored of mail."""

from .outbox import OutboxMessage
from .preferences import MailPreference, MorningRun, Notice

__all__ = [
    "MailPreference",
    "MorningRun",
    "Notice",
    "OutboxMessage",
]
