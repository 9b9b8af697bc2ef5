"""Views of events in the workspace: form, preview, and actions. The rules are in partners/workspace/submission.py."""

import uuid

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partners.events.co_hosts import co_hosts_of
from partners.events.models import EventPage
from partners.moderation import conversation
from partners.moderation import services as moderation
from partners.trusted_updates import rules as trusted_updates
from portal.checks.publishing import field_label
from portal.exceptions import ActionNotAllowed, EditConflict

from . import history as event_history
from . import new_drafts, removed_words, sending, submission
from .forms.event import EventForm, defaults_for, initial_of
from .forms.event_dates import SHOW_DATES
from .forms.removal import RemovalForm
from .summary import summary
from .views import event_view, member_view

SAVE, PREVIEW, SEND = "save", "preview", "send"
MISSING = "missing"  # In the query: show what is missing before the event can be submitted.


def _refuse(form, refused):
    """Show the messages of ActionNotAllowed beside the fields that can be corrected."""
    for name, sentences in refused.field_errors.items():
        name = "picture" if name == "image" else name
        for sentence in sentences:
            if name in form.fields:
                form.add_error(name, sentence)
            else:
                label = field_label(EventPage, name)
                form.add_error(None, f"{label}: {sentence}" if label else sentence)
    if not refused.field_errors:
        form.add_error(None, refused.text)


@member_view
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, slug):
    """Show the form of a new event, and create the draft when it is saved. After that, its address leads to the draft."""
    is_sent = request.method == "POST"
    key = new_drafts.key_in(request.GET.get(new_drafts.FIELD, ""), request.organisation, may_be_old=is_sent)
    if key is None and not is_sent:
        return redirect(f"{request.path}{new_drafts.new_query(request.organisation)}")
    if saved := key and request.access.event(request.organisation, key):
        return _show_saved(request, saved)
    usual = defaults_for(request.organisation, request.user)
    form = EventForm(
        request.POST or None,
        request.FILES or None,
        user=request.user,
        organisation=request.organisation,
        initial=usual,
    )
    form.usual = usual
    if request.POST.get("action") == SHOW_DATES:
        return _show_dates(request, form, None)
    if is_sent and form.is_valid():
        language = form.cleaned_data["language"] or usual["language"]
        try:
            event = _create(request, language, key or uuid.uuid4(), form.values())
        except ActionNotAllowed as refused:
            _refuse(form, refused)
        else:
            return _after_saving(request, event, form)
    return _show_form(request, form, None)


@transaction.atomic
def _create(request, language, key, values):
    new_drafts.claim(key, request.organisation, EventPage)
    return submission.new_event(request.organisation, request.user, language, translation_key=key, **values)


def _show_saved(request, event):
    """What the form of a new event leads to once its event is saved: the draft, changed if the form was sent again."""
    if request.method != "POST":
        messages.info(request, new_drafts.SAVED)
        return redirect(_address(request, event))
    request.event = event
    request.POST = new_drafts.with_base_revision(request.POST, event)
    return _edit(request)


@event_view
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, slug):
    """Show an event's state, possible actions, and the form if it may be edited."""
    return _edit(request)


def _edit(request):
    draft = submission.latest(request.event)
    if MISSING in request.GET and request.method != "POST" and not request.event.workflow_in_progress:
        errors = submission.problems(draft)
        if not errors:
            return redirect(_address(request, request.event))
        return _show_what_is_missing(request, draft, ActionNotAllowed(submission.NOT_YET, errors))
    usual = defaults_for(request.organisation, request.user)
    form = EventForm(
        request.POST or None, request.FILES or None, user=request.user, event=draft, initial=initial_of(draft)
    )
    form.usual = usual
    if request.POST.get("action") == SHOW_DATES:
        return _show_dates(request, form, draft)
    if request.method == "POST" and form.is_valid():
        for name, value in form.values().items():
            setattr(draft, name, value)
        try:
            submission.save_draft(draft, request.user, form.cleaned_data["base_revision"])
        except EditConflict as conflict:
            # Somebody who has seen the other revision may overwrite it: it stays in the history.
            sent = request.POST.copy()
            sent["base_revision"] = conflict.revision_id
            form.data = sent
            return _show_form(request, form, draft, conflict=conflict)
        except ActionNotAllowed as refused:
            _refuse(form, refused)
        else:
            return _after_saving(request, draft, form)
    return _show_form(request, form, draft)


def _show_dates(request, form, draft):
    """Show the form with all dates as they will be. Nothing is saved."""
    form.is_valid()
    form.shows_dates = True
    return _show_form(request, form, draft)


def _after_saving(request, event, form):
    """Continue after the draft is saved, as the pressed button says."""
    slug, key = request.organisation.slug, event.translation_key
    wanted = request.POST.get("action", SAVE)
    event.note_removed(form.removed)
    if event.removed:
        context = removed_words.template_context(event, is_not_sent=wanted == SEND)
        request.event = request.access.event(request.organisation, key)
        draft = submission.latest(request.event)
        shown = EventForm(user=request.user, event=draft, initial=initial_of(draft))
        shown.usual = form.usual
        response = _show_form(request, shown, draft, **context)
        return removed_words.redirect_if_repeated(response, _address(request, event), context)
    if wanted == PREVIEW:
        return redirect("partners:event_preview", slug=slug, key=key)
    if wanted == SEND:
        return _send(request, request.access.event(request.organisation, key))
    messages.success(request, _("Saved as a draft. Only your organization sees it."))
    return redirect("partners:event", slug=slug, key=key)


def _send(request, event):
    """Submit an event. If something is missing, the page of the draft says what; the address of that page does not send it again."""
    try:
        is_public = sending.send(event, request.user, at_once=sending.AT_ONCE in request.POST)
    except ActionNotAllowed as refused:
        if refused.field_errors:
            return redirect(f"{_address(request, event)}?{MISSING}=1")
        messages.error(request, refused.text)
        return redirect(_address(request, event))
    if is_public:
        messages.success(request, _("Readers see it now. The office looks at it afterwards."))
    else:
        messages.success(request, _("Sent to the office."))
    return redirect("partners:event", slug=request.organisation.slug, key=event.translation_key)


def _show_what_is_missing(request, draft, refused):
    form = EventForm(initial_of(draft), user=request.user, event=draft)
    form.usual = defaults_for(request.organisation, request.user)
    form.is_valid()
    _refuse(form, refused)
    return _show_form(request, form, draft, kept=True)


def _address(request, event):
    return reverse("partners:event", args=[request.organisation.slug, event.translation_key])


def _show_form(request, form, draft, conflict=None, **more):
    event = draft and request.event
    wrong = bool(form.is_bound and form.errors)
    status = 409 if conflict else 422 if wrong and not more.get("kept") else 200
    context = {
        "form": form,
        "not_saved": wrong and not more.get("kept"),
        "section": "events",
        "event": event,
        "draft": draft,
        "conflict": conflict,
        "title": (draft.title or _("Event without a title")) if draft else _("Post an event"),
        **(_state_context(event, draft) if event else {}),
        **more,
    }
    if event:
        context["summary"] = summary(event, context["state"], form)
    return render(request, "partners/workspace/event.html", context, status=status)


def _is_full(event):
    """Whether readers see that an event that takes place once is full."""
    return bool(
        event.live and event.start_date and not event.frequency and event.status.is_full(event.start_date)
    )


def _state_context(event, draft):
    state = submission.state(event)
    review = event.current_workflow_state
    task = review.current_task_state if review else None
    return {
        "state": state,
        "also": submission.hidden_state(state, event.status),
        "can_be_edited": not event.workflow_in_progress,
        "is_with_office": review is not None,
        "is_full": _is_full(event),
        "unanswered": conversation.from_office(event),
        "co_hosts": co_hosts_of(event),
        "was_public": event.first_published_at is not None,
        "words": submission.reviewer_comment(event),
        "rejection": submission.rejection(event),
        "notices": submission.notices(draft),
        "since": task.started_at if task else None,
        "usual_answer": moderation.usual_answer(),
        "tells_at_once": trusted_updates.is_possible(event),
    }


@event_view
@require_GET
def preview(request, slug):
    """The latest revision as its public page will look, for members only."""
    draft = submission.latest(request.event)
    request.is_preview = True
    with override(draft.locale.language_code):
        context = draft.get_context(request)
    context |= {
        "page_template": draft.get_template(request),
        "stored": request.event,
        "own_url": _address(request, request.event),
        "submit_url": reverse("partners:event_submit", args=[slug, request.event.translation_key]),
        "back": _("Back to the event"),
        "is_at_once": sending.may_be_at_once(request.event, request.user),
        **_state_context(request.event, draft),
    }
    return render(request, "partners/workspace/preview.html", context)


# --- Actions ----------------------------------------------------------------------------------------------------
@event_view
@require_POST
def submit(request, slug):
    """Submit the latest revision to the office."""
    return _send(request, request.event)


@event_view
@require_POST
def withdraw(request, slug):
    """Withdraw an event from review."""
    return _act(request, submission.withdraw, _("Taken back from the office. You can change it now."))


@event_view
@require_POST
def duplicate(request, slug):
    """Post an event again: a new draft that only needs a date."""
    event = submission.duplicate(request.event, request.user)
    messages.success(request, _("This is a copy without a date. Give the new date, check it and send it."))
    return redirect("partners:event", slug=slug, key=event.translation_key)


@event_view
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request, slug):
    """Ask for confirmation, then delete an event that was never public."""
    if request.method == "POST":
        try:
            submission.delete_draft(request.event, request.user)
        except ActionNotAllowed as refused:
            messages.error(request, refused.text)
            return redirect("partners:event", slug=slug, key=request.event.translation_key)
        messages.success(request, _("The draft is deleted."))
        return redirect("partners:dashboard", slug=slug)
    context = {"event": request.event, "draft": submission.latest(request.event), "section": "events"}
    return render(request, "partners/workspace/delete.html", {**context, "title": _("Delete this draft?")})


@event_view
@require_http_methods(["GET", "HEAD", "POST"])
def removal(request, slug):
    """Ask the office to remove an event that is or was public."""
    form = RemovalForm(request.POST or None, event=request.event)
    if request.method == "POST" and form.is_valid():
        try:
            submission.request_removal(request.event, request.user, form.cleaned_data["reason"])
        except ActionNotAllowed as refused:
            _refuse(form, refused)
        else:
            messages.success(
                request,
                _("The office has your request and will answer. Until then, the event does not change."),
            )
            return redirect("partners:event", slug=slug, key=request.event.translation_key)
    context = {"form": form, "event": request.event, "section": "events", "title": _("Ask for removal")}
    status = 422 if form.errors else 200
    return render(request, "partners/workspace/removal.html", context, status=status)


@event_view
@require_GET
def history(request, slug):
    """The history of the event: who did what, when and why."""
    context = {
        "event": request.event,
        "draft": submission.latest(request.event),
        "steps": event_history.steps(request.event),
        "section": "events",
        "title": _("History"),
    }
    return render(request, "partners/workspace/history.html", context)


def _act(request, act, done):
    """Perform an action and redirect to the event's page with a message."""
    try:
        act(request.event, request.user)
    except ActionNotAllowed as refused:
        messages.error(request, refused.text)
    else:
        messages.success(request, done)
    return redirect("partners:event", slug=request.organisation.slug, key=request.event.translation_key)
