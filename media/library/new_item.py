"""Replacing the file of an item in use: the upload form of a new item, with the title and collection of the old one."""

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from wagtail import hooks
from wagtail.documents.views.documents import CreateView as CreateDocument
from wagtail.images.views.images import CreateView as CreateImage

from media.documents.models import HubDocument
from media.images.models import HubImage
from media.videos.models import HubMedia

EDIT = {HubImage: "wagtailimages:edit", HubDocument: "wagtaildocs:edit", HubMedia: "wagtailmedia:edit"}
USAGE = {
    HubImage: "wagtailimages:image_usage",
    HubDocument: "wagtaildocs:document_usage",
    HubMedia: "wagtailmedia:media_usage",
}


def edit_url(item):
    """The admin page on which an item is edited."""
    return reverse(EDIT[type(item)], args=[item.pk])


def usage_url(item):
    """The admin page that lists where an item is used."""
    return reverse(USAGE[type(item)], args=[item.pk])


def new_url(item):
    """The admin page on which a replacement of an item is uploaded."""
    if isinstance(item, HubMedia):
        return reverse("wagtailmedia:add", args=[item.type])
    return reverse("new_picture" if isinstance(item, HubImage) else "new_document", args=[item.pk])


if TYPE_CHECKING:
    # Mypy needs the base class; at run time this is a mixin that is listed before Wagtail's view.
    from wagtail.admin.views.generic import CreateView as ViewBase
else:
    ViewBase = object


class _Again(ViewBase):
    """Wagtail's form for a new item, prefilled with the title and collection of another item."""

    def get_initial_form_instance(self):
        item = super().get_initial_form_instance()
        seen = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, ["change", "choose"]
        )
        before = get_object_or_404(seen, pk=self.kwargs["pk"])
        item.title, item.collection = before.title, before.collection
        return item

    def get_add_url(self):
        return self.request.path


class NewPicture(_Again, CreateImage):
    """Upload a picture that replaces another one."""


class NewDocument(_Again, CreateDocument):
    """Upload a document that replaces another one."""


@hooks.register("register_admin_urls")
def register_new_items():
    """Add the addresses of both forms. There is none for media files, because they have no texts to copy."""
    return [
        path("pictures/<int:pk>/new/", NewPicture.as_view(), name="new_picture"),
        path("documents/<int:pk>/new/", NewDocument.as_view(), name="new_document"),
    ]
