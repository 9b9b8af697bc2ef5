"""Grounds of approvals, steps of reviews; without models, so that models and services of every layer can import them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Ground(models.TextChoices):
    """Why a revision may go public."""

    REVIEW = "review", _("Approved in review")
    DEMONSTRATION = "demonstration", _("Loaded with the demonstration")
    OPENING = "opening", _("Made when the hub was opened")
    BEFORE = "before", _("Public before approvals were written down")
    # Of a translation: its approved words with values that were approved in the first language.
    CARRIED = "carried", _("Copied: numbers, times and settings that are the same in every language")
    # Live at once, logged and mailed; a second person confirms it afterwards.
    EMERGENCY = "emergency", _("Emergency: public before a second person has seen it")
    # Time or place of an event of an organization that the office trusts (partners/trusted_updates); confirmed afterwards, too.
    TRUSTED = "trusted", _("Time or place of an event: public before a second person has seen it")
    # Such a change was undone: the version before, which was approved already, is public again.
    RETURNED = "returned", _("Undone: the version before is public again")


# The grounds of versions that were public before a second person had seen them.
CONFIRMED_AFTERWARDS = (Ground.EMERGENCY, Ground.TRUSTED)


class ReviewStep(models.TextChoices):
    """The steps of a review. The last one is the office's, or that of help lines; a record declares which come before it (`review_steps`)."""

    OFFICE = "office", _("Approval by the office")
    HELP_LINE = "help_line", _("Approval of a help line, after checking it")
    LEGAL = "legal", _("Legal review")
    LIVED_EXPERIENCE = "lived", _("Lived-experience review")


class Rewrite(models.TextChoices):
    """Why the hub itself changes the content of versions that are stored already (approvals.rewrite_content)."""

    REDACTION = "redaction", _("Words of a confidential place were removed")
    BLOCK_NUMBERS = "block_numbers", _("The blocks of a translation got the numbers of the original's blocks")
