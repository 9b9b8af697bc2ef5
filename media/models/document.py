"""Documents to download, with what a reader needs to know before she does."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document


class Accessible(models.TextChoices):
    """Whether people with disabilities can use a document or site (WCAG 2.1 AA; 28 CFR 35.200)."""

    YES = "yes", _("Accessible")
    NO = "no", _("Not accessible")
    UNKNOWN = "unknown", _("Not checked yet")


class HubDocument(AbstractDocument):
    """A document of the hub."""

    language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("The language in which it is written."),
    )
    publisher = models.CharField(
        _("publisher"), max_length=120, blank=True, help_text=_("Who answers for it.")
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

    admin_form_fields = (*Document.admin_form_fields, "language", "publisher", "published_on", "accessible")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
