"""Applies portal/workflow/visibility.py, and the policies of files and records, to the views of the admin."""

import re
from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404
from wagtail import hooks
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.documents import get_document_model
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images import get_image_model
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import Task
from wagtail.permissions import policy_registry
from wagtail.snippets.models import get_snippet_models

from . import visibility

# What a person must be allowed, to choose among files or records.
USE = {"add", "change", "delete", "choose", "view"}
# In addresses of the admin these are numbers of pages.
PAGES = ("page_id", "parent_page_id", "page_to_move_id", "destination_id")
# Reports of Wagtail that name pages as they were or will be called, whoever may read those versions.
OF_ALL_PAGES = re.compile(r"^/admin/reports/(page-types-usage|site-history)/")


class SightMiddleware:
    """Refuses pages of the admin about something that the person may not see."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Answer 404 for a hidden page, and 403 for a chooser with whose things the person may do nothing.

        Raises:
            Http404: the address is about a page that the person may not know of.
            PermissionDenied: the person chooses nothing there.
        """
        if not request.path_info.startswith("/admin/") or not request.user.is_authenticated:
            return
        if not request.user.has_perm("wagtailadmin.access_admin"):
            return
        match = request.resolver_match
        numbers = [kwargs[name] for name in PAGES if isinstance(kwargs.get(name), int)]
        if match.url_name == "wagtailadmin_choose_page_chosen_multiple":
            numbers += [int(number) for number in request.GET.getlist("id") if number.isdecimal()]
        if not all(visibility.may_see(request.user, number) for number in numbers):
            raise Http404("There is no such page for this person.")
        model = _chooses(match)
        if model and not policy_registry.get_by_type(model).user_has_any_permission(request.user, USE):
            raise PermissionDenied
        if OF_ALL_PAGES.match(request.path_info) and not visibility.moderates(request.user):
            raise PermissionDenied


def _chooses(match):
    """The model among whose records an address lets people choose, or None. Lists of files hold the person's own only."""
    place = match.namespaces[0] if match.namespaces else ""
    if place.startswith("wagtailsnippetchoosers_"):
        kinds = {
            f"wagtailsnippetchoosers_{model._meta.app_label}_{model._meta.model_name}": model
            for model in get_snippet_models()
        }
        return kinds.get(place)
    if place == "wagtailadmin_workflows":
        return Task if "task_chooser" in (match.url_name or "") else None
    if match.url_name in ("choose", "choose_results"):
        return None
    files = {"wagtailimages_chooser": get_image_model(), "wagtaildocs_chooser": get_document_model()}
    return files.get(place)


if TYPE_CHECKING:
    # A mixin of Wagtail's views, which come after it among the bases.
    from wagtail.api.v2.views import BaseAPIViewSet as ViewBase
else:
    ViewBase = object


class _OwnFiles(ViewBase):
    def get_queryset(self):
        """Only what the person may use."""
        policy = policy_registry.get_by_type(self.model)
        allowed = policy.instances_user_has_any_permission_for(self.request.user, USE - {"view"})
        return super().get_queryset().filter(pk__in=allowed.values("pk"))


class _Images(_OwnFiles, ImagesAdminAPIViewSet):
    model = get_image_model()


class _Documents(_OwnFiles, DocumentsAdminAPIViewSet):
    model = get_document_model()


class _Pages(PagesAdminAPIViewSet):
    # The admin itself only reads this API. The actions (revert, copy, move …) ask for permissions, but for no lock and no review.
    actions: ClassVar[dict[str, type]] = {}


# After Wagtail's own, in whose place they stand.
@hooks.register("construct_admin_api", order=10)
def endpoints_of_the_api(router):
    """Pictures and documents for those who work with them; pages only to read."""
    router.register_endpoint("pages", _Pages)
    router.register_endpoint("images", _Images)
    router.register_endpoint("documents", _Documents)


@hooks.register("construct_page_chooser_queryset")
def pages_of_the_chooser(pages, request):
    """What may be chosen, in every list of pages."""
    return visibility.pages_of(request.user, pages)


@hooks.register("construct_reports_menu")
def hide_reports_of_all_pages(request, items):
    """Offer the history of all pages to those only for whom it opens."""
    if not visibility.moderates(request.user):
        items[:] = [item for item in items if not OF_ALL_PAGES.match(getattr(item, "url", ""))]
