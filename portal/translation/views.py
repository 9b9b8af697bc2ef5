"""Views in the place of some of wagtail-localize's, registered before them at the same addresses."""

from typing import TYPE_CHECKING

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation
from wagtail_localize.views import edit_translation, report, submit_translations, update_translations

from portal.core import confirmation
from portal.workflow.publication_guard import NoAlias

from . import po_files

# As its entry in the menu of reports: "Translations" are several reports.
ALL_TRANSLATIONS = gettext_lazy("All translations")


# --- Submission -----------------------------------------------------------------------------------------------------
def may_submit(user, record):
    """Whether a person may ask for the translation of a record: of the kinds that the person sees in the admin.

    Args:
        user: the person.
        record: a page, a reviewed snippet or a word of a list.
    """
    if not user.has_perm("wagtail_localize.submit_translation"):
        return False
    if isinstance(record, Page):
        return True
    return policy_registry.get(record).user_has_any_permission(user, ["add", "change", "view"])


def submission_failure(record, locales=()):
    """Why a record cannot be translated yet.

    Args:
        record: what is to be translated.
        locales: the Locales that were chosen.

    Returns:
        A sentence; "" when nothing stands in the way.
    """
    if record.locale.language_code != settings.LANGUAGE_CODE and _has_original(record):
        return _("This is a translation. Submit its original instead.")
    if not getattr(record, "live", True):
        return _("Nobody has approved this yet. You can translate it once it is public.")
    parent = record.get_parent() if isinstance(record, Page) else None
    if parent is None or parent.is_root():
        return ""
    there = set(parent.get_translations().filter(alias_of=None).values_list("locale_id", flat=True))
    missing = [str(locale) for locale in locales if locale.pk not in there]
    if missing:
        return _("Translate the page above it first, “%(parent)s”, into: %(languages)s.") % {
            "parent": parent.get_admin_display_title(),
            "languages": ", ".join(missing),
        }
    return ""


def _has_original(record):
    return record.get_translations().filter(locale__language_code=settings.LANGUAGE_CODE).exists()


if TYPE_CHECKING:
    # A mixin of views, which come after it among the bases.
    from wagtail_localize.views.submit_translations import SubmitTranslationView as ViewBase
else:
    ViewBase = object


class SubmissionForm(submit_translations.SubmitTranslationForm):
    """The form for submitting a record, which refuses what cannot be translated yet."""

    def __init__(self, instance, *args, **kwargs):
        super().__init__(instance, *args, **kwargs)
        self.record = instance

    def clean(self):
        """Refuse what cannot be translated yet, with a sentence."""
        cleaned = super().clean()
        sentence = submission_failure(self.record, cleaned.get("locales") or ())
        if sentence:
            self.add_error("locales", sentence)
        return cleaned


class _SubmissionMixin(ViewBase):
    def get_form(self):
        """The form as wagtail-localize fills it, of our own class."""
        theirs = super().get_form()
        return SubmissionForm(self.object, theirs.data if theirs.is_bound else None, initial=theirs.initial)

    def dispatch(self, request, *args, **kwargs):
        """Answer whoever may submit the record.

        Raises:
            PermissionDenied: the person may not.
        """
        if not may_submit(request.user, self.get_object()):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class SubmitPage(_SubmissionMixin, submit_translations.SubmitPageTranslationView):
    """Submits a page for translation."""


class SubmitSnippet(_SubmissionMixin, submit_translations.SubmitSnippetTranslationView):
    """Submits a snippet for translation."""


# --- Update -----------------------------------------------------------------------------------------------------------
class UpdateForm(update_translations.UpdateTranslationsForm):
    """The form for updating translations, without publication, which asks for no review."""

    publish_translations = forms.BooleanField(required=False, disabled=True, widget=forms.HiddenInput)


class UpdateTranslations(update_translations.UpdateTranslationsView):
    """Updates the translations of a record from its original."""

    def get_form(self):
        """The form without publication."""
        return UpdateForm(self.request.POST if self.request.method == "POST" else None)


# --- Mirrored pages ---------------------------------------------------------------------------------------------------
def convert_to_alias(request, page_id):
    """Refuse with a sentence: a page that mirrors another one could not be approved."""
    messages.error(request, " ".join(NoAlias().messages))
    return redirect("wagtailadmin_pages:edit", page_id)


# --- Stopping ---------------------------------------------------------------------------------------------------------
def stop_translation(request, translation_id):
    """Ask before a translation is detached from its original; wagtail-localize does it at once.

    Raises:
        PermissionDenied: the person may not change the translation.
    """
    translation = get_object_or_404(Translation, pk=translation_id)
    record = translation.get_target_instance()
    record = getattr(record, "specific", record)
    if not edit_translation.user_can_edit_instance(request.user, record):
        raise PermissionDenied
    back = AdminURLFinder(request.user).get_edit_url(record) or reverse("wagtailadmin_home")
    asked = confirmation.question(
        request,
        _("Stop translating part by part"),
        _(
            "The current words stay, and the whole record is edited in the regular editor. It would no longer follow its original: when the original changes, nobody is told what to translate. In the regular editor you can start translating part by part again."
        ),
        _("Stop translating part by part"),
        back,
        f"{record} ({translation.target_locale.get_display_name()})",
        {"next": back},
    )
    return asked or edit_translation.stop_translation(request, translation_id)


# --- Report -----------------------------------------------------------------------------------------------------------
class TranslationsReport(report.TranslationsReportView):
    """wagtail-localize's report, named as in the menu."""

    page_title = ALL_TRANSLATIONS


# Before wagtail-localize's own, whose names are still those that lead here.
@hooks.register("register_admin_urls", order=-1)
def admin_urls():
    """The addresses of wagtail-localize that are answered here."""
    found = [
        path("submit/page/<int:page_id>/", SubmitPage.as_view(), name="submit_page_translation"),
        path(
            "submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/",
            SubmitSnippet.as_view(),
            name="submit_snippet_translation",
        ),
        path("update/<int:translation_source_id>/", UpdateTranslations.as_view(), name="update_translations"),
        path("translate/<int:translation_id>/pofile/download/", po_files.download, name="download_pofile"),
        path("translate/<int:translation_id>/pofile/upload/", po_files.upload, name="upload_pofile"),
        path("translate/<int:translation_id>/disable/", stop_translation, name="stop_translation"),
        path("page/<int:page_id>/convert_to_alias/", convert_to_alias, name="convert_to_alias"),
        path("reports/translations/", TranslationsReport.as_view(), name="translations_report"),
        path(
            "reports/translations/results/",
            TranslationsReport.as_view(results_only=True),
            name="translations_report_results",
        ),
    ]
    return [path("localize/", include((found, "hub_localize")))]
