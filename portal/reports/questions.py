"""Open questions about the words of a language, for the person who signs it (portal/translation/questions.py)."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.translation.questions import open_questions, with_places
from portal.workflow.approvals import APPROVERS, COORDINATORS
from portal.workflow.groups import EDITORS, TRANSLATORS

from .base import Field, Report, report
from .translations import LanguageFilterSet


def _original(row):
    return settings.LANGUAGE_CODE


def _of_words(row):
    return row.question.language_of_words


def _translation(row):
    return row.question.language


@report
class QuestionsView(Report):
    """Words of machine-drafted texts that a native speaker has to decide about."""

    name, order = "questions", 32
    page_title = _("Open questions about words")
    header_icon = "help"
    groups = (EDITORS, TRANSLATORS, APPROVERS, COORDINATORS)
    filterset_class = LanguageFilterSet
    intro = _(
        "A machine drafted these words, and we are not sure that they are right. Decide before you sign: change the words in the texts that are linked here, or sign the texts without changing them. After that, the question is no longer listed."
    )
    nothing = _("There are no open questions.")
    fields = (
        Field("question.text", _("Original"), lang=_original),
        Field("question.language_name", _("Language")),
        Field("question.words", _("Words now"), lang=_of_words),
        Field("question.proposed", _("Proposed"), lang=_translation),
        Field("question.why", _("Why"), lang=_original),
        Field("where", _("Where"), links=lambda row: row.places),
    )

    def get_filtered_queryset(self):
        """Rows, not records."""
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        if language := chosen.get("locale"):
            return open_questions([language])
        codes = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        if "mine" in self.request.GET:
            # The list behind the number on the dashboard (waiting.py).
            codes = [code for code in codes if code in self.request.user.approves_in]
        return open_questions(codes)

    def complete(self, rows):
        """Links to the texts."""
        return with_places(rows)
