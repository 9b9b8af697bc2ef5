"""The archive: pages that are kept unchanged and are no longer up to date (28 CFR 35.104, "archived web content")."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from portal.core.page_links import page_links
from portal.models import HubPage
from portal.pages.blocks import LIMITED_FEATURES

ON_A_PAGE = 50


class ArchivePage(HubPage):
    """The archive of a language. Pages are moved here only with the action "Move to the archive" (home/archive/services.py)."""

    intro = RichTextField(
        _("introduction"),
        features=LIMITED_FEATURES,
        blank=True,
        help_text=_("Say what is kept here, and that it is not updated. Optional."),
    )

    is_archive = True
    content_panels = [*HubPage.opening_panels, FieldPanel("intro"), *HubPage.closing_panels]
    parent_page_types = ["home.HomePage"]
    subpage_types = []
    max_count_per_parent = 1
    fixed_slug = "archive"

    class Meta:
        verbose_name = _("archive")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the archived pages, latest first: pairs of a PageLink and its ArchiveRecord."""
        context = super().get_context(request, *args, **kwargs)
        records = ArchiveRecord.objects.filter(taken_back_at=None, page__in=self.get_children().live())
        pages = Paginator(records.order_by("-archived_at", "-pk"), ON_A_PAGE).get_page(
            request.GET.get("page")
        )
        links = {link.pk: link for link in page_links([record.page_id for record in pages if record.page_id])}
        context["pages"] = pages
        context["entries"] = [(links[record.page_id], record) for record in pages if record.page_id in links]
        return context


class ArchiveRecord(models.Model):
    """Records that a page was moved to the archive: who answered the four tests, when, and for what purpose it is kept.

    It is kept when the page is restored or deleted.
    """

    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="archive_records")
    title = models.CharField(_("title"), max_length=255)
    purpose = models.TextField(_("kept for"))
    # The text of the tests, each of which was answered with yes.
    tests = models.JSONField(_("tests"), default=list)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    archived_at = models.DateTimeField(_("archived"), default=timezone.now)
    former_parent = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("archive record")
        verbose_name_plural = _("archive records")
        ordering = ["-archived_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["page"], condition=Q(taken_back_at=None), name="one_open_archive_record"
            )
        ]

    def __str__(self) -> str:
        return self.title
