"""Translations that are out of date or missing, the most important first."""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

import django_filters
from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail_localize.models import Translation

from portal.core import language_names
from portal.pages.models import HubPage
from portal.site.archive import archived
from portal.translation.progress import progress
from portal.workflow.approvals import APPROVERS, COORDINATORS
from portal.workflow.groups import EDITORS, TRANSLATORS
from portal.workflow.models.snippets import ReviewedSnippet

from .base import Field, Report, report, type_of

# A wrong number can send a person to the wrong place; what stands one step below the home page is read most.
FIRST, SECOND, THIRD = 1, 2, 3
IMPORTANCE = {FIRST: _("Help, alerts, definitions"), SECOND: _("First level"), THIRD: _("Other pages")}
# The home page is at depth 2.
FIRST_LEVEL = 3
MISSING = "missing"


@dataclass(frozen=True)
class Row:
    """A translation that says what its original said before, or one that is not there.

    Attributes:
        title: of the translation; of the original where there is none.
        since: when the original became public as it is.
        translated: when the translation was published, or None.
        url: where it is worked on, or asked for.
        key: by which the records of all languages are found.
        parts: how many parts the original has; None where nobody works on it part by part.
        left: how many of them have no words yet.
    """

    title: str
    type_name: str
    language: str
    since: datetime
    translated: datetime
    importance: int
    url: str
    code: str
    key: str = ""
    parts: int | None = None
    left: int | None = None

    @property
    def importance_name(self):
        """In words."""
        return IMPORTANCE[self.importance]

    @property
    def days(self):
        """For how many days."""
        return max((timezone.now() - self.since).days, 0) if self.since else None

    @property
    def to_translate(self):
        """Such as “2 of 40”."""
        if self.parts is None:
            return ""
        return _("%(left)s of %(parts)s") % {"left": self.left, "parts": self.parts}


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


def _snippets():
    return [
        model
        for model in apps.get_models()
        if issubclass(model, ReviewedSnippet) and issubclass(model, TranslatableMixin)
    ]


def _most_important_first(rows, language, importance):
    if language and language != settings.LANGUAGE_CODE:
        rows = [row for row in rows if row.code == language]
    if importance:
        rows = [row for row in rows if row.importance == importance]
    return sorted(rows, key=lambda row: (row.importance, row.since))


def outdated(language="", importance=0):
    """Public translations that are older than what is public in the first language. A query for each kind of record.

    Args:
        language: the code of one language; "" or that of the originals: all.
        importance: FIRST, SECOND or THIRD; 0: all.

    Returns:
        A list of Row, the most important first, then the longest outdated.
    """
    rows = []
    for model in _snippets():
        rows += [_of_snippet(record) for record in _older_than_the_original(model.objects.all())]
    rows += [_of_page(page) for page in _older_than_the_original(Page.objects.all())]
    return _most_important_first(rows, language, importance)


def missing(language="", importance=0):
    """What is public in the first language and has no version in another one, draft or public.

    Events are left out: each is one page in the language in which it is written; so is the archive.

    Args:
        language: as for outdated().
        importance: as for outdated().

    Returns:
        A list of Row, the most important first, then the longest missing.
    """
    locales = [
        locale
        for locale in Locale.objects.all()
        if locale.language_code != settings.LANGUAGE_CODE and locale.language_code in dict(settings.LANGUAGES)
    ]
    alone = [
        ContentType.objects.get_for_model(model).pk
        for model in apps.get_models()
        if issubclass(model, HubPage) and not model.translated_with_the_hub
    ]
    pages = Page.objects.filter(live=True, depth__gt=1).exclude(content_type__in=alone).exclude(archived())
    rows = []
    for records, describe in (
        (pages, _of_page),
        *((model.objects.filter(live=True), _of_snippet) for model in _snippets()),
    ):
        there = set(records.model.objects.values_list("translation_key", "locale_id"))
        originals = records.filter(locale__language_code=settings.LANGUAGE_CODE).select_related("locale")
        for original in originals.annotate(since=F("last_published_at")):
            row = None
            for locale in locales:
                if (original.translation_key, locale.pk) in there:
                    continue
                row = row or describe(original)
                rows.append(
                    replace(
                        row,
                        language=locale.get_display_name(),
                        code=locale.language_code,
                        translated=None,
                        url=_ask_for(original, locale),
                    )
                )
    return _most_important_first(rows, language, importance)


def _ask_for(record, locale):
    name, args = "wagtail_localize:submit_page_translation", [record.pk]
    if not isinstance(record, Page):
        name = "wagtail_localize:submit_snippet_translation"
        args = [record._meta.app_label, record._meta.model_name, record.pk]
    return f"{reverse(name, args=args)}?{urlencode({'select_locale': locale.language_code})}"


def with_parts(rows):
    """The rows with how many parts they have, and how many are to be translated. One query for all."""
    found = Translation.objects.filter(enabled=True, source__object_id__in={row.key for row in rows})
    counted = progress(found)
    counted = {
        (str(key), code): counted[pk]
        for pk, key, code in found.values_list("pk", "source__object_id", "target_locale__language_code")
    }
    return [
        replace(row, parts=counted[row.key, row.code][0], left=counted[row.key, row.code][1])
        if (row.key, row.code) in counted
        else row
        for row in rows
    ]


def importance_of(page):
    """How important the translation of a page is: FIRST, SECOND or THIRD."""
    if getattr(page.specific_class, "translated_first", False):
        return FIRST
    return SECOND if page.depth <= FIRST_LEVEL else THIRD


def _of_page(page):
    return Row(
        page.title,
        type_of(page),
        page.locale.get_display_name(),
        page.since,
        page.last_published_at,
        importance_of(page),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        page.locale.language_code,
        str(page.translation_key),
    )


def _of_snippet(record):
    return Row(
        str(record),
        capfirst(record._meta.verbose_name),
        record.locale.get_display_name(),
        record.since,
        record.last_published_at,
        FIRST,
        reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk]),
        record.locale.language_code,
        str(record.translation_key),
    )


def _languages():
    return language_names.choices(but_first=True)


class LanguageFilterSet(WagtailFilterSet):
    """Which language, for reports whose rows are not one table's records: their views choose the rows."""

    # Under the name of the filter that Wagtail would add, with the first language in it.
    locale = django_filters.ChoiceFilter(
        label=_("Language"),
        choices=_languages,
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="leave",
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def leave(self, found, name, value):
        """Choose nothing here."""
        return found


class TranslationFilterSet(LanguageFilterSet):
    """Which language, how important."""

    importance = django_filters.ChoiceFilter(
        label=_("Importance"),
        choices=list(IMPORTANCE.items()),
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="leave",
    )


class _WhichFilterSet(TranslationFilterSet):
    """Out of date or missing, too."""

    what = django_filters.ChoiceFilter(
        label=_("Which"),
        choices=[(MISSING, _("Missing"))],
        empty_label=_("Out of date"),
        widget=forms.RadioSelect,
        method="leave",
    )


@report
class TranslationsView(Report):
    """Translations out of date or missing: pages, help lines, alerts and the office's identity."""

    name, order = "translations", 30
    page_title = _("Translations out of date")
    header_icon = "globe"
    groups = (EDITORS, TRANSLATORS, APPROVERS, COORDINATORS)
    filterset_class = _WhichFilterSet
    intro = _(
        "The original changed after the translation was published, or there is no translation. What helps people in danger comes first."
    )
    nothing = _("Every translation is up to date.")
    fields = (
        Field("title", _("Title"), lambda row: row.url),
        Field("type_name", _("Type")),
        Field("language", _("Language")),
        Field("importance_name", _("Importance")),
        Field("to_translate", _("Parts left to translate")),
        Field("since", _("Original changed")),
        Field("days", _("Days")),
        Field("translated", _("Translation published"), empty=_("Never")),
    )

    def get_filtered_queryset(self):
        """Rows, not records."""
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        rows = missing if chosen.get("what") == MISSING else outdated
        return rows(chosen.get("locale") or "", int(chosen.get("importance") or 0))

    def complete(self, rows):
        """The parts of the rows that are shown."""
        return with_parts(rows)

    @property
    def header_buttons(self):
        """The way to the files for an agency."""
        return [
            *super().header_buttons,
            HeaderButton(_("Translation files (PO)"), reverse("translation_files"), icon_name="download"),
        ]
