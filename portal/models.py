"""The models that every app builds on."""

from portal.accounts.models import User
from portal.audit.models import AuditEntry, AuditSeal
from portal.core.models import SentForm
from portal.notifications.models.outbox import OutboxMessage
from portal.notifications.models.preferences import MailPreference, MorningRun, Notice
from portal.pages.models import HubPage
from portal.previews.models import PreviewComment, PreviewLink
from portal.quality.models import ExternalLink, QualityFinding
from portal.redirects.models import OfficeRedirect
from portal.safety.models.alert import Alert
from portal.safety.models.help_line import HelpLine
from portal.safety.models.office import OfficeIdentity, OfficePhone
from portal.safety.models.settings import SafetySettings
from portal.staff.models import RightsChange, StaffInvitation
from portal.taxonomy.models import TaxonomyTerm
from portal.translation.models import GlossaryTerm
from portal.workflow.models.approval import Approval, ApprovalTask
from portal.workflow.models.contribution import Contribution
from portal.workflow.models.deputy import Deputy
from portal.workflow.models.immediate_action import ImmediateAction
from portal.workflow.models.steps import ReviewSteps

__all__ = [
    "Alert",
    "Approval",
    "ApprovalTask",
    "AuditEntry",
    "AuditSeal",
    "Contribution",
    "Deputy",
    "ExternalLink",
    "GlossaryTerm",
    "HelpLine",
    "HubPage",
    "ImmediateAction",
    "MailPreference",
    "MorningRun",
    "Notice",
    "OfficeIdentity",
    "OfficePhone",
    "OfficeRedirect",
    "OutboxMessage",
    "PreviewComment",
    "PreviewLink",
    "QualityFinding",
    "ReviewSteps",
    "RightsChange",
    "SafetySettings",
    "SentForm",
    "StaffInvitation",
    "TaxonomyTerm",
    "User",
]
