"""Importing a calendar into the workspace: the form, and the report about each event."""

import uuid
from dataclasses import asdict

from django.core.cache import cache
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partners.workspace.views import member_view
from portal.core.rate_limits import counts_over

from . import services as ics_import
from .fetch import NotFetched, fetch
from .forms import ImportForm
from .parse import NotACalendar

# Members import by hand, and a few times in a row after they correct something.
LIMIT, WINDOW = 20, 60 * 60
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
    cache.set(_key(request, token), [line.kept() for line in lines], timeout=KEPT)
    address = f"{reverse('partners:import', args=[slug])}?report={token}"
    if not any(line.taken_out for line in lines):
        return redirect(address)
    # The removed phrases are only in this response.
    response = _show(request, ImportForm(), report=grouped([asdict(line) for line in lines]))
    response.made_at = address
    return response


def _language(request):
    """The language in which the calendar is assumed to be written: the member's."""
    return getattr(request.user, "language", "") or get_language()


def _key(request, token):
    return f"import:{request.organisation.pk}:{request.user.pk}:{token}"


def _kept_report(request):
    """The lines of the report named in the address, by result; None if it is not one of this person's."""
    token = request.GET.get("report", "")[:32]
    lines = cache.get(_key(request, token)) if token.isalnum() else None
    return None if lines is None else grouped(lines)


def grouped(lines):
    """The lines of a report (partners.ics_import.services.Line.kept()) by result, with a title for each group."""
    titles = {
        ics_import.TAKEN: _("New drafts"),
        ics_import.CHANGED: _("Changed drafts"),
        ics_import.LEFT_OUT: _("Not imported"),
        ics_import.UNCHANGED: _("Unchanged"),
    }
    groups = [
        {"code": code, "title": titles[code], "lines": [line for line in lines if line["result"] == code]}
        for code in GROUPS
    ]
    return {"total": len(lines), "groups": [group for group in groups if group["lines"]]}


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
