"""What the editor's form would refuse in a stored draft: too many blocks, fields that are empty or too long.

Drafts are saved without these checks, or were saved before a limit was set, so that the publishing checks do not know them.
"""

from __future__ import annotations

import copy
from collections.abc import Collection
from typing import TYPE_CHECKING

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from modelcluster.models import get_all_child_relations
from wagtail.fields import StreamField

from portal.core.form_errors import Entry, block_errors, place_in_editor

from .publishing import field_label

if TYPE_CHECKING:
    from portal.pages.models import HubPage


def stored_errors(page: HubPage, leave_out: Collection[str] = ()) -> list[Entry]:
    """The validation errors of a page as it would be sent for review.

    Args:
        page: a HubPage, as a revision says.
        leave_out: names of fields whose errors are shown already.

    Returns:
        A line of an error summary for each.
    """
    streams = [field for field in page._meta.get_fields() if isinstance(field, StreamField)]
    found = [
        Entry(field_label(page, field.name), str(one), place_in_editor(field.name, *one.path))
        for field in streams
        if field.name not in leave_out
        for one in _errors_of_blocks(page, field)
    ]
    for name, messages in _errors_of(
        copy.copy(page), {*leave_out, *(field.name for field in streams)}
    ).items():
        address = "" if name == NON_FIELD_ERRORS else place_in_editor(name)
        found += [Entry(field_label(page, name), message, address) for message in messages]
    for relation in get_all_child_relations(page):
        for number, child in enumerate(getattr(page, relation.get_accessor_name()).all(), start=1):
            which = f"{child._meta.verbose_name} {number}"
            for messages in _errors_of(child, {relation.field.name}).values():
                found += [Entry(which, message, "") for message in messages]
    return found


def _errors_of_blocks(page: HubPage, field: StreamField) -> list:
    value = getattr(page, field.name)
    try:
        field.stream_block.clean(value)
    except ValidationError as error:
        return block_errors(field.stream_block, value, error)
    return []


def _errors_of(record: Model, leave_out: Collection[str]) -> dict[str, list[str]]:
    try:
        record.full_clean(exclude=set(leave_out))
    except ValidationError as error:
        return error.message_dict
    return {}
