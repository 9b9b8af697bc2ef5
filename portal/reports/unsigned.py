"""Public translations that no person has signed, the most important first."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Page, WorkflowState

from portal.signoff.models import SignedTranslation
from portal.workflow.approvals import APPROVERS, COORDINATORS
from portal.workflow.groups import EDITORS, TRANSLATORS

from .base import Field, Report, report
from .translations import FIRST, IMPORTANCE, TranslationFilterSet, importance_of


@dataclass
class Unsigned:
    """A translation that is public without a signature."""

    title: str
    type_name: str
    language: str
    drafted_by: str
    importance: int
    url: str

    @property
    def importance_name(self):
        """In words."""
        return IMPORTANCE[self.importance]


def unsigned(language="", importance=0, languages=None, at_rest=False):
    """Public translations that nobody has signed. A query for each kind of record, and one for the languages.

    Args:
        language: the code of one language; "" or that of the originals: all.
        importance: FIRST, SECOND or THIRD; 0: all.
        languages: codes of languages; None: all.
        at_rest: whether what waits for review already is left out.

    Returns:
        A list of Unsigned, the most important first, then by language and title.
    """
    rows = []
    # By primary key: the index leads to the few translations, without a look at every page.
    others = list(Locale.objects.exclude(language_code=settings.LANGUAGE_CODE).values_list("pk", flat=True))
    signed: list[Any] = [model for model in apps.get_models() if issubclass(model, SignedTranslation)]
    for model in signed:
        original = model._base_manager.filter(
            translation_key=OuterRef("translation_key"), locale__language_code=settings.LANGUAGE_CODE
        )
        found = (
            model._default_manager.filter(Exists(original), live=True, translation_signed_on=None)
            .filter(locale__in=others)
            .select_related("locale")
        )
        if language and language != settings.LANGUAGE_CODE:
            found = found.filter(locale__language_code=language)
        if languages is not None:
            found = found.filter(locale__language_code__in=languages)
        if at_rest:
            found = found.exclude(
                Exists(
                    WorkflowState.objects.filter(
                        base_content_type=ContentType.objects.get_for_model(
                            Page if issubclass(model, Page) else model
                        ),
                        object_id=Cast(OuterRef("pk"), CharField()),
                        status=WorkflowState.STATUS_IN_PROGRESS,
                    )
                )
            )
        rows += [_row(record) for record in found]
    if importance:
        rows = [row for row in rows if row.importance == importance]
    return sorted(rows, key=lambda row: (row.importance, row.language, row.title))


def _row(record):
    if isinstance(record, Page):
        importance = importance_of(record)
        url = reverse("wagtailadmin_pages:edit", args=[record.pk])
    else:
        importance, url = FIRST, reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk])
    return Unsigned(
        str(record),
        capfirst(record._meta.verbose_name),
        record.locale.get_display_name(),
        gettext("a machine") if record.translation_draft else gettext("a person"),
        importance,
        url,
    )


@report
class UnsignedView(Report):
    """Translations that no person has signed: pages, help lines, alerts and the office's identity."""

    name, order = "unsigned", 31
    page_title = _("Translations that nobody has signed")
    header_icon = "globe"
    groups = (EDITORS, TRANSLATORS, APPROVERS, COORDINATORS)
    filterset_class = TranslationFilterSet
    intro = _(
        "They are public, and no person has confirmed that they say the same as the original. If you read the language, open one to sign it."
    )
    nothing = _("A person has signed every translation.")
    fields = (
        Field("title", _("Title"), lambda row: row.url),
        Field("type_name", _("Type")),
        Field("language", _("Language")),
        Field("importance_name", _("Importance")),
        Field("drafted_by", _("Translated by")),
    )

    def get_filtered_queryset(self):
        """Rows, not records."""
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        wanted = chosen.get("locale") or "", int(chosen.get("importance") or 0)
        if "mine" in self.request.GET:
            # The list behind a number of the dashboard (portal/dashboard/own_drafts.py).
            return unsigned(*wanted, languages=self.request.user.approves_in, at_rest=True)
        return unsigned(*wanted)
