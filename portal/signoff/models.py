"""Stores whether a machine drafted a translation, and who has signed it (portal/signoff/services.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.models import Locale, Revision

from portal.workflow.page_permissions import is_translation

from . import services as signoff

if TYPE_CHECKING:
    from wagtail.models import Revision

    from portal.accounts.models import User


class SignedTranslation(models.Model):
    """Mixin for translatable models. Its fields are in no form and are not synchronized between languages."""

    translation_draft = models.BooleanField(
        _("draft translation"),
        default=False,
        editable=False,
        help_text=_(
            "The translation was drafted by a machine and no person has reviewed it yet. The page says so."
        ),
    )
    translation_signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("translation signed by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who has compared all of it with the original. Never shown to the public."),
    )
    translation_signed_on = models.DateField(
        _("translation signed on"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("The day on which a person signed the translation. Readers see it."),
    )

    # The fields above, for pages and snippets.
    locale: Locale
    # The revision whose signature counts when this is saved; None for the latest one.
    read_from: Revision | None = None

    class Meta:
        abstract = True

    def save_revision(self, user: User | None = None, *args: Any, **kwargs: Any) -> Revision:
        """Save a revision, with the signature of the previous one or without it."""
        signoff.keep_or_withdraw(self, user)  # type: ignore[arg-type]  # Every subclass is one or the other.
        return super().save_revision(user, *args, **kwargs)  # type: ignore[misc]  # Wagtail's mixins come after it among the bases.

    @cached_property
    def is_translation(self) -> bool:
        """Whether this is a translation: it exists in the default language too, and this is another language."""
        return is_translation(self)

    @property
    def shows_english(self) -> bool:
        """Whether readers see what they must be able to rely on in English: until a person has signed."""
        language = self.locale.language_code
        return (
            language != settings.LANGUAGE_CODE
            and language not in signoff.SHOWN_UNSIGNED
            and self.translation_signed_on is None
        )


class TranslationPanel(Panel):
    """Shows the state of a translation. It is signed on a page of its own (portal/review/signoff_admin.py)."""

    class BoundPanel(Panel.BoundPanel):
        """The panel of one record."""

        template_name = "portal/admin/translation_panel.html"

        def is_shown(self) -> bool:
            """Only for translations."""
            return super().is_shown() and bool(self.instance.pk) and self.instance.is_translation
