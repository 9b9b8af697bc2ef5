"""What the last look at the live pages found: failures of quality, and links to other sites that do not work."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.safety.models.help_line import HelpLine


class QualityFinding(models.Model):
    """One thing to mend on a live page, as `check_quality` found it. The sentence is in the hub's first language."""

    class Level(models.TextChoices):
        ERROR = "stop", _("Would prevent publication")
        WARNING = "warn", _("Warning")

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="quality_findings")
    field = models.CharField(_("field"), max_length=80)
    anchor = models.CharField(max_length=80, blank=True)
    code = models.CharField(_("requirement"), max_length=40, blank=True)
    level = models.CharField(_("level"), max_length=4, choices=Level.choices)
    message = models.TextField(_("what to fix"))
    found_at = models.DateTimeField(_("found"), default=timezone.now)

    class Meta:
        verbose_name = _("quality failure")
        verbose_name_plural = _("quality failures")
        ordering = ["level", "page__title", "pk"]

    def __str__(self) -> str:
        return self.message


class ExternalLinks(models.QuerySet):
    """Addresses of other sites."""

    def broken(self) -> Self:
        """Those that did not work when they were last asked."""
        return self.filter(state=ExternalLink.State.BROKEN)


class ExternalLink(models.Model):
    """An address of another site to which live pages or help lines lead, and what it last answered."""

    class State(models.TextChoices):
        UNKNOWN = "unknown", _("Not tried yet")
        WORKS = "works", _("Works")
        BROKEN = "broken", _("Does not work")

    url = models.URLField(_("address"), max_length=2000, unique=True)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.UNKNOWN)
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    reason = models.CharField(_("what it answered"), max_length=200, blank=True)
    checked_at = models.DateTimeField(_("checked"), null=True)
    # Since when it has been broken without a break.
    broken_since = models.DateTimeField(_("broken since"), null=True)
    pages: models.ManyToManyField = models.ManyToManyField("wagtailcore.Page", related_name="+")
    help_lines = models.ManyToManyField(HelpLine, related_name="+")

    objects = ExternalLinks.as_manager()

    class Meta:
        verbose_name = _("link to another site")
        verbose_name_plural = _("links to other sites")
        ordering = ["url"]

    def __str__(self) -> str:
        return self.url
