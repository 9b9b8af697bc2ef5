"""Of which groups of the office a person is: what menus, the dashboard and reports ask."""

from .groups import TRANSLATORS


def groups_of(user):
    """The names of a person's groups. One query for each object of the person.

    Returns:
        A set of names; empty for who is not signed in or not active.
    """
    if not user.is_authenticated or not user.is_active:
        return set()
    if not hasattr(user, "_hub_groups"):
        user._hub_groups = set(user.groups.values_list("name", flat=True))
    return user._hub_groups


def only_translates(user):
    """Whether a person changes translations and nothing else (portal/workflow/page_permissions.py)."""
    return groups_of(user) == {TRANSLATORS} and not user.is_superuser


def is_of(user, names):
    """Whether a person is of one of these groups, or an operator.

    Args:
        user: the person.
        names: names of groups.
    """
    return bool(groups_of(user) & set(names)) or (user.is_active and user.is_superuser)
