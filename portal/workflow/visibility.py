"""Who may see drafts: lists, choosers, reports and APIs of the admin ask this module.

A draft is there for those who work on pages, or who are asked to review it. A partner's draft is there for those who decide
about it, for who wrote it, and, once its original is public, for those who translate. The hooks are in portal/workflow/visibility_admin.py.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, TaskState, get_page_models
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry
from wagtail.query import PageQuerySet

from . import approvals

if TYPE_CHECKING:
    from portal.accounts.models import User

WORK = {"add", "change", "publish", "lock", "unlock"}


def moderates(user: User) -> bool:
    """Whether a person decides about what partners send. Asked once for each object of the person."""
    if not hasattr(user, "_hub_moderates"):
        answer = user.is_active and (user.is_superuser or approvals.is_office(user))
        user._hub_moderates = answer  # type: ignore[attr-defined]  # Kept for this object only.
    return user._hub_moderates  # type: ignore[attr-defined]  # See above.


def works_on_pages(user: User) -> bool:
    """Whether a person writes, translates or publishes pages at all."""
    return policy_registry.get_by_type(Page).user_has_any_permission(user, WORK)


def pages_of(user: User, pages: PageQuerySet) -> PageQuerySet:
    """Those of some pages of whose title and existence a person may know.

    Args:
        user: the person.
        pages: a queryset of pages.

    Returns:
        A queryset.
    """
    if moderates(user):
        return pages
    if not works_on_pages(user):
        return pages.filter(Q(live=True) | Q(pk__in=_asked_to_review(user)))
    public = Page.objects.filter(_of_partners(), live=True).values("translation_key")
    hidden = _of_partners() & Q(live=False) & ~Q(translation_key__in=public)
    return pages.exclude(hidden & _of_others(user))


def may_see(user: User, number: int) -> bool:
    """Whether a person may know of the page with this number; True where there is none."""
    if moderates(user):
        return True
    page = Page.objects.filter(pk=number)
    return pages_of(user, page).exists() or not page.exists()


def may_read_draft(user: User, page: Page) -> bool:
    """Whether a person may read the newest version of a page; what is public everybody reads.

    Args:
        user: the person.
        page: a page of any type.
    """
    if (page.live and not page.has_unpublished_changes) or moderates(user):
        return True
    if not works_on_pages(user):
        return page.pk in _asked_to_review(user)
    if not _is_of_partners(page.specific_class):
        return True
    if page.owner_id == user.pk or (page.latest_revision_id and page.latest_revision.user_id == user.pk):
        return True
    others = Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    # The first one written is the partner's own; what is made of it later is the translators' work.
    return others.filter(live=True, pk__lt=page.pk).exists()


class SightPolicy(PagePermissionPolicy):
    """Wagtail's, without the drafts that a person may not know of."""

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> PageQuerySet:
        """The pages with which a person may do something; the explorer, the API and the reports begin with them."""
        return pages_of(user, super().instances_user_has_any_permission_for(user, actions))


def _is_of_partners(model: type[Page]) -> bool:
    return getattr(model, "workflow_name", "") == approvals.PARTNER_SUBMISSIONS


def _of_partners() -> Q:
    models = [model for model in get_page_models() if _is_of_partners(model)]
    types = ContentType.objects.get_for_models(*models, for_concrete_models=False).values()
    return Q(content_type__in=[kind.pk for kind in types])


def _of_others(user: User) -> Q:
    # Both may be empty, for which a plain comparison would answer neither yes nor no.
    own = Page.objects.filter(Q(owner=user) | Q(latest_revision__user=user)).values("pk")
    return ~Q(pk__in=own)


def _asked_to_review(user: User) -> set[int]:
    """Numbers of the pages that wait for a decision of a person's groups."""
    page = ContentType.objects.get_for_model(Page)
    found = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        task__active=True,
        revision__base_content_type=page,
    )
    groups = {group.pk for group in user.groups.all()}
    numbers = set()
    for state in found.select_related("task"):
        deciders = getattr(state.task.specific, "groups", None)
        if deciders is not None and groups & {group.pk for group in deciders.all()}:
            numbers.add(int(state.revision.object_id))
    return numbers
