"""Translations of which the original has changed since, the most important first."""

from dataclasses import dataclass
from datetime import datetime

import django_filters
from django import forms
from django.apps import apps
from django.conf import settings
from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import Page, TranslatableMixin

from portal.approvals import APPROVERS, COORDINATORS
from portal.groups import EDITORS, TRANSLATORS
from portal.models.snippets import ReviewedSnippet
from portal.reports.base import Field, Report, report, type_of

# A wrong number can send a person to the wrong place; what stands one step below the home page is read most.
FIRST, SECOND, THIRD = 1, 2, 3
IMPORTANCE = {FIRST: _("Help and alerts"), SECOND: _("First level"), THIRD: _("Other pages")}
# The home page is at depth 2.
FIRST_LEVEL = 3


@dataclass
class Outdated:
    """A translation that says what its original said before."""

    title: str
    type_name: str
    language: str
    since: datetime
    translated: datetime
    importance: int
    url: str
    code: str

    @property
    def importance_name(self):
        """In words."""
        return IMPORTANCE[self.importance]


def _older_than_the_original(found):
    """Those that were published before the version of the original that is public."""
    original = found.model._default_manager.filter(
        translation_key=OuterRef("translation_key"), locale__language_code=settings.LANGUAGE_CODE, live=True
    )
    return (
        found.filter(live=True)
        .exclude(locale__language_code=settings.LANGUAGE_CODE)
        .annotate(since=Subquery(original.values("last_published_at")[:1]))
        .filter(since__gt=F("last_published_at"))
        .select_related("locale")
    )


def outdated(language="", importance=0):
    """Public translations that are older than what is public in the first language. A query for each kind of record.

    Args:
        language: the code of one language; "" or that of the originals: all.
        importance: FIRST, SECOND or THIRD; 0: all.

    Returns:
        A list of Outdated, the most important first, then the longest outdated.
    """
    rows = []
    for model in apps.get_models():
        if issubclass(model, ReviewedSnippet) and issubclass(model, TranslatableMixin):
            rows += [_of_snippet(record) for record in _older_than_the_original(model.objects.all())]
    rows += [_of_page(page) for page in _older_than_the_original(Page.objects.all())]
    if language and language != settings.LANGUAGE_CODE:
        rows = [row for row in rows if row.code == language]
    if importance:
        rows = [row for row in rows if row.importance == importance]
    return sorted(rows, key=lambda row: (row.importance, row.since))


def _of_page(page):
    return Outdated(
        page.title,
        type_of(page),
        page.locale.get_display_name(),
        page.since,
        page.last_published_at,
        SECOND if page.depth <= FIRST_LEVEL else THIRD,
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        page.locale.language_code,
    )


def _of_snippet(record):
    return Outdated(
        str(record),
        capfirst(record._meta.verbose_name),
        record.locale.get_display_name(),
        record.since,
        record.last_published_at,
        FIRST,
        reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk]),
        record.locale.language_code,
    )


def _languages():
    return [(code, name) for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


class TranslationFilterSet(WagtailFilterSet):
    """Which language, how important."""

    # Under the name of the filter that Wagtail would add, with the first language in it.
    locale = django_filters.ChoiceFilter(
        label=_("Language"),
        choices=_languages,
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="leave",
    )
    importance = django_filters.ChoiceFilter(
        label=_("Importance"),
        choices=list(IMPORTANCE.items()),
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="leave",
    )

    class Meta:
        model = Page
        fields = []

    def leave(self, found, name, value):
        """The rows are chosen by outdated(), from several tables."""
        return found


@report
class TranslationsView(Report):
    """Translations out of date: pages, help lines, alerts and the office's identity."""

    name, order = "translations", 20
    page_title = _("Translations out of date")
    header_icon = "globe"
    groups = (EDITORS, TRANSLATORS, APPROVERS, COORDINATORS)
    filterset_class = TranslationFilterSet
    intro = _(
        "The original changed after the translation was published. What helps people in danger comes first."
    )
    nothing = _("Every translation is as new as its original.")
    fields = (
        Field("title", _("Title"), lambda row: row.url),
        Field("type_name", _("Type")),
        Field("language", _("Language")),
        Field("importance_name", _("Importance")),
        Field("since", _("Original changed")),
        Field("translated", _("Translation published")),
    )

    def get_filtered_queryset(self):
        """Rows, not records."""
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        return outdated(chosen.get("locale") or "", int(chosen.get("importance") or 0))
