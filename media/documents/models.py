"""Documents to download, with the information that a reader needs before downloading."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document

from media.core.in_use import ProtectedWhileInUse
from media.core.requirements import DOCUMENTS
from portal.checks.publishing import CheckResult
from portal.core import language_names


class Accessible(models.TextChoices):
    """Whether people with disabilities can use a document or site (WCAG 2.1 AA; 28 CFR 35.200)."""

    YES = "yes", _("Accessible")
    NO = "no", _("Not accessible")
    UNKNOWN = "unknown", _("Not checked yet")


def languages_of_the_hub() -> list[tuple[str, str]]:
    """The languages to choose from. A callable, so that adding a language needs no migration."""
    return language_names.choices()


class HubDocument(ProtectedWhileInUse, AbstractDocument):
    """A document, with its language, accessibility and an accessible alternative."""

    language = models.CharField(
        _("language"),
        max_length=10,
        choices=languages_of_the_hub,
        default=settings.LANGUAGE_CODE,
        help_text=_("The language it is written in."),
    )
    publisher = models.CharField(
        _("publisher"), max_length=120, blank=True, help_text=_("Who is responsible for it.")
    )
    published_on = models.DateField(
        _("published on"), null=True, blank=True, help_text=_("As printed on it.")
    )
    accessible = models.CharField(
        _("accessible"),
        max_length=8,
        choices=Accessible.choices,
        default=Accessible.UNKNOWN,
        help_text=_(
            "Tagged, with a reading order, alternative texts and headings. Readers see this, and can ask for another format."
        ),
    )
    alternative_url = models.URLField(
        _("accessible alternative"),
        blank=True,
        help_text=_(
            "For a document that is not accessible: where readers find the same in an accessible form."
        ),
    )

    admin_form_fields = (
        *Document.admin_form_fields,
        "language",
        "publisher",
        "published_on",
        "accessible",
        "alternative_url",
    )

    public_fields = (
        "file",
        "title",
        "language",
        "publisher",
        "published_on",
        "accessible",
        "alternative_url",
    )
    file_fields = {"accessible": Accessible.UNKNOWN, "alternative_url": ""}

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def publishing_errors(self) -> list[CheckResult]:
        """What prevents a page with this document from being published: it is not accessible and there is no alternative.

        Returns:
            A list of CheckResult (28 CFR 35.200; WCAG 2.1 AA).
        """
        if self.accessible == Accessible.YES or self.alternative_url:
            return []
        message = _(
            "The document “%(title)s” is not marked as accessible. Check it and say so in the document library, "
            "or give an accessible alternative there."
        )
        return [CheckResult("", message % {"title": self.title}, code=DOCUMENTS)]
