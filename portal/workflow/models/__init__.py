"""What is stored of reviews."""

from .approval import Approval, ApprovalTask
from .contribution import Contribution
from .deputy import Deputy
from .steps import ReviewSteps

__all__ = [
    "Approval",
    "ApprovalTask",
    "Contribution",
    "Deputy",
    "ReviewSteps",
]
