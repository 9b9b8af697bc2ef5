"""The base of every page that the public reads."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.locks import BaseLock
from wagtail.models import Page, PageViewRestriction, Revision, Workflow
from wagtail.query import PageQuerySet
from wagtail.search import index
from wagtail.utils.decorators import cached_classmethod
from wagtail_localize.fields import BaseTranslatableField, SynchronizedField, TranslatableField

from portal.audit import trail as audit
from portal.checks import registry
from portal.checks.panel import hub_tabs
from portal.checks.publishing import WRITE_A_SUMMARY, CheckResult, HubPageForm, refuse_unready
from portal.checks.requirements import SUMMARY
from portal.core.page_links import page_links
from portal.signoff.models import SignedTranslation, TranslationPanel
from portal.site.archive import ArchiveLock, archived, is_archived
from portal.workflow import (
    approvals,
    contributions,
    kept_versions,
    publication_guard,
    visibility,
)
from portal.workflow.choices import ReviewStep
from portal.workflow.page_permissions import ApprovalPermissionTester, DraftCopyForm

from .blocks import RelatedPagesBlock, SourcesBlock
from .reserved_slugs import RESERVED_SLUGS

if TYPE_CHECKING:
    from collections.abc import Collection

    from django_stubs_ext import StrPromise
    from wagtail.images.models import AbstractImage

    from portal.accounts.models import User
    from portal.checks.panel import HubTabs
    from portal.core.page_links import PageLink

# What lists of pages show of each at least: for `only()`, so that its other fifty fields are not read.
LISTED = ("title", "url_path", "summary")
# Who answers for a page in one language, and when it was looked through.
OF_EACH_LANGUAGE = ("steward", "last_reviewed", "review_interval")


class HubPage(SignedTranslation, Page):
    """What every public page has: a summary, somebody who answers for it, a review date and its sources.

    A page type composes its own body; it has none here.
    """

    summary = models.CharField(
        _("summary"),
        max_length=300,
        help_text=_("One or two plain sentences. Shown under the title, in lists and in search results."),
    )
    discreet_title = models.CharField(
        _("discreet browser title"),
        max_length=80,
        blank=True,
        help_text=_(
            "Shown in the browser's tab and history instead of the title, such as “Information”. For readers who are watched."
        ),
    )
    steward = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("page owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Who keeps this page correct and is reminded to review it. Not shown to the public."),
    )
    last_reviewed = models.DateField(
        _("last reviewed"),
        null=True,
        blank=True,
        help_text=_("The day on which someone last checked the whole page."),
    )
    review_interval = models.PositiveSmallIntegerField(
        _("review again after (months)"),
        default=12,
        help_text=_("After this time, the page owner is asked to check the page again."),
    )
    sources = StreamField(
        SourcesBlock(),
        verbose_name=_("sources"),
        blank=True,
        help_text=_("Where the page's statements come from. Readers see the sources at the end of the page."),
    )
    related_pages = StreamField(
        RelatedPagesBlock(),
        verbose_name=_("related pages"),
        blank=True,
        help_text=_("What a reader may want next. Only public pages are shown."),
    )
    # A revision goes public only with an Approval (portal/workflow/approvals.py).
    requires_approval = True
    # Names of fields that are the same in every language (portal/workflow/shared_fields.py).
    shared_fields: tuple[str, ...] = ()
    # Fields that the page itself keeps in step with its place in the tree: no words of it (portal/workflow/publication_guard.py).
    tree_derived_fields: tuple[str, ...] = ()
    # The review through which pages of this type go, in every language.
    workflow_name = approvals.REVIEW_BY_THE_OFFICE
    # For the publishing checks (portal/checks/). Fields whose words are quoted: their reading grade is not measured.
    words_of_others: frozenset[str] = frozenset()
    # Fields that the template shows under a heading: their own headings begin one level lower.
    under_headings: frozenset[str] = frozenset()
    # Ids that the template gives to parts of the page: links to them are not broken.
    own_anchors: frozenset[str] = frozenset()
    # Kinds of help lines that the page always shows.
    shows_help_lines: tuple[str, ...] = ()
    # Whether the page shows the office's phones.
    shows_office = False
    # Whether its translation comes before that of others (portal/reports/translations.py), and whether a page of this type is
    # to be there in every language.
    translated_first = False
    translated_with_the_hub = True
    # Whether the pages below are archived (portal/site/archive.py).
    is_archive = False
    # The kind to which a reader can narrow the search (a key of home.search.kinds.KINDS); "" for none.
    search_kind = ""
    # The drawn scene that social networks show beside a link to the page (portal/design/social_images.py).
    social_scene = "city"
    # The slug that a page type must keep; "" where its editor may choose.
    fixed_slug = ""

    # Names of page types; Wagtail allows all where a type names none.
    subpage_types: list[str]

    base_form_class = HubPageForm
    copy_form_class = DraftCopyForm
    # A page is a draft or public, nothing between.
    private_page_options = ()
    opening_panels = [*Page.content_panels, FieldPanel("summary", widget=AdminAutoHeightTextInput)]
    closing_panels = [FieldPanel("sources"), FieldPanel("related_pages")]
    content_panels = opening_panels + closing_panels
    promote_panels = [FieldPanel("discreet_title"), *Page.promote_panels]
    settings_panels = [
        MultiFieldPanel(
            [
                FieldPanel("steward"),
                FieldRowPanel([FieldPanel("last_reviewed"), FieldPanel("review_interval")]),
            ],
            _("Review"),
        ),
        TranslationPanel(heading=_("Translation")),
        *Page.settings_panels,
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary")]
    # English addresses in every language, so that the reader finds the same page under each prefix.
    override_translatable_fields = [
        SynchronizedField("slug"),
        SynchronizedField("related_pages"),
        TranslatableField("discreet_title"),
        # Of each language its own: neither translated nor copied from the original.
        *(BaseTranslatableField(name) for name in OF_EACH_LANGUAGE),
    ]

    class Meta:
        abstract = True

    @classmethod
    def current_below(cls, page: Page) -> PageQuerySet[Self]:
        """The live pages of this type below a page, without those in the archive.

        Args:
            page: the page above them, such as the HomePage of a language.

        Returns:
            A queryset. It names the type in the table of all pages too, so that the few of it are read, and not every page.
        """
        kind = ContentType.objects.get_for_model(cls)
        return cls.objects.descendant_of(page).live().filter(content_type=kind).exclude(archived(below=page))

    def clean(self) -> None:
        """Refuse an address that the hub itself needs, or a change of one that others rely on.

        Raises:
            ValidationError: the slug is reserved, or this page's address is part of the contract.
        """
        super().clean()
        self._refuse_address()

    def minimal_clean(self) -> None:
        """As clean(): a draft, too, has an address.

        Raises:
            ValidationError: see clean().
        """
        super().minimal_clean()
        self._refuse_address()

    def _refuse_address(self) -> None:
        message = self.address_failure(self.slug, self.get_parent() if self.path else None)
        if message:
            raise ValidationError({"slug": message})

    def address_failure(self, slug: str, parent: Page | None) -> str | StrPromise:
        """Why this page may not have a slug below a parent.

        Args:
            slug: the slug that it is to have.
            parent: the page above it, or None.

        Returns:
            A sentence, or "" when the slug is free.
        """
        if parent is None or parent.depth != 2:
            return ""
        if slug in RESERVED_SLUGS or slug in dict(settings.LANGUAGES):
            return _("This site uses that address itself. Choose another one.")
        fixed = self.fixed_slug
        if fixed and slug != fixed:
            return _("Other sites link to this address. It stays “%(slug)s”.") % {"slug": fixed}
        return ""

    def save(self, clean: bool = True, **kwargs: Any) -> None:
        """Save the page; one that is live is checked first, by whatever path it became so.

        Raises:
            ValidationError: the page is live and lacks what the public needs.
            NotApproved: the page would be public without an approval, or say what nobody approved.
        """
        if publication_guard.is_draft_only_save(self, kwargs.get("update_fields")):
            return
        try:
            # Compare before the checks run: reading a StreamField adds the defaults of blocks that are newer than the approved
            # revision, and the page would look changed.
            if self.requires_approval:
                publication_guard.validate_unchanged_since_approval(self, kwargs.get("update_fields"))
        finally:
            # What is missing is said first, also where nobody approved it.
            if clean and self.live:
                refuse_unready(self)
        super().save(clean=clean, **kwargs)  # type: ignore[call-arg]  # Page's, the second of the bases.

    def publish(self, revision: Revision, **kwargs: Any) -> None:
        """Publish a revision, now or at the time that it names, if it is ready for the public.

        Raises:
            ValidationError: the revision lacks what the public needs.
            NotApproved: no approval of it is in force, or its content was changed after its approval.
        """
        if self.requires_approval:
            approvals.refuse_unapproved(revision)
        refuse_unready(revision.as_object())
        super().publish(revision, **kwargs)

    @transaction.atomic
    def save_revision(
        self, *args: Any, overwrite_revision: Revision | None = None, **kwargs: Any
    ) -> Revision:
        """Store a version: over another one, as the admin's autosave asks for, unless that one is kept (portal/workflow/kept_versions.py)."""
        overwrite_revision = kept_versions.unless_kept(overwrite_revision)
        revision = super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)
        if earlier := kwargs.get("previous_revision"):
            contributions.note_return(self, earlier)
        return revision

    def get_workflow(self) -> Workflow | None:
        """The review of this type of page, or None while the hub has none."""
        return Workflow.objects.active().filter(name=self.workflow_name).first()

    @property
    def has_workflow(self) -> bool:
        """Whether the page can be sent for review."""
        return self.get_workflow() is not None

    def get_admin_display_title(self) -> str:
        """The title in the admin's lists: that of the newest version for those who may read it, else the public one."""
        title = super().get_admin_display_title()
        person = audit.who() if title != self.title else None
        return self.title if person and not visibility.may_read_draft(person, self) else title

    def permissions_for_user(self, user: User) -> ApprovalPermissionTester:
        """What a person may do with the page in the admin."""
        return ApprovalPermissionTester(user, self)

    @property
    def review_steps(self) -> set[ReviewStep]:
        """The steps of a review through which this version goes before the last one, each while the office has switched it on.

        A page type whose pages can quote the law adds ReviewStep.LEGAL for those that do.
        """
        return {ReviewStep.LIVED_EXPERIENCE}

    def publishing_errors(self) -> list[CheckResult]:
        """What keeps this page from the public. Page types add their own.

        Returns:
            A list of CheckResult; empty when the page is ready.
        """
        failures = registry.blocking_issues(self)
        if not self.summary.strip():
            failures.insert(0, CheckResult("summary", WRITE_A_SUMMARY, code=SUMMARY))
        return failures

    def publishing_warnings(self) -> list[CheckResult]:
        """What somebody should look at, but does not keep this page from the public.

        Returns:
            A list of CheckResult with the level "warn".
        """
        return registry.warnings(self)

    @cached_classmethod
    def get_edit_handler(cls) -> HubTabs:
        """The editor of the type: Wagtail's tabs under what keeps the page from the public."""
        return hub_tabs(cls, (_("Content"), _("Promote"), _("Settings"))).bind_to_model(cls)

    def preview_refusal(self) -> str | StrPromise:
        """Why this version may not be shown to people without an account (portal/previews/services.py); "" when it may.

        Page types that can hold a place that must not be known refuse it.
        """
        return ""

    @property
    def next_review(self) -> datetime.date | None:
        """The day by which somebody should check the page again, or None when nobody has checked it yet."""
        if not self.last_reviewed:
            return None
        months = self.last_reviewed.month - 1 + self.review_interval
        # The first of the month is precise enough for a reminder, and exists in every month.
        return self.last_reviewed.replace(
            year=min(self.last_reviewed.year + months // 12, datetime.MAXYEAR), month=months % 12 + 1, day=1
        )

    @property
    def is_review_overdue(self) -> bool:
        """Whether the review date has passed."""
        return self.next_review is not None and self.next_review < timezone.localdate()

    @property
    def is_archived(self) -> bool:
        """Whether the page stands in the archive."""
        return is_archived(self)

    def get_lock(self) -> BaseLock | None:
        """What keeps people from changing the page: the archive, else Wagtail's locks."""
        return ArchiveLock(self) if self.is_archived else super().get_lock()

    @cached_property
    def browser_title(self) -> str:
        """What the browser shows in its tab and keeps in its history, without the hub's name."""
        return self.discreet_title or self.seo_title or self.title

    @property
    def social_picture(self) -> AbstractImage | None:
        """The page's own picture, shown instead of the drawn scene; None where it has none."""
        return None

    @cached_property
    def breadcrumbs(self) -> list[Page]:
        """The pages above this one, from the home page down. One query."""
        return list(self.get_ancestors().filter(depth__gt=1).live().order_by("depth").defer_streamfields())

    @cached_property
    def live_related_pages(self) -> list[PageLink]:
        """The related pages that the public may read, in the editor's order (portal.core.page_links.PageLink)."""
        return chosen_links(self.related_pages)

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """None: there are no private pages, so serving one need not look for restrictions."""
        return PageViewRestriction.objects.none()


def chosen_links(stream: StreamValue) -> list[PageLink]:
    """What lists show of the pages that a stream of page choosers names; see current_links().

    Args:
        stream: a StreamValue whose blocks are page choosers.
    """
    return current_links([block["value"] for block in stream.raw_data if block["value"]])


def current_links(ids: Collection[int]) -> list[PageLink]:
    """The public pages with these primary keys as page_links() returns them, without archived pages, which no list shows."""
    return [link for link in page_links(ids) if not is_archived(link)]
