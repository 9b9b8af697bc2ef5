"""Health checks of the public pages (see portal/operations/health_checks.py)."""

from django.conf import settings
from django.utils import timezone

from home.format_requests.models import FormatRequest
from home.search.fixtures import first_words_of_danger
from home.search.models import SearchWords
from portal.operations.health_checks import DUE, OK, Check, Finding


def _check_requests():
    waiting = FormatRequest.objects.exclude(status=FormatRequest.Status.ANSWERED)
    late = waiting.filter(answer_due__lt=timezone.localdate()).count()
    if late:
        return Finding(
            DUE,
            f"{late} accessible-format requests are past their answer-by date. See /admin/format-requests/.",
        )
    return Finding(OK, f"{waiting.count()} accessible-format requests wait, none is late.")


def _check_words_of_danger():
    words = SearchWords.objects.filter(live=True, kind=SearchWords.Kind.DANGER)
    known = {*words.values_list("language", flat=True), *first_words_of_danger()}
    missing = [name for code, name in settings.LANGUAGES if code not in known]
    if not missing:
        return Finding(OK, "The search knows words of danger in every language.")
    if not SearchWords.objects.exists():
        return Finding(DUE, "The search knows no words yet. Run manage.py add_search_words.")
    return Finding(
        DUE,
        f"The search knows no words of danger in {', '.join(missing)}: who types one sees no help lines first. "
        "Add them in the admin under “Search synonyms”.",
    )


CHECKS = [Check("requests", _check_requests), Check("search words", _check_words_of_danger)]
