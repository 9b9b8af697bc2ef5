"""What is stored for the safety of visitors."""

from .alert import Alert
from .help_line import HelpLine
from .office import OfficeIdentity, OfficePhone
from .settings import SafetySettings

__all__ = [
    "Alert",
    "HelpLine",
    "OfficeIdentity",
    "OfficePhone",
    "SafetySettings",
]
