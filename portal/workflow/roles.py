"""Of which groups of the office a person is: what menus, the dashboard and reports ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .groups import TRANSLATORS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from portal.accounts.models import User


def groups_of(user: User | AnonymousUser) -> set[str]:
    """The names of a person's groups. One query for each object of the person.

    Returns:
        A set of names; empty for who is not signed in or not active.
    """
    if not user.is_authenticated or not user.is_active:
        return set()
    if not hasattr(user, "_hub_groups"):
        names = set(user.groups.values_list("name", flat=True))
        user._hub_groups = names  # type: ignore[attr-defined]  # Kept for this object only.
    return user._hub_groups  # type: ignore[attr-defined]  # See above.


def only_translates(user: User | AnonymousUser) -> bool:
    """Whether a person changes translations and nothing else (portal/workflow/page_permissions.py)."""
    return groups_of(user) == {TRANSLATORS} and not user.is_superuser


def is_of(user: User | AnonymousUser, names: Iterable[str]) -> bool:
    """Whether a person is of one of these groups, or an operator.

    Args:
        user: the person.
        names: names of groups.
    """
    return bool(groups_of(user) & set(names)) or (user.is_active and user.is_superuser)
