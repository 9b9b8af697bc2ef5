"""Importing a calendar into the workspace: the form, and the report about each event."""

import uuid
from dataclasses import asdict

from django.contrib import messages
from django.core.cache import cache
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partners.workspace.views import member_view
from portal.core.rate_limits import counts_over

from . import sending
from . import services as ics_import
from .fetch import NotFetched, fetch
from .forms import ImportForm
from .parse import NotACalendar

# Members import by hand, and a few times in a row after they correct something.
LIMIT, WINDOW = 20, 60 * 60
# So many events of a report are on one page.
PER_PAGE = 30
# How long the report can be read again.
KEPT = 60 * 60
GROUPS = [ics_import.TAKEN, ics_import.CHANGED, ics_import.LEFT_OUT, ics_import.UNCHANGED]


@member_view
@require_http_methods(["GET", "HEAD", "POST"])
def import_calendar(request, slug):
    """The form and the import. The report has an address of its own, so that reloading it imports nothing."""
    if request.method != "POST":
        return _show(request, ImportForm(), report=_kept_report(request))
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, status=422)
    if counts_over(str(request.organisation.translation_key), "import", LIMIT, WINDOW):
        form.add_error(
            None, _("Your organization has imported many times within an hour. Please try again later.")
        )
        return _show(request, form, status=429)
    field = "file" if form.cleaned_data["file"] else "address"
    try:
        data = form.cleaned_data["file"].read() if field == "file" else fetch(form.cleaned_data["address"])
        lines = ics_import.take_over(data, request.organisation, request.user, _language(request))
    except (NotFetched, NotACalendar) as refused:
        form.add_error(field, str(refused))
        return _show(request, form, status=422)
    token = uuid.uuid4().hex
    keep_report(request, [line.kept() for line in lines], token)
    address = f"{reverse('partners:import', args=[slug])}?report={token}"
    if not any(line.taken_out for line in lines):
        return redirect(address)
    # The removed phrases are only in this response.
    report = grouped(request, [asdict(line) for line in lines], token)
    response = _show(request, ImportForm(), report=report)
    response.made_at = address
    return response


def _language(request):
    """The language in which the calendar is assumed to be written: the member's."""
    return getattr(request.user, "language", "") or get_language()


def _key(request, token):
    return f"import:{request.organisation.pk}:{request.user.pk}:{token}"


def _token(request):
    """The token of a report in the address; "" if it is none."""
    token = request.GET.get("report", "")[:32]
    return token if token.isalnum() else ""


def _kept_lines(request):
    """The lines of the report named in the address; None if it is not one of this person's."""
    token = _token(request)
    return cache.get(_key(request, token)) if token else None


def _kept_report(request):
    """The report named in the address, by result; None if it is not one of this person's."""
    lines = _kept_lines(request)
    page = request.GET.get("page", 1)
    return None if lines is None else grouped(request, lines, _token(request), page)


def keep_report(request, lines, token):
    """Keep a report for an hour, so that this person can read it again and send its drafts.

    Args:
        lines: partners.ics_import.services.Line.kept() of each event.
        token: a name of the report, of letters and digits.
    """
    cache.set(_key(request, token), lines, timeout=KEPT)


def grouped(request, lines, token, page=None):
    """The lines of a report by result, each with its event's state now and what it still lacks.

    Args:
        lines: see keep_report().
        token: the name of the report.
        page: which page of it, as in an address; None for all lines.
    """
    titles = {
        ics_import.TAKEN: _("New drafts"),
        ics_import.CHANGED: _("Changed drafts"),
        ics_import.LEFT_OUT: _("Not imported"),
        ics_import.UNCHANGED: _("Unchanged"),
    }
    waiting = sending.unsent(lines, request.organisation)
    reasons = {draft.key: draft.reasons for draft in waiting.drafts}
    for line in lines:
        line["state"] = waiting.states.get(line["key"])
        line["missing"] = reasons.get(line["key"], [])
    by_result = {code: [line for line in lines if line["result"] == code] for code in GROUPS}
    ordered = [line for code in GROUPS for line in by_result[code]]
    pages = Paginator(ordered, PER_PAGE if page else max(1, len(ordered))).get_page(page)
    groups = [
        {
            "code": code,
            "title": titles[code],
            "count": len(by_result[code]),
            "lines": [line for line in pages if line["result"] == code],
        }
        for code in GROUPS
    ]
    return {
        "total": len(lines),
        "groups": [group for group in groups if group["lines"]],
        "pages": pages,
        "token": token,
        "unsent": waiting,
    }


# --- Sending the drafts of a report -----------------------------------------------------------------------------
@member_view
@require_http_methods(["GET", "HEAD", "POST"])
def send_drafts(request, slug):
    """Ask for confirmation, then send the complete drafts of a report to the office."""
    lines = _kept_lines(request)
    report = f"{reverse('partners:import', args=[slug])}?report={_token(request)}"
    if lines is None:
        return redirect(report)
    waiting = sending.unsent(lines, request.organisation, request.user)
    if request.method == "POST":
        # Only what the confirmation listed, and public at once only what it called so.
        confirmed, told = set(request.POST.getlist("draft")), set(request.POST.getlist("at_once"))
        chosen = [draft for draft in waiting.ready if draft.key in confirmed]
        for draft in chosen:
            draft.is_at_once = draft.is_at_once and draft.key in told
        _tell(request, *sending.send(chosen, request.user), missed=len(confirmed) - len(chosen))
        return redirect(report)
    count = len(waiting.ready)
    title = (
        ngettext("Send %(count)d draft to the office?", "Send %(count)d drafts to the office?", count)
        % {"count": count}
        if count
        else _("No draft can be sent yet")
    )
    context = {"unsent": waiting, "report": report, "section": "import", "title": title}
    return render(request, "partners/workspace/import_send.html", context)


def _tell(request, sent, public, refused, missed):
    """Say how many drafts were sent, and how many were not."""
    if sent:
        sentence = ngettext(
            "%(count)d draft was sent to the office.", "%(count)d drafts were sent to the office.", sent
        )
        messages.success(request, sentence % {"count": sent})
    if public:
        sentence = ngettext(
            "%(count)d change of time or place is public now. The office looks at it afterwards.",
            "%(count)d changes of time or place are public now. The office looks at them afterwards.",
            public,
        )
        messages.success(request, sentence % {"count": public})
    if kept := len(refused) + missed:
        sentence = ngettext(
            "%(count)d draft was not sent, because it has changed since. The report says what it needs.",
            "%(count)d drafts were not sent, because they have changed since. The report says what they need.",
            kept,
        )
        messages.error(request, sentence % {"count": kept})
    if not sent and not public and not kept:
        messages.error(request, _("Nothing was sent."))


def _show(request, form, report=None, status=200):
    missing = "report" in request.GET and report is None and request.method != "POST"
    return render(
        request,
        "partners/workspace/import.html",
        {
            "form": form,
            "report": report,
            "is_missing": missing,
            "section": "import",
            "title": _("Import a calendar"),
        },
        status=status,
    )
