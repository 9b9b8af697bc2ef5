"""Wagtail's editors of pages and snippets, with our own rule for edit conflicts (portal/workflow/edit_conflicts.py).

Wagtail compares revision numbers only, so it would refuse to save over a person's own autosaved version.
"""

import datetime
import json
import re
from typing import TYPE_CHECKING

from django.apps import apps
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin.auth import require_admin_access
from wagtail.admin.models import EditingSession
from wagtail.admin.views import editing_sessions
from wagtail.admin.views.pages.create import CreateView as PageCreateView
from wagtail.admin.views.pages.edit import EditView as PageEditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView as PageRevertView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Revision
from wagtail.snippets.views.snippets import CreateView as SnippetCreateView
from wagtail.snippets.views.snippets import EditView as SnippetEditView

from .edit_conflicts import newer_version_by_others
from .refused_admin import KeepsDraftMixin
from .sending_admin import SENT, SendingPageMixin, SendingSnippetMixin

# What Wagtail writes into the dialog about a newer version.
OF_DIALOG = re.compile(r"<template data-controller=\"w-teleport\".*?</template>", re.DOTALL)


def conflict_message(revision):
    """What to tell somebody who saves a page or record after another person did.

    Args:
        revision: the version of the other person.
    """
    return _(
        "%(person)s saved a newer version on %(moment)s, after you opened this page. Yours is not saved yet; it "
        "is shown below. Look at the newer one in another window. If you save again, yours becomes the newest, "
        "and both stay in the history."
    ) % _who_and_when(revision)


def autosave_message(revision):
    """What the footer says when autosave has stopped because of another person's version.

    Args:
        revision: the version of the other person.
    """
    return _(
        "%(person)s saved a newer version on %(moment)s. What you typed since then is not saved. "
        "Choose “Save draft”: then you can look at both versions."
    ) % _who_and_when(revision)


def _who_and_when(revision):
    person = revision.user
    return {
        "person": (person.get_full_name() or person.email) if person else _("Someone"),
        "moment": date_format(localtime(revision.created_at), "DATETIME_FORMAT"),
    }


if TYPE_CHECKING:
    # A mixin of Wagtail's views, which come after it among the bases.
    from wagtail.admin.views.generic import EditView as ViewBase
else:
    ViewBase = object


class EditConflictMixin(ViewBase):
    """An editor of Wagtail, for pages and snippets, in which only versions of other people are conflicts."""

    @cached_property
    def conflicting_version(self):
        """The version of another person over which this form would be saved, or None.

        Who has confirmed Wagtail's dialog about a version (portal/static/portal/admin/edit_conflict.js) has been told.
        """
        data = self.request.POST
        found = newer_version_by_others(
            self._edited,
            self.request.user,
            data.get("overwrite_revision_id") or data.get("loaded_revision_id"),
            None if data.get("overwrite_revision_id") else _moment(data.get("loaded_revision_created_at")),
        )
        return None if found and data.get("told_revision_id") == str(found.pk) else found

    @cached_property
    def is_out_of_date(self):
        """Whether an autosave must be refused."""
        return self.conflicting_version is not None

    def json_error_response(self, error_code, error_message):
        """What the footer says when autosave stops: whose version is newer."""
        if error_code == "invalid_revision" and self.conflicting_version:
            error_message = autosave_message(self.conflicting_version)
        return super().json_error_response(error_code, error_message)

    def post(self, request, *args, **kwargs):
        """Save; an autosave over an older version of one's own, of another window, becomes a version of its own."""
        overwritten = request.POST.get("overwrite_revision_id")
        if overwritten and not self._may_be_overwritten(overwritten):
            request.POST = request.POST.copy()
            del request.POST["overwrite_revision_id"]
        return super().post(request, *args, **kwargs)

    def _may_be_overwritten(self, number):
        # Whether it is a conflict is asked with the number that was sent.
        if self.conflicting_version:
            return True
        newest = self._edited.revisions.order_by("-created_at", "-pk").first()
        return newest is not None and str(newest.pk) == number and newest.user_id == self.request.user.pk

    def get_context_data(self, **kwargs):
        """Switch autosave off for a person who was just warned of another version."""
        context = super().get_context_data(**kwargs)
        if self.request.method == "POST" and not self.expects_json_response and self.conflicting_version:
            context["autosave_enabled"] = False
        return context


class _SendsPage(KeepsDraftMixin, SendingPageMixin):
    @property
    def sends(self):
        """Whether the page was to be sent for review."""
        return self.action_name in ("submit", "restart_workflow")


class _PageMixin(EditConflictMixin):
    @property
    def _edited(self):
        return self.page

    def post(self, request, *args, **kwargs):
        """Save; the form (portal.checks.publishing.HubPageForm) shows a conflict."""
        if self.conflicting_version and not self.expects_json_response and not self.locked_for_user:
            self.page.edit_conflict = conflict_message(self.conflicting_version)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form):
        """Show the form again; after a withdrawal from a locked form, which has nothing typed, the newest version."""
        was_locked = self.locked_for_user
        response = super().form_invalid(form)
        return self.redirect_and_remain() if was_locked and self.is_cancelling_workflow else response


class PageEdit(_SendsPage, _PageMixin, PageEditView):
    """The editor of pages."""


class PageCreate(_SendsPage, PageCreateView):
    """The form of a new page."""


class PageRevert(_SendsPage, _PageMixin, PageRevertView):
    """The editor of pages, which begins with an older version."""


class HubPageViewSet(PageViewSet):
    """Wagtail's views of pages, with our editor."""

    add_view_class = PageCreate
    edit_view_class = PageEdit
    revisions_revert_view_class = PageRevert


@hooks.register("register_admin_viewset")
def register_page_views():
    """Replace Wagtail's viewset of pages, which is registered before."""
    return HubPageViewSet()


class _SendsSnippet(KeepsDraftMixin, SendingSnippetMixin):
    @property
    def sends(self):
        """Whether the record was to be sent for review."""
        return self.action in SENT


class _SnippetMixin(EditConflictMixin):
    @property
    def _edited(self):
        return self.object

    def is_valid(self, form):
        """Whether the form may be saved: not over a version of another person of which the editor does not know."""
        valid = super().is_valid(form)
        if self.conflicting_version and not self.expects_json_response and not self.locked_for_user:
            form.add_error(None, conflict_message(self.conflicting_version))
            self.produced_error_code, self.produced_error_message = (
                "validation_error",
                self.get_error_message(),
            )
            return False
        return valid

    def form_invalid(self, form):
        """Show the form again; after a withdrawal from a locked form, which has nothing typed, the newest version."""
        was_locked = self.locked_for_user
        response = super().form_invalid(form)
        return redirect(self.get_edit_url()) if was_locked and self.action == "cancel-workflow" else response


class SnippetEdit(_SendsSnippet, _SnippetMixin, SnippetEditView):
    """The editor of reviewed snippets."""


class SnippetCreate(_SendsSnippet, SnippetCreateView):
    """The form of a new reviewed snippet."""


@require_admin_access
@require_POST
def ping(request, app_label, model_name, object_id, session_id):
    """Wagtail's ping view, in which a person's own newer version is no conflict.

    What the window itself has kept late is not named at all; what another window of one's own has kept is, beside the title.
    """
    record = _record(app_label, model_name, object_id)
    if record is None:
        raise Http404
    if hasattr(record, "revisions") and not _edits_elsewhere(request.user, record, session_id):
        _begin_with_own_newest(request, record)
    response = editing_sessions.ping(request, app_label, model_name, object_id, session_id)
    return _without_own_conflicts(response, request.user) if response.status_code == 200 else response


def _record(app_label, model_name, object_id):
    try:
        model = apps.get_model(app_label, model_name)
        return model.objects.filter(pk=unquote(object_id)).first()
    except (LookupError, ValueError):
        return None


def _edits_elsewhere(user, record, session_id):
    """Whether the same person has the record open in another window."""
    kind = ContentType.objects.get_for_model(type(record))
    others = EditingSession.objects.available().filter(content_type=kind, object_id=record.pk, user=user)
    return others.exclude(pk=session_id).exists()


def _begin_with_own_newest(request, record):
    data = request.POST.copy()
    newest = record.revisions.order_by("-created_at", "-pk").first()
    loaded_at = _moment(data.get("revision_created_at"))
    if "revision_id" not in data or newest is None or newest.user_id != request.user.pk:
        return
    if not newer_version_by_others(record, request.user, data["revision_id"], loaded_at):
        data["revision_id"], data["revision_created_at"] = newest.pk, newest.created_at.isoformat()
        request.POST = data


def _without_own_conflicts(response, user):
    told = json.loads(response.content)
    for session in told["other_sessions"]:
        if not session["revision_id"]:
            continue
        if Revision.objects.filter(pk=session["revision_id"], user=user).exists():
            session["revision_id"] = None
            # The dialog, which opens when the network fails, keeps its own title.
            told["html"] = OF_DIALOG.sub("", told["html"])
        else:
            # The last sentence of the dialog stands: Wagtail's says that the other version is overwritten.
            told["html"] += render_to_string("portal/admin/edit_conflict.html")
    return JsonResponse(told)


@hooks.register("insert_editor_js")
def editor_scripts():
    """Scripts that correct Wagtail's editor; each says at its top what it corrects."""
    names = ("autosave", "edit_conflict", "field_names")
    return format_html_join(
        "", '<script defer src="{}"></script>', ((static(f"portal/admin/{name}.js"),) for name in names)
    )


def _moment(text):
    try:
        moment = datetime.datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
