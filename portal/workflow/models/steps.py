"""Which reviews come before the office's approval."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from portal.workflow.choices import ReviewStep


@register_setting(icon="tasks")
class ReviewSteps(BaseGenericSetting):
    """Two reviews that an office may ask for; both are off until it does."""

    legal_review = models.BooleanField(
        _("legal review"),
        default=False,
        help_text=_(
            "Pages that quote a statute are first read by someone in the group “Legal reviewers”. Add people to it before you switch this on."
        ),
    )
    lived_experience = models.BooleanField(
        _("lived-experience review"),
        default=False,
        help_text=_(
            "Every page is first read by someone in the group “Lived-experience reviewers”. Add people to it before you switch this on."
        ),
    )

    # Which switch is that of which step.
    SWITCHES = {ReviewStep.LEGAL: "legal_review", ReviewStep.LIVED_EXPERIENCE: "lived_experience"}

    panels = [FieldPanel("legal_review"), FieldPanel("lived_experience")]

    class Meta:
        verbose_name = _("review steps")

    def is_on(self, step: str) -> bool:
        """Whether the office asks for a step.

        Args:
            step: a value of ReviewStep that a switch belongs to.
        """
        return getattr(self, self.SWITCHES[ReviewStep(step)])
