"""Hooks for reviews in Wagtail's admin: notices for editors, submission of translations, deputies."""

from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import DraftStateMixin, Page
from wagtail_localize.models import Translation

from portal.checks.publishing import refuse_unready
from portal.dashboard.menus import decide_label
from portal.models import HubPage
from portal.signoff import services as signoff
from portal.signoff.models import SignedTranslation
from portal.staff.models import RightsChange
from portal.staff.rights_admin import ask_for
from portal.translation import glossary
from portal.translation.permissions import may_translate
from portal.translation.progress import parts_left
from portal.translation.sources import translation_of
from portal.workflow import approvals, contributions
from portal.workflow.admin_lists import YesNoColumn
from portal.workflow.approvals import PARTNER_SUBMISSIONS, NotApproved
from portal.workflow.models import Deputy
from portal.workflow.models.snippets import ReviewedSnippet
from portal.workflow.review_requests import expired_at, open_request

from .sent_warnings import show_warnings


# --- Notices ----------------------------------------------------------------------------------------------------
def _reads(request):
    return request.method == "GET" and "_w_hydrate_create_view" not in request.GET


def _warn_contributors(request, record):
    """Tell an approver that she cannot approve what she changes.

    Contributors are told who can approve it; if nobody can, everybody is told.
    """
    state = record.current_workflow_state
    if not state or not record.workflow_in_progress or state.workflow.name == PARTNER_SUBMISSIONS:
        return
    if not record.current_workflow_task.user_can_access_editor(record, request.user):
        if not approvals.who_can_approve(record):
            messages.warning(request, approvals.NOBODY_CAN_APPROVE)
        return
    messages.warning(
        request,
        approvals.approval_blocker(request.user, record)
        or _("This is waiting for review. If you change it, someone else must approve it."),
        buttons=[
            messages.button(
                reverse("decide", args=[state.current_task_state_id]),
                decide_label(request.user, record),
            )
        ],
    )


def _show_requested_changes(request, record):
    """Show which changes an approver requested, or why something was rejected. For pages, Wagtail's editor shows it above the tabs."""
    if isinstance(record, Page) and translation_of(record) is None:
        return
    if asked := open_request(record):
        said = (
            _("Rejected by %(person)s on %(day)s: %(reason)s")
            if asked.rejected
            else _("%(person)s asked for changes on %(day)s: %(reason)s")
        )
        day = date_format(localtime(asked.decided_at), "DATE_FORMAT")
        messages.warning(
            request, said % {"person": asked.name or _("Someone"), "day": day, "reason": asked.reason}
        )
    if isinstance(record, DraftStateMixin) and expired_at(record):
        messages.info(
            request,
            _(
                "It was unpublished as planned. When you send it again and it is approved, it stays public until you set a new time in the schedule."
            ),
        )


def _show_warnings(request, record):
    """Show what somebody should look at in the newest version of a snippet. For pages, it is above the editor's tabs."""
    for warning in approvals.newest_version(record).publishing_warnings():
        messages.warning(request, warning.message)


def _offer_to_send(request, record):
    """Link from a translation to its submission, which the editor of wagtail-localize does not have."""
    translation = translation_of(record)
    if translation and not getattr(record, "workflow_in_progress", False):
        button = messages.button(reverse("send_translation", args=[translation.pk]), _("Send for review"))
        messages.info(request, _("What you write here is kept as a draft."), buttons=[button])
        _show_glossary_deviations(request, translation)


def _show_glossary_deviations(request, translation):
    """Show where the translation does not follow the glossary, by field."""
    sentences = _breaches(translation)
    if sentences:
        messages.warning(request, f"{_('Glossary:')} {' '.join(sentences)}")


def _breaches(translation):
    written = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    return list(dict.fromkeys(breach.sentence for breach in glossary.breaches(written)))


def _offer_to_sign(request, record: HubPage | ReviewedSnippet):
    """Tell users who may sign the translation that they can, where they edit it."""
    if not isinstance(record, SignedTranslation) or not signoff.may_sign(request.user, record):
        return
    newest = record.get_latest_revision_as_object()
    if record.is_translation and newest.translation_signed_on is None:
        messages.info(
            request,
            _("No person has signed this translation yet."),
            buttons=[messages.button(sign_address(record), _("Sign this translation"))],
        )


def sign_address(record):
    """The address at which a translation is signed."""
    kind = ContentType.objects.get_for_model(record)
    return reverse("sign_translation", args=[kind.pk, record.pk])


def _refuse_publication(request, record):
    """Redirect from "publish" in the editor of wagtail-localize to the page for submitting the translation.

    Returns:
        A redirect, or None for another action.
    """
    translation = translation_of(record) if request.POST.get("action") == "publish" else None
    if translation is None:
        return None
    messages.error(request, NotApproved().messages[0])
    return redirect("send_translation", translation.pk)


@hooks.register("before_edit_page", order=-10)
def before_page(request, page):
    """Show notices before a page is edited.

    Returns:
        A redirect if a translation should be published, else None.
    """
    if not getattr(page, "requires_approval", False):
        return None
    if _reads(request):
        _warn_contributors(request, page)
        _show_requested_changes(request, page)
        _offer_to_send(request, page)
        _offer_to_sign(request, page)
    return _refuse_publication(request, page)


@hooks.register("before_edit_snippet", order=-10)
def before_snippet(request, record):
    """The same for help lines, alerts and the office. A translator may only change translations.

    Returns:
        A redirect if the user may not change the record, or a translation should be published; else None.
    """
    if not getattr(record, "requires_approval", False):
        return None
    if not may_translate(request.user, record):
        messages.error(
            request, _("Translators change translations only. Choose the record in your language.")
        )
        return redirect(type(record).snippet_viewset.get_url_name("list"))
    if _reads(request):
        _warn_contributors(request, record)
        _show_requested_changes(request, record)
        _show_warnings(request, record)
        _offer_to_send(request, record)
        _offer_to_sign(request, record)
    return _refuse_publication(request, record)


@hooks.register("after_copy_page")
def reset_contributions_of_copy(request, page, copy):
    """For a copy that includes the history of its original: what was approved there is not an open contribution to the copy."""
    if getattr(page.specific, "requires_approval", False):
        contributions.forget_approved(copy.specific, page.specific)


@hooks.register("construct_snippet_action_menu")
def remove_publish_button(menu_items, request, context):
    """Remove "Publish": approval publishes these records."""
    if getattr(context["model"], "requires_approval", False):
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


@hooks.register("construct_page_action_menu")
def remove_alias_button(menu_items, request, context):
    """Remove aliases: a page that mirrors another one could not be approved."""
    menu_items[:] = [item for item in menu_items if item.name != "localize-convert-to-alias"]


# --- Translations -----------------------------------------------------------------------------------------------
@hooks.register("register_admin_urls")
def register_addresses():
    """Add the address at which a translation is submitted."""
    return [path("translations/<int:translation_id>/send/", send_translation, name="send_translation")]


def send_translation(request, translation_id):
    """Make a draft from a translator's segments and submit it, or only keep it as a draft, for example to sign it.

    Args:
        request: GET to ask for confirmation, POST to confirm, with `keep` for a draft only.
        translation_id: the primary key of the Translation.

    Raises:
        PermissionDenied: the user may not change the translation.
    """
    translation = get_object_or_404(Translation, pk=translation_id)
    record = translation.get_target_instance()
    record = getattr(record, "specific", record)
    if not may_translate(request.user, record):
        raise PermissionDenied
    editor = AdminURLFinder(request.user).get_edit_url(record) or reverse("wagtailadmin_home")
    if record.workflow_in_progress:
        messages.warning(request, _("It is already waiting for review. Nothing was sent."))
        return HttpResponseRedirect(editor)
    if request.method != "POST":
        context = {
            "record": record,
            "editor": editor,
            "left": parts_left(translation),
            "breaches": _breaches(translation),
        }
        return render(request, "portal/admin/send_translation.html", context)
    only_kept = "keep" in request.POST
    try:
        with transaction.atomic():
            if only_kept:
                translation.save_target(user=request.user, publish=False)
            else:
                _send(translation, request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        said = (
            _("Kept as a draft. It can be signed now, or sent for review.")
            if only_kept
            else _("Sent for review. Another person approves it.")
        )
        messages.success(request, said)
        if not only_kept:
            show_warnings(request, record)
    return HttpResponseRedirect(editor)


def _send(translation, user):
    translation.save_target(user=user, publish=False)
    record = translation.get_target_instance()
    record = getattr(record, "specific", record)
    version = record.get_latest_revision_as_object()
    refuse_unready(version)
    signoff.send(record, user)


# --- Deputies ---------------------------------------------------------------------------------------------------
def _what_is_confirmed(number):
    return Deputy.objects.filter(pk=number).values("user", "starts_on", "ends_on").first()


if TYPE_CHECKING:
    # Mypy needs the base class; at run time this is a mixin that is listed before Wagtail's view.
    from wagtail.admin.views.generic import CreateView as ViewBase
else:
    ViewBase = object


class _Confirmed(ViewBase):
    """A deputy decides like an approver, so another coordinator must confirm each new deputy and period."""

    def save_instance(self):
        """Save, and request the confirmation."""
        before = _what_is_confirmed(self.form.instance.pk)
        with transaction.atomic():
            deputy = super().save_instance()
            if _what_is_confirmed(deputy.pk) != before:
                RightsChange.objects.filter(deputy=deputy, state=RightsChange.State.OPEN).delete()
                ask_for(self.request, deputy.user, RightsChange.Kind.DEPUTY, deputy=deputy)
        return deputy


class _DeputyAdded(_Confirmed, CreateView):
    pass


class _DeputyEdited(_Confirmed, EditView):
    pass


class DeputyViewSet(ModelViewSet):
    """Deputies of approvers, with their periods. Coordinators manage them."""

    model = Deputy
    name = "deputies"
    icon = "group"
    menu_label = gettext_lazy("Deputies")
    menu_order = 650
    add_to_settings_menu = True
    list_display = [
        "user",
        "starts_on",
        "ends_on",
        YesNoColumn("waits", label=gettext_lazy("Waits for a second coordinator")),
        "note",
    ]
    add_view_class = _DeputyAdded
    edit_view_class = _DeputyEdited
    copy_view_enabled = False
    inspect_view_enabled = False


@hooks.register("register_admin_viewset")
def register_deputies():
    """Add the deputies to the menu, next to the accounts."""
    return DeputyViewSet()
