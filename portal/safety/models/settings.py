"""What keeps a visitor safe and is the office's to set."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from portal.workflow.models.snippets import ReviewedSnippet


class SafetySettings(ReviewedSnippet):
    """Where the exit leads. Without a published record, the operator's EXIT_URL holds."""

    exit_url = models.URLField(
        _("exit address"),
        help_text=_(
            "A neutral site that many people use, such as a weather page. It must not be about help or crime."
        ),
    )

    panels = [FieldPanel("exit_url")]

    class Meta:
        verbose_name = _("safety settings")
        verbose_name_plural = _("safety settings")

    def __str__(self) -> str:
        return self.exit_url
