"""What reports add to the admin's home page: open questions about words, translations to sign, and those that are out of date."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.dashboard import items as dashboard
from portal.dashboard.home import day
from portal.translation.questions import open_questions, with_places
from portal.workflow.approvals import APPROVERS, COORDINATORS
from portal.workflow.groups import EDITORS, TRANSLATORS
from portal.workflow.roles import is_of, only_translates

from .translations import outdated
from .unsigned import unsigned


@dashboard.register_dashboard_item(order=304)
def to_decide(request):
    """Words that a machine drafted and that who signs a language decides about first."""
    codes = _signs_in(request.user)
    rows, address = open_questions(codes) if codes else [], reverse("hub_reports:questions") + "?mine=on"
    return dashboard.DashboardItem(
        ngettext(
            "question about words to decide before signing",
            "questions about words to decide before signing",
            len(rows),
        ),
        len(rows),
        address,
        rows=tuple(
            dashboard.Row(
                row.question.text,
                # A button or message is not changed in the admin; the list says where.
                next(
                    (place.url for place in row.places if place.url),
                    f"{address}&locale={row.question.language}",
                ),
                str(row.question.language_name),
            )
            for row in with_places(rows[: dashboard.NAMED])
        ),
    )


@dashboard.register_dashboard_item(order=305)
def to_sign(request):
    """Public translations that nobody has signed, for translators who may sign in their language (portal/signoff/services.py).

    A query for each kind of record, so only for those whose work it is.
    """
    codes = _signs_in(request.user)
    if not codes:
        return None
    rows = unsigned(languages=codes, at_rest=True)
    return dashboard.DashboardItem(
        ngettext("translation to read and sign", "translations to read and sign", len(rows)),
        len(rows),
        reverse("hub_reports:unsigned") + "?mine=on",
        rows=tuple(
            dashboard.Row(
                row.title,
                row.url,
                _("%(language)s, drafted by %(who)s") % {"language": row.language, "who": row.drafted_by},
                urgent=row.importance == 1,
            )
            for row in rows[: dashboard.NAMED]
        ),
    )


def _signs_in(user):
    """The languages in which a translator may sign; none for others."""
    codes = [code for code in user.approves_in if code != settings.LANGUAGE_CODE]
    return codes if codes and is_of(user, [TRANSLATORS]) else []


@dashboard.register_dashboard_item(order=310)
def translations(request):
    """Translations of which the original has changed since."""
    if not is_of(request.user, (EDITORS, TRANSLATORS, APPROVERS, COORDINATORS)):
        return None
    own_language = request.user.language if only_translates(request.user) else ""
    rows = outdated(language=own_language)
    return dashboard.DashboardItem(
        ngettext("translation is out of date", "translations are out of date", len(rows)),
        len(rows),
        reverse("hub_reports:translations")
        + (f"?locale={own_language}" if own_language not in ("", settings.LANGUAGE_CODE) else ""),
        rows=tuple(
            dashboard.Row(
                row.title,
                row.url,
                _("%(language)s, since %(day)s") % {"language": row.language, "day": day(row.since)},
                urgent=row.importance == 1,
            )
            for row in rows[: dashboard.NAMED]
        ),
    )
