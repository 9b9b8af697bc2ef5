"""What every room of the hub stands on."""

from .alert import Alert
from .approval import Approval, ApprovalTask
from .deputy import Deputy
from .help_line import HelpLine
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
    "Deputy",
    "ExternalLink",
    "HelpLine",
    "HubPage",
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
