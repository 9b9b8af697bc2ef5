"""What is stored of reviews."""

from .approval import Approval, ApprovalTask
from .contribution import Contribution
from .deputy import Deputy
from .immediate_action import ImmediateAction
from .steps import ReviewSteps

__all__ = [
    "Approval",
    "ApprovalTask",
    "Contribution",
    "Deputy",
    "ImmediateAction",
    "ReviewSteps",
]
