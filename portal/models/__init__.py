"""What every room of the hub stands on."""

from .alert import Alert
from .approval import Approval, ApprovalTask
from .audit import AuditEntry, AuditSeal
from .deputy import Deputy
from .glossary import GlossaryTerm
from .help_line import HelpLine
from .mail import MailPreference, MorningRun, Notice
from .office import OfficeIdentity, OfficePhone
from .outbox import OutboxMessage
from .page import HubPage
from .preview import PreviewComment, PreviewLink
from .quality import ExternalLink, QualityFinding
from .safety import SafetySettings
from .steps import ReviewSteps
from .taxonomy import TaxonomyTerm
from .user import User

__all__ = [
    "Alert",
    "Approval",
    "ApprovalTask",
    "AuditEntry",
    "AuditSeal",
    "Deputy",
    "ExternalLink",
    "GlossaryTerm",
    "HelpLine",
    "HubPage",
    "MailPreference",
    "MorningRun",
    "Notice",
    "OfficeIdentity",
    "OfficePhone",
    "OutboxMessage",
    "PreviewComment",
    "PreviewLink",
    "QualityFinding",
    "ReviewSteps",
    "SafetySettings",
    "TaxonomyTerm",
    "User",
]
