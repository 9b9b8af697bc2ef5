"""Messages and views of the admin about confidential places."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log

from partners.confidentiality import checks, store
from partners.confidentiality.pages import ConfidentialPlaceMixin
from partners.events.models import EventPage
from partners.members.permissions import Access
from partners.moderation.immediate_actions import PLACE_EMPTIED
from partners.organisations.models import OrganisationPage
from portal.workflow import immediate_actions


@hooks.register("after_edit_page")
@hooks.register("after_create_page")
def tell(request, page):
    """Tell the editor from which fields phrases were removed."""
    if isinstance(page, ConfidentialPlaceMixin) and (sentence := checks.removed_words(page)):
        messages.warning(request, sentence)


@hooks.register("after_copy_page")
def copy_words(request, page, new_page):
    """Copy the phrases when an event is copied, because the copy may take place there too."""
    if isinstance(page.specific, EventPage):
        store.copy(page.translation_key, new_page.translation_key)


@hooks.register("register_admin_urls")
def register_allowing():
    """Add the view in which staff allow the places of an organization again."""
    return [path("partner-places/<int:page_id>/allow/", allow, name="partners_allow_places")]


@hooks.register("register_page_header_buttons")
def add_allow_button(page, user, next_url=None, view_name=None):
    """A button, for staff who decide about partners, on an organization whose place was confidential."""
    page = page.specific
    if (
        isinstance(page, OrganisationPage)
        and Access(user).is_office
        and store.has_forbidden_words(page.translation_key)
    ):
        yield Button(
            _("Allow its confidential places again"),
            reverse("partners_allow_places", args=[page.pk]),
            icon_name="lock-open",
            priority=85,
        )


@never_cache
def allow(request, page_id):
    """Ask for confirmation, then allow an organization to enter formerly confidential places again.

    Raises:
        PermissionDenied: the user does not decide about partners.
    """
    if not Access(request.user).is_office:
        raise PermissionDenied
    page = get_object_or_404(OrganisationPage, pk=page_id)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    errors = []
    if request.method == "POST":
        try:
            allow_again(page, request.user)
        except ValidationError as refused:
            errors = refused.messages
        else:
            messages.success(request, _("“%(title)s” can name the place again.") % {"title": page.title})
            return redirect(edit)
    context = {"page": page, "errors": errors, "edit_url": edit}
    return render(request, "partners/admin/allow_places.html", context, status=422 if errors else 200)


@transaction.atomic
def allow_again(organisation, user):
    """Delete the stored phrases of an organization's confidential places, because they may be public after all.

    Args:
        organisation: the OrganisationPage.
        user: an approver or coordinator, but not the one who made the last place confidential.

    Raises:
        ValidationError: no phrases are stored, or the same person made the place confidential.
    """
    key = organisation.translation_key
    if not store.has_forbidden_words(key):
        raise ValidationError(_("This organization no longer has a confidential place."))
    if immediate_actions.did_last(organisation, user, PLACE_EMPTIED):
        raise ValidationError(_("Someone else at the office must decide this."))
    store.forget(key)
    log(instance=organisation, action="partners.place_allowed", user=user)
    immediate_actions.end_undone(organisation, user)
