"""Reports of pictures, documents and videos that lack what people with disabilities need; unused ones too."""

import django_filters
from django import forms
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from media.documents.models import Accessible, HubDocument
from media.images.models import HubImage
from media.videos.models import VideoPage
from portal.reports.base import Field, PageFilterSet, Report, edit_page, report
from portal.workflow.approvals import APPROVERS, COORDINATORS
from portal.workflow.groups import EDITORS


class ImageFilterSet(WagtailFilterSet):
    """Filters by what is missing."""

    missing = django_filters.ChoiceFilter(
        label=_("Missing"),
        choices=[("description", _("Description")), ("suitable", _("Declaration that it is suitable"))],
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="filter_missing",
    )

    class Meta:
        model = HubImage
        fields = ["missing"]

    def filter_missing(self, images, name, value):
        """Pictures without a description, or without the declaration that they are suitable."""
        return images.filter(_undescribed() if value == "description" else Q(suitable=False))


def _undescribed():
    return Q(description="", is_decorative=False)


class _Library(Report):
    """Base class of the reports."""

    groups = (EDITORS, APPROVERS, COORDINATORS)

    def complete(self, rows):
        """Add to each row what is missing."""
        for item in rows:
            item.missing = "; ".join(str(failure.message) for failure in self.failures(item))
        return rows

    def failures(self, item):
        """What the publishing checks report for an item."""
        return item.publishing_errors()


@report
class ImagesView(_Library):
    """Pictures without an alternative text, or without the declaration that they are suitable."""

    name, order = "images-without-data", 40
    model = HubImage
    page_title = _("Images without accessibility data")
    header_icon = "image"
    filterset_class = ImageFilterSet
    nothing = _("Every image is described and declared suitable.")
    fields = (
        Field("title", _("Title"), lambda image: reverse("wagtailimages:edit", args=[image.pk])),
        Field("missing", _("What to fix")),
        Field("created_at", _("Added")),
    )

    def get_queryset(self):
        return HubImage.objects.filter(_undescribed() | Q(suitable=False)).order_by("-created_at", "-pk")


class DocumentFilterSet(WagtailFilterSet):
    """Filters by accessibility and by language."""

    accessible = django_filters.ChoiceFilter(
        label=_("Accessible"),
        choices=[choice for choice in Accessible.choices if choice[0] != Accessible.YES],
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = HubDocument
        fields = ["accessible", "language"]


@report
class DocumentsView(_Library):
    """Documents that are not accessible, or not checked, and have no alternative."""

    name, order = "documents-without-data", 41
    model = HubDocument
    page_title = _("Documents without accessibility data")
    header_icon = "doc-full"
    filterset_class = DocumentFilterSet
    nothing = _("Every document is accessible, or has an accessible alternative.")
    fields = (
        Field("title", _("Title"), lambda document: reverse("wagtaildocs:edit", args=[document.pk])),
        Field("get_language_display", _("Language")),
        Field("get_accessible_display", _("Accessible")),
        Field("missing", _("What to fix")),
        Field("created_at", _("Added")),
    )

    def get_queryset(self):
        return (
            HubDocument.objects.exclude(accessible=Accessible.YES)
            .filter(alternative_url="")
            .order_by("-created_at", "-pk")
        )


@report
class VideosView(_Library):
    """Videos without captions, a transcript or a decision about audio description. Videos that are not supplied yet are left out."""

    name, order = "videos-without-data", 42
    model = VideoPage
    page_title = _("Videos without accessibility data")
    header_icon = "media"
    filterset_class = PageFilterSet
    nothing = _("Every video has captions, a transcript and a decision on audio description.")
    fields = (
        Field("title", _("Title"), edit_page),
        Field("locale.get_display_name", _("Language")),
        Field("missing", _("What to fix")),
        Field("last_published_at", _("Last published"), empty=_("Never")),
    )

    def get_queryset(self):
        """Drafts are included, because their editors need to know."""
        supplied = VideoPage.objects.exclude(address="", hosted_file=None)
        incomplete = [page.pk for page in supplied if page.media_failures()]
        return VideoPage.objects.filter(pk__in=incomplete).select_related("locale").order_by("title", "pk")

    def failures(self, item):
        """What is missing from the video itself, not from the texts of its page."""
        return item.media_failures()
