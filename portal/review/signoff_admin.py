"""The page on which a person signs a translation (portal/signoff/services.py). Signing is a separate action, never a field of a form."""

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Locale, Page

from portal.signoff import services as signoff
from portal.signoff.models import SignedTranslation
from portal.translation.permissions import may_translate
from portal.translation.questions import questions_about
from portal.workflow import approvals

from .comparison import side_by_side
from .sent_warnings import show_warnings


@hooks.register("register_admin_urls")
def register_address():
    """Add the address of the page."""
    return [path("translations/<int:kind_id>/<int:pk>/sign/", sign, name="sign_translation")]


@hooks.register("register_log_actions")
def register_signatures(actions):
    """The messages of the history about signatures."""
    actions.register_action(
        signoff.SIGNED, gettext_lazy("Sign a translation"), gettext_lazy("Translation signed")
    )


def sign(request, kind_id, pk):
    """Show the translation beside its original, and take the signature.

    Args:
        request: GET, or POST with `read` and `seen`.
        kind_id: the primary key of the record's content type.
        pk: the record's primary key.

    Raises:
        PermissionDenied: the user may not change this record, or may not sign for its language.
        Http404: it is not a translation.
    """
    model = get_object_or_404(ContentType, pk=kind_id).model_class()
    if model is None or model not in apps.get_models() or not issubclass(model, SignedTranslation):
        raise Http404
    record: Any = get_object_or_404(model, pk=pk)
    if not record.is_translation:
        raise Http404
    if not signoff.may_sign(request.user, record) or not may_translate(request.user, record):
        raise PermissionDenied
    editor = AdminURLFinder(request.user).get_edit_url(record) or reverse("wagtailadmin_home")
    errors = []
    if request.method == "POST":
        errors = _sign(request, record)
        if not errors:
            messages.success(request, _("Signed, and sent for review. Another person approves it."))
            show_warnings(request, record)
            return HttpResponseRedirect(editor)
    original = record.get_translation(Locale.get_default())
    newest = approvals.newest(record)
    version = newest.as_object() if newest else record
    is_page = isinstance(record, Page)
    context = {
        "record": version,
        "original": original,
        "changes": side_by_side(original, version, request),
        "questions": questions_about(version),
        "preview": reverse("wagtailadmin_pages:view_draft", args=[record.pk]) if is_page else "",
        "original_url": original.get_url(request) if is_page and original.live else "",
        "seen": approvals.revision_token(newest),
        "editor": editor,
        "errors": errors,
    }
    return render(request, "portal/admin/sign_translation.html", context, status=422 if errors else 200)


def _sign(request, record):
    """Sign it. Returns error messages; empty on success."""
    if request.POST.get("read") != "on":
        return [_("Compare all of it with the original first, and check the box.")]
    try:
        signoff.sign(record, request.user, request.POST.get("seen", ""))
    except ValidationError as error:
        return error.messages
    return []
