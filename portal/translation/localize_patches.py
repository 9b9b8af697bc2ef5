"""What wagtail-localize writes is a draft, sent for review like any other version.

As it comes, saving a translation writes the public row, whether it is to be published or not
(https://github.com/wagtail/wagtail-localize/issues/655), and "Publish" asks for no review.
"""

import json

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import HiddenInput
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page
from wagtail.permissions import policy_registry

from portal.workflow import approvals
from portal.workflow.publication_guard import NoAlias, drafts_only

from .links import lead_to_translations

# As its entry in the menu of reports: "Translations" are several reports.
ALL_TRANSLATIONS = gettext_lazy("All translations")


def connect():
    """Have translations saved as drafts only, and offer no publication beside the review."""
    from wagtail_localize import models
    from wagtail_localize.views import edit_translation, report, submit_translations
    from wagtail_localize.views.update_translations import UpdateTranslationsForm

    from . import editor as translation_editor
    from . import po_files

    report.TranslationsReportView.page_title = ALL_TRANSLATIONS
    _save_drafts_only(models.TranslationSource)
    _follow_links(models)
    _leave_out_what_is_not_there()
    _offer_no_mirror(edit_translation)
    as_it_asks = edit_translation.get_permission_name

    def get_permission_name(action, model):
        # Who may "publish" a record takes it away or puts it in order; the editor of translations would offer more.
        nobodys = action == "publish" and getattr(model, "requires_approval", False)
        return "portal.nobody" if nobodys else as_it_asks(action, model)

    edit_translation.get_permission_name = get_permission_name
    offered = UpdateTranslationsForm.base_fields["publish_translations"]
    offered.disabled, offered.widget = True, HiddenInput()
    _ask_before_submission(submit_translations)
    _name_breaches(models.StringTranslation)
    po_files.connect(models, edit_translation)
    translation_editor.connect(edit_translation)


def _save_drafts_only(source_model):
    as_it_comes = source_model.create_or_update_translation

    def create_or_update_translation(self, locale, user=None, publish=True, **kwargs):
        """As wagtail-localize has it, but never public without a review.

        Raises:
            NotApproved: publication was asked for.
        """
        if publish:
            raise approvals.NotApproved
        with drafts_only():
            return as_it_comes(self, locale, user=user, publish=False, **kwargs)

    source_model.create_or_update_translation = create_or_update_translation


def _follow_links(models):
    as_it_ingests = models.ingest_segments

    def ingest_segments(original_obj, translated_obj, src_locale, tgt_locale, segments):
        """As wagtail-localize has it; then links lead to the pages of the language."""
        as_it_ingests(original_obj, translated_obj, src_locale, tgt_locale, segments)
        lead_to_translations(translated_obj, tgt_locale)

    models.ingest_segments = ingest_segments


def _leave_out_what_is_not_there():
    """A block that has no value yet, as a new field of an older version, is no part; wagtail-localize fails on it."""
    from wagtail_localize.segments.extract import StreamFieldSegmentExtractor

    as_it_extracts = StreamFieldSegmentExtractor.handle_block

    def handle_block(self, block_type, block_value, raw_value=None):
        return [] if block_value is None else as_it_extracts(self, block_type, block_value, raw_value)

    StreamFieldSegmentExtractor.handle_block = handle_block


def _offer_no_mirror(edit_translation):
    """A page that mirrors another one could not be approved, so nobody is offered to make one."""
    from wagtail_localize.views import convert

    as_it_renders = edit_translation.render

    def render(request, template, context):
        if "props" in context:
            props = json.loads(context["props"])
            props["links"]["convertToAliasUrl"] = None
            context["props"] = json.dumps(props)
        return as_it_renders(request, template, context)

    def convert_to_alias(request, page_id):
        """Refuse, with a sentence, what an address that somebody kept asks for."""
        messages.error(request, " ".join(NoAlias().messages))
        return redirect("wagtailadmin_pages:edit", page_id)

    edit_translation.render = render
    convert.convert_to_alias = convert_to_alias


def _name_breaches(translation_model):
    """The glossary speaks beside the part that was just saved (portal/translation/glossary.py); it stops nothing."""
    as_it_says = translation_model.get_comment

    def get_comment(self):
        """How and when the part was translated, and where it departs from the glossary."""
        from . import glossary

        found = glossary.breaches_between(self.translation_of.data, self.data, self.locale.language_code)
        said = as_it_says(self) or ""
        return " ".join([said, *(f"{_('Glossary:')} {breach.message}" for breach in found)]).strip()

    translation_model.get_comment = get_comment


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
        return _("Nobody has approved this yet. Translate it when it is public.")
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


def _ask_before_submission(views):
    as_it_checks = views.SubmitTranslationForm.clean
    as_it_starts = views.SubmitTranslationForm.__init__
    as_it_dispatches = views.SubmitTranslationView.dispatch

    def __init__(self, instance, *args, **kwargs):
        as_it_starts(self, instance, *args, **kwargs)
        self.hub_record = instance

    def clean(self):
        """Refuse what could not be made, with a sentence."""
        cleaned = as_it_checks(self)
        sentence = submission_failure(self.hub_record, cleaned.get("locales") or ())
        if sentence:
            self.add_error("locales", sentence)
        return cleaned

    def dispatch(self, request, *args, **kwargs):
        if not may_submit(request.user, self.get_object()):
            raise PermissionDenied
        return as_it_dispatches(self, request, *args, **kwargs)

    views.SubmitTranslationForm.__init__ = __init__
    views.SubmitTranslationForm.clean = clean
    views.SubmitTranslationView.dispatch = dispatch


def parts_left(translation):
    """A sentence about the parts that have no words in the language; "" when all have.

    Args:
        translation: a Translation.
    """
    parts, translated = translation.get_progress()
    left = parts - translated
    if not left:
        return ""
    return ngettext(
        "%(left)s of %(parts)s parts is not translated. Readers would see it in the original language.",
        "%(left)s of %(parts)s parts are not translated. Readers would see them in the original language.",
        left,
    ) % {"left": left, "parts": parts}
