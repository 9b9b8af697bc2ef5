"""Columns and views that lists of the admin share: cells in words, and one row for a record in all its languages."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView

from .roles import only_translates


class YesNoColumn(Column):
    """Yes or No in words, instead of Wagtail's colored icons or "True"."""

    def get_value(self, instance):
        """The word."""
        return _("Yes") if super().get_value(instance) else _("No")


class DateColumn(Column):
    """A date, or a given word where there is none.

    Args:
        empty: such as "Never".
    """

    def __init__(self, name, empty, **kwargs):
        super().__init__(name, **{"sort_key": name, **kwargs})
        self.empty = empty

    def get_value(self, instance):
        """The date or the word."""
        value = super().get_value(instance)
        return self.empty if value is None else value


class LanguagesColumn(Column):
    """The languages of a record, each with the way to its version; drafts are named as such. For OneRowIndex."""

    cell_template_name = "portal/admin/languages_cell.html"

    def __init__(self):
        super().__init__("versions", label=_("Languages"))


def _language_order(language):
    """Orders the versions of one record: a language first, then the hub's first language, then the others."""
    first = dict.fromkeys([language, settings.LANGUAGE_CODE])
    return Case(
        *(When(locale__language_code=code, then=Value(place)) for place, code in enumerate(first)),
        default=Value(len(first)) + F("locale_id"),
        output_field=IntegerField(),
    )


class OneRowIndex(IndexView):
    """Each record once, in the hub's first language where it has it. Who only translates sees it in his or her own language.

    The filter of languages shows the records of that language.
    """

    def get_base_queryset(self):
        """The records, each once unless a language was asked for."""
        records = super().get_base_queryset().select_related("locale")
        if self.request.GET.get("locale"):
            return records
        user = self.request.user
        order = _language_order(user.language if only_translates(user) else settings.LANGUAGE_CODE)
        earlier = (
            self.model.objects.filter(translation_key=OuterRef("translation_key"))
            .annotate(language_order=order)
            .filter(language_order__lt=OuterRef("language_order"))
        )
        return records.annotate(language_order=order).filter(~Exists(earlier))

    def search_queryset(self, queryset):
        """The records of which a version in any language is found; the search cannot read the condition above."""
        if not self.is_searching:
            return queryset
        found = super().search_queryset(self.model.objects.all())
        return queryset.filter(translation_key__in={record.translation_key for record in found})

    def get_context_data(self, *args, **kwargs):
        """Wagtail's context; the rows know their versions, by one query."""
        context = super().get_context_data(*args, **kwargs)
        shown = list(context["object_list"])
        versions = self.model.objects.filter(translation_key__in=[record.translation_key for record in shown])
        found: dict[UUID, list[dict[str, Any]]] = {}
        for version in versions.select_related("locale").order_by("locale_id"):
            found.setdefault(version.translation_key, []).append(self._version(version))
        for record in context["object_list"]:
            record.versions = found.get(record.translation_key, [])
        return context

    def _version(self, record):
        code = record.locale.language_code
        opens = not only_translates(self.request.user) or code != settings.LANGUAGE_CODE
        return {
            "language": record.locale.get_display_name(),
            "url": reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk]) if opens else "",
            "name": str(record),
            "live": record.live,
        }
