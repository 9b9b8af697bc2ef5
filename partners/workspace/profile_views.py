"""Views of the organization's own page and its services in the workspace. Changes wait for approval, except making a place confidential."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partners.moderation import services as moderation
from partners.redaction import places as confidential_places
from portal.checks.publishing import field_label
from portal.core.form_errors import Entry, focused, label_of
from portal.exceptions import ActionNotAllowed, EditConflict

from . import new_drafts, profile, removed_words, submission
from .forms.profile import PhoneForm, PlaceForm, ProfileForm, Records, ServiceForm
from .views import member_view

READ_AND_WRITE = ["GET", "HEAD", "POST"]
SAVE, PREVIEW, SEND = "save", "preview", "send"
MISSING = "missing"  # In the query: show what is missing before the draft can be submitted.


# --- The organization's page --------------------------------------------------------------------------------------
@member_view
@require_http_methods(READ_AND_WRITE)
def edit(request, slug):
    """What is public about the organization, what waits for approval, and the form if it may be edited."""
    draft = submission.latest(request.organisation)
    data = request.POST if request.method == "POST" else None
    form = ProfileForm(data, page=draft)
    phones, places = Records(PhoneForm, draft, "phones", data), Records(PlaceForm, draft, "locations", data)
    if data is None or not all([form.is_valid(), phones.is_valid(), places.is_valid()]):
        return _show(request, form, phones, places)
    secret = places.became_secret
    form.write()
    phones.write()
    places.write()
    try:
        submission.save_draft(draft, request.user, form.cleaned_data["base_revision"])
    except EditConflict as conflict:
        sent = request.POST.copy()
        sent["base_revision"] = conflict.revision_id
        form.data = sent
        return _show(request, form, phones, places, conflict=conflict)
    except ActionNotAllowed as refused:
        refuse(form, refused)
        return _show(request, form, phones, places)
    if secret:
        messages.success(request, _("The address of the confidential place is deleted everywhere."))
    return _after_saving(
        request, request.organisation, "partners:profile", {"slug": slug}, draft, _show_profile
    )


def _show_profile(request, **more):
    """Show the form with the latest revision."""
    request.organisation = request.access.organisation(request.organisation.slug)
    draft = submission.latest(request.organisation)
    phones, places = Records(PhoneForm, draft, "phones"), Records(PlaceForm, draft, "locations")
    return _show(request, ProfileForm(page=draft), phones, places, **more)


def _show(request, form, phones, places, conflict=None, **more):
    organisation = request.organisation
    wrong = form.errors or any(
        not records.formset.is_valid() for records in (phones, places) if form.is_bound
    )
    context = {
        "form": form,
        "phones": phones,
        "places": places,
        "wrong": wrong,
        "missing": _missing(request, form, organisation),
        "conflict": conflict,
        "services": profile.services(organisation),
        "open_places": [place for place in places.known.values() if not place.is_confidential],
        "section": "profile",
        "title": _("Profile"),
        **_state(organisation, "partners:profile", slug=organisation.slug),
        **more,
    }
    status = 409 if conflict else 422 if wrong else 200
    return render(request, "partners/workspace/profile.html", context, status=status)


@member_view
@require_GET
def preview(request, slug):
    """The latest revision as its public page will look."""
    return _preview(request, request.organisation, "partners:profile", slug=slug)


@member_view
@require_POST
def submit(request, slug):
    """Submit the latest revision to the office."""
    return _submit(request, request.organisation, "partners:profile", {"slug": slug})


@member_view
@require_POST
def withdraw(request, slug):
    """Withdraw the page from review."""
    return _withdraw(request, request.organisation, "partners:profile", {"slug": slug})


@member_view
@require_http_methods(READ_AND_WRITE)
def confidential_place(request, slug, key):
    """Make a place confidential at once, even while the page is in review."""
    draft = submission.latest(request.organisation)
    place = next((place for place in draft.locations.all() if place.translation_key == key), None)
    if place is None or place.is_confidential:
        raise Http404("No open place of this organisation.")
    if request.method == "POST":
        confidential_places.make_place_confidential(request.organisation, key, request.user)
        messages.success(request, _("The address of the confidential place is deleted everywhere."))
        return redirect("partners:profile", slug=slug)
    context = {
        "place": place,
        "events": [
            (event, moderation.next_date(event)) for event in profile.events_at(request.organisation, place)
        ],
        "section": "profile",
        "title": _("Make this place confidential now?"),
    }
    return render(request, "partners/workspace/confidential_place.html", context)


# --- Services -----------------------------------------------------------------------------------------------------
def service_view(view):
    """Like member_view(), for addresses with the `key` of a service; sets `request.service`."""

    def guarded(request, slug, key):
        request.service = profile.service(request.organisation, key)
        if request.service is None:
            raise Http404("There is no such service of this organisation.")
        return view(request, slug)

    return member_view(guarded)


@member_view
@require_http_methods(READ_AND_WRITE)
def new_service(request, slug):
    """Show the form of a new service, and create the draft when it is saved. After that, its address leads to the draft."""
    is_sent = request.method == "POST"
    text = request.GET.get(new_drafts.FIELD, "")
    key = new_drafts.key_in(text, request.organisation, may_be_old=is_sent)
    if key is None and not is_sent:
        return redirect(f"{request.path}{new_drafts.new_query(request.organisation)}")
    if saved := key and profile.service(request.organisation, key):
        if not is_sent:
            messages.info(request, new_drafts.SAVED)
            return redirect("partners:service", slug=slug, key=key)
        request.service = saved
        request.POST = new_drafts.with_base_revision(request.POST, saved)
        return _edit_service(request)
    page = profile.blank_service(request.organisation, key)
    data = request.POST if request.method == "POST" else None
    form = ServiceForm(data, page=page, organisation=request.organisation)
    if data is not None and form.is_valid():
        form.write()
        try:
            service = profile.add_service(request.organisation, page, request.user)
        except ActionNotAllowed as refused:
            refuse(form, refused)
        else:
            names = _names(request, service)
            return _after_saving(request, service, "partners:service", names, service, _show_newest_service)
    return _show_service(request, form, None)


@service_view
@require_http_methods(READ_AND_WRITE)
def edit_service(request, slug):
    """What is public about the service, what waits for approval, and the form if it may be edited."""
    return _edit_service(request)


def _edit_service(request):
    draft = submission.latest(request.service)
    data = request.POST if request.method == "POST" else None
    form = ServiceForm(data, page=draft, organisation=request.organisation)
    if data is None or not form.is_valid():
        return _show_service(request, form, request.service)
    form.write()
    try:
        submission.save_draft(draft, request.user, form.cleaned_data["base_revision"])
    except EditConflict as conflict:
        sent = request.POST.copy()
        sent["base_revision"] = conflict.revision_id
        form.data = sent
        return _show_service(request, form, request.service, conflict)
    except ActionNotAllowed as refused:
        refuse(form, refused)
        return _show_service(request, form, request.service)
    names = _names(request, request.service)
    return _after_saving(request, request.service, "partners:service", names, draft, _show_newest_service)


def _show_newest_service(request, key, **more):
    """Show the form of a service with its latest revision."""
    service = profile.service(request.organisation, key)
    form = ServiceForm(page=submission.latest(service), organisation=request.organisation)
    return _show_service(request, form, service, **more)


def _show_service(request, form, service, conflict=None, **more):
    context = {
        "form": form,
        "service": service,
        "not_saved": bool(form.errors),
        "missing": _missing(request, form, service) if service else [],
        "conflict": conflict,
        "section": "profile",
        "title": (form.page.title or service.title) if service else _("A new service"),
        **(_state(service, "partners:service", **_names(request, service)) if service else {}),
        **more,
    }
    status = 409 if conflict else 422 if form.errors else 200
    return render(request, "partners/workspace/service.html", context, status=status)


@service_view
@require_GET
def preview_service(request, slug):
    """The latest revision as its public page will look."""
    return _preview(request, request.service, "partners:service", **_names(request, request.service))


@service_view
@require_POST
def submit_service(request, slug):
    """Submit the latest revision of a service to the office."""
    return _submit(request, request.service, "partners:service", _names(request, request.service))


@service_view
@require_POST
def withdraw_service(request, slug):
    """Withdraw a service from review."""
    return _withdraw(request, request.service, "partners:service", _names(request, request.service))


# --- Shared by both -----------------------------------------------------------------------------------------------
def refuse(form, refused):
    """Show the messages of ActionNotAllowed beside the fields that can be corrected."""
    for name, sentences in refused.field_errors.items():
        for sentence in sentences:
            label = "" if name in form.fields else field_label(form.page, name)
            form.add_error(
                name if name in form.fields else None, f"{label}: {sentence}" if label else sentence
            )
    if not refused.field_errors:
        form.add_error(None, refused.text)


def _names(request, service):
    return {"slug": request.organisation.slug, "key": service.translation_key}


def _after_saving(request, page, name, names, draft, show):
    """Continue after the draft is saved, as the pressed button says; show the form again if phrases were removed."""
    wanted = request.POST.get("action", SAVE)
    if draft.removed:
        context = removed_words.template_context(draft, is_not_sent=wanted == SEND)
        keys = {key: value for key, value in names.items() if key == "key"}
        return removed_words.redirect_if_repeated(
            show(request, **keys, **context), reverse(name, kwargs=names), context
        )
    if wanted == PREVIEW:
        return redirect(f"{name}_preview", **names)
    if wanted == SEND:
        return _submit(request, page, name, names)
    messages.success(request, _("Saved as a draft. Only your organization sees it."))
    return redirect(name, **names)


def _submit(request, page, name, names):
    """Submit a page. If something is missing, its page says what, and the draft stays as it was saved."""
    try:
        submission.submit(page, request.user)
    except ActionNotAllowed as refused:
        if refused.field_errors:
            return redirect(f"{reverse(name, kwargs=names)}?{MISSING}=1")
        messages.error(request, refused.text)
    else:
        messages.success(request, _("Sent to the office."))
    return redirect(name, **names)


def _missing(request, form, page):
    """What prevents the latest revision from being submitted, if the address asks for it.

    Returns:
        A list of Entry, each with the field to correct.
    """
    if MISSING not in request.GET or request.method == "POST" or page.workflow_in_progress:
        return []
    found = []
    for name, sentences in submission.problems(submission.latest(page)).items():
        label, address = "", ""
        if name in form.fields:
            label, address = label_of(form, name), f"#{focused(form[name])}"
        elif name:
            label = str(field_label(page, name) or name)
        found += [Entry(label, sentence, address) for sentence in sentences]
    return found


def _withdraw(request, page, name, names):
    try:
        submission.withdraw(page, request.user)
    except ActionNotAllowed as refused:
        messages.error(request, refused.text)
    else:
        messages.success(request, _("Taken back from the office. You can change it now."))
    return redirect(name, **names)


def _preview(request, page, name, **names):
    draft = submission.latest(page)
    request.is_preview = True
    with override(draft.locale.language_code):
        context = draft.get_context(request)
    context |= {
        "page_template": draft.get_template(request),
        "back": _("Back"),
        **_state(page, name, **names),
    }
    return render(request, "partners/workspace/preview.html", context)


def _state(page, name, **names):
    """The page's state for the templates."""
    review = page.current_workflow_state
    task = review.current_task_state if review else None
    return {
        "state": submission.state(page),
        "stored": page,
        "can_be_edited": not page.workflow_in_progress and not page.locked,
        "words": submission.reviewer_comment(page),
        "notices": submission.notices(submission.latest(page)),
        "since": task.started_at if task else None,
        "usual_answer": moderation.usual_answer(),
        **{f"{act}_url": profile.address(name, act, **names) for act in ("preview", "submit", "withdraw")},
        "own_url": profile.address(name, "", **names),
    }
