"""Redirects that the office writes: what becomes public is approved by another person."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, PageChooserPanel
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from portal.workflow.models.snippets import ReviewedSnippet


class OfficeRedirect(ReviewedSnippet):
    """A redirect as the office writes it. While it is live, a Redirect of Wagtail leads readers (portal/redirects/services.py)."""

    old_path = models.CharField(
        _("old address"),
        max_length=255,
        unique=True,
        error_messages={"unique": _("There is already a redirect from this address. Change that one.")},
        help_text=_(
            "The old address on this site, such as /old-page/. It redirects only where there is no page."
        ),
    )
    redirect_page = models.ForeignKey(
        Page,
        verbose_name=_("page"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("The page of this site to which it leads."),
    )
    redirect_link = models.URLField(
        _("address on another site"),
        blank=True,
        max_length=255,
        help_text=_("If it leads to another site. The approver opens this address before approving."),
    )
    is_permanent = models.BooleanField(
        _("permanent"),
        default=True,
        help_text=_("Search engines and browsers then forget the old address."),
    )

    panels = [
        FieldPanel("old_path"),
        PageChooserPanel("redirect_page"),
        FieldPanel("redirect_link"),
        FieldPanel("is_permanent"),
    ]

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ["old_path"]

    def __str__(self) -> str:
        return self.old_path

    @property
    def leads_to(self) -> str:
        """Where it leads: the page's title, or the address on another site."""
        return self.redirect_page.title if self.redirect_page else self.redirect_link

    def clean(self) -> None:
        """Write the old address as redirects keep it, and refuse what leads nowhere.

        Raises:
            ValidationError: no target or two, an address that is not of the web, or another old address than before.
        """
        super().clean()
        self.old_path = Redirect.normalise_path(self.old_path)
        errors = {}
        stored = OfficeRedirect.objects.filter(pk=self.pk).first()
        if stored and stored.old_path != self.old_path:
            errors["old_path"] = _(
                "The old address cannot be changed. Delete this redirect and add a new one."
            )
        elif self.old_path == "/":
            errors["old_path"] = _("The home page cannot be redirected.")
        if bool(self.redirect_page) == bool(self.redirect_link):
            errors["redirect_page"] = _("Choose a page, or write an address on another site: one of the two.")
        elif self.redirect_link and not self.redirect_link.startswith(("https://", "http://")):
            errors["redirect_link"] = _("Enter a web address that begins with https://.")
        if errors:
            raise ValidationError(errors)
