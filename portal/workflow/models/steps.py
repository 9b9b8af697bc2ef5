"""Which reviews come before the office's approval."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="tasks")
class ReviewSteps(BaseGenericSetting):
    """Two reviews that an office may ask for; both are off until it does."""

    legal_review = models.BooleanField(
        _("legal review"),
        default=False,
        help_text=_(
            "Pages that quote a statute are first read by somebody of the group “Legal reviewers”. Put people into it before you switch this on."
        ),
    )
    lived_experience = models.BooleanField(
        _("lived-experience review"),
        default=False,
        help_text=_(
            "Every page is first read by somebody of the group “Lived-experience reviewers”. Put people into it before you switch this on."
        ),
    )

    panels = [FieldPanel("legal_review"), FieldPanel("lived_experience")]

    class Meta:
        verbose_name = _("review steps")
