"""What is changed in wagtail-localize itself (portal/core/patches.py). Views are replaced by address, in views.py."""

from django.utils.translation import gettext as _
from wagtail_localize import models
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor

from portal.core.patches import UNKNOWN, Library
from portal.workflow import approvals, contributions
from portal.workflow.publication_guard import drafts_only

from . import glossary, sources
from .links import lead_to_translations

LOCALIZE = Library("wagtail-localize", "1.14.5")


@LOCALIZE.patch(
    models.TranslationSource,
    "create_or_update_translation",
    why="Saving a translation writes the public row, whether it is to be published or not, and publishing asks for no review.",
    upstream="https://github.com/wagtail/wagtail-localize/issues/655",
    remove_when="The library can save every translation as a draft revision only, that of a public page too.",
    signature="(self, locale, user=None, publish=True, copy_parent_pages=False, fallback=False)",
)
def _save_drafts_only(original):
    def create_or_update_translation(
        self, locale, user=None, publish=True, copy_parent_pages=False, fallback=False
    ):
        """Save a draft. Who wrote the parts that it is the first to hold, contributed to it.

        Raises:
            NotApproved: publication was asked for.
        """
        if publish:
            raise approvals.NotApproved
        before = self.translation_logs.filter(locale=locale).order_by("-created_at").first()
        with drafts_only():
            record, created = original(
                self,
                locale,
                user=user,
                publish=False,
                copy_parent_pages=copy_parent_pages,
                fallback=fallback,
            )
        contributions.note_parts(record, approvals.newest(record), before.created_at if before else None)
        return record, created

    return create_or_update_translation


@LOCALIZE.patch(
    models.TranslationSource,
    "refresh_segments",
    why="It makes about ten queries for each part of a record, and every publication waits for them.",
    upstream="https://github.com/wagtail/wagtail-localize/issues/932",
    remove_when="The library's number of queries does not grow with the parts, and it can leave out parts without words.",
    signature="(self)",
)
def _refresh_in_few_queries(original):
    return sources.refresh_segments


@LOCALIZE.patch(
    models,
    "ingest_segments",
    why="Links to pages keep leading to those of the original's language.",
    upstream=UNKNOWN,
    remove_when="The library replaces pages that a text or block names by their translations.",
    signature="(original_obj, translated_obj, src_locale, tgt_locale, segments)",
)
def _lead_to_translations(original):
    def ingest_segments(original_obj, translated_obj, src_locale, tgt_locale, segments):
        original(original_obj, translated_obj, src_locale, tgt_locale, segments)
        lead_to_translations(translated_obj, tgt_locale)

    return ingest_segments


@LOCALIZE.patch(
    StreamFieldSegmentExtractor,
    "handle_block",
    why="It fails on a block that has no value yet, such as a field that was added after the version was written.",
    upstream="https://github.com/wagtail/wagtail-localize/issues/918, https://github.com/wagtail/wagtail-localize/issues/875",
    remove_when="Both issues are closed.",
    signature="(self, block_type, block_value, raw_value=None)",
)
def _skip_empty_blocks(original):
    def handle_block(self, block_type, block_value, raw_value=None):
        return [] if block_value is None else original(self, block_type, block_value, raw_value)

    return handle_block


@LOCALIZE.patch(
    models.StringTranslation,
    "get_comment",
    why="The editor shows nothing else beside a part that was just saved, and translators are to see where they depart from the glossary.",
    upstream=UNKNOWN,
    remove_when="The library has a hook for messages about a part.",
    signature="(self)",
)
def _name_glossary_breaches(original):
    def get_comment(self):
        """How and when the part was translated, and where it departs from the glossary, which refuses nothing."""
        found = glossary.breaches_between(self.translation_of.data, self.data, self.locale.language_code)
        comment = original(self) or ""
        return " ".join([comment, *(f"{_('Glossary:')} {breach.message}" for breach in found)]).strip()

    return get_comment
