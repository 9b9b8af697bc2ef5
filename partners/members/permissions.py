"""Who may do what with an organization and its events. All views and APIs use this module."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Min, QuerySet
from django.utils.functional import cached_property

from partners.events.models import EventPage
from partners.organisations.models import OrganisationPage
from portal.workflow.approvals import APPROVERS, COORDINATORS

from .models import Membership, Role

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User


class Access:
    """What one person may do. Signing in is not enough: only members see an organization's workspace."""

    def __init__(self, user: User | AnonymousUser) -> None:
        self.user = user

    @cached_property
    def memberships(self) -> dict[int, Membership]:
        """The person's memberships by the primary key of the organization. One query."""
        if not self.user.is_authenticated or not self.user.is_active:
            return {}
        found = Membership.objects.filter(user=self.user).select_related("organisation")
        return {membership.organisation_id: membership for membership in found}

    @property
    def organisations(self) -> list[OrganisationPage]:
        """The organizations for which the person works, sorted by name."""
        return sorted(
            (membership.organisation for membership in self.memberships.values()),
            key=lambda organisation: organisation.title.casefold(),
        )

    @property
    def owned_organisations(self) -> list[OrganisationPage]:
        """The organizations of which the person is an owner."""
        return [held.organisation for held in self.memberships.values() if held.is_owner]

    @property
    def is_coordinator(self) -> bool:
        """Whether the person manages all organizations for the office."""
        return self.user.is_active and self.user.has_perm("partners.add_membership")

    @cached_property
    def is_office(self) -> bool:
        """Whether the person is an approver or coordinator."""
        return (
            self.user.is_authenticated
            and self.user.is_active
            and self.user.groups.filter(name__in=(APPROVERS, COORDINATORS)).exists()
        )

    def may_call_off(self, event: EventPage) -> bool:
        """Whether the person may cancel, postpone or take down an event, or hide its place, without review.

        Args:
            event: an EventPage in any language.
        """
        key = event.organisation.translation_key
        own = any(held.organisation.translation_key == key for held in self.memberships.values())
        return own or self.is_office

    def organisation(self, slug: str) -> OrganisationPage | None:
        """The organization with this slug, if the person may use its workspace.

        Returns:
            An OrganisationPage, or None if there is none or the person has no access.
        """
        return next((found for found in self.organisations if found.slug == slug), None)

    def managed_organisation(self, slug: str) -> OrganisationPage | None:
        """The organization with this slug, if the person may manage its members, or None."""
        if self.is_coordinator:
            return OrganisationPage.objects.filter(slug=slug, pk__in=first_written()).first()
        found = self.organisation(slug)
        return found if found and self.memberships[found.pk].is_owner else None

    def event(self, organisation: OrganisationPage | None, key: UUID | str) -> EventPage | None:
        """The event of an organization with this translation_key, if members may see it.

        Args:
            organisation: an OrganisationPage whose workspace the person may use.
            key: the event's translation_key.

        Returns:
            The EventPage in the language in which it was written, or None.
        """
        if organisation is None or organisation.pk not in self.memberships:
            return None
        return (
            EventPage.objects.filter(organisation=organisation, translation_key=key)
            .order_by("pk")  # The first one is the original; translations are created later.
            .first()
        )


def roles(user: User) -> set[str]:
    """The roles of a user in organizations (for portal.accounts.services.roles).

    Returns:
        A set of "member" and "owner".
    """
    held = set(Membership.objects.filter(user=user).values_list("role", flat=True))
    return ({"member"} if held else set()) | ({"owner"} if Role.OWNER in held else set())


def first_written() -> QuerySet[OrganisationPage, int]:
    """Primary keys of the organizations' pages in the language in which each was first written."""
    return (
        OrganisationPage.objects.values("translation_key")
        .annotate(first=Min("pk"))
        .values_list("first", flat=True)
    )
