"""Mails to the other approvers if somebody unpublishes or deletes something public in the admin, because nobody approves that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _
from wagtail import hooks

from portal.workflow.immediate_actions import confirmation_path

from . import emergencies

if TYPE_CHECKING:
    from django.http import HttpRequest


@hooks.register("after_unpublish_page")
@hooks.register("after_unpublish")
def after_unpublication(request: HttpRequest, record: Any) -> None:
    """Tell them of one page or snippet."""
    tell([record], request.user)


@hooks.register("after_delete_page")
def after_deletion_of_a_page(request: HttpRequest, page: Any) -> None:
    """Tell them, if the page was public."""
    tell([page] if page.live else [], request.user)


@hooks.register("after_delete_snippet")
def after_deletion_of_snippets(request: HttpRequest, records: Iterable[Any]) -> None:
    """Tell them of those that were public."""
    tell([record for record in records if getattr(record, "live", False)], request.user)


@hooks.register("after_bulk_action")
def after_several(request: HttpRequest, action_type: str, objects: Iterable[Any], _action: Any) -> None:
    """Tell them of pages that were unpublished or deleted together."""
    if action_type == "unpublish":
        tell(objects, request.user)
    elif action_type == "delete":
        tell([record for record in objects if getattr(record, "live", False)], request.user)


def tell(records: Iterable[Any], user: Any) -> None:
    """Tell all who may approve, but not the user, what the user has unpublished or deleted."""
    for record in records:
        if not getattr(getattr(record, "specific", record), "requires_approval", False):
            continue
        for person in emergencies.recipients():
            if person.pk != user.pk:
                emergencies.send(person, lambda record=record: _mail(record, user))


def _mail(record: Any, user: Any) -> tuple[str, str]:
    words = {
        "person": user,
        "title": record,
        "address": settings.WAGTAILADMIN_BASE_URL.rstrip("/") + confirmation_path(record),
    }
    text = _(
        "%(person)s has unpublished or deleted this, without review: %(title)s\n\nPlease confirm it, or undo it:\n%(address)s\n"
    )
    return _("“%(title)s” is no longer public") % words, text % words
