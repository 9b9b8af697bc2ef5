"""What may not be done now, and an edit that would overwrite another person's version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise
    from wagtail.models import Revision


class ActionNotAllowed(ValidationError):
    """Something that may not be done now. The messages say why and what to do instead.

    A ValidationError, because Wagtail turns PermissionDenied into a general sentence.

    Attributes:
        field_errors: a dict of field name to a list of messages, when changes of fields would allow it.
    """

    def __init__(
        self,
        message: str | StrPromise | list[str | StrPromise],
        field_errors: dict[str, list[str]] | None = None,
    ) -> None:
        super().__init__(message)
        self.field_errors = field_errors or {}

    @property
    def text(self) -> str:
        """All messages as one text."""
        return " ".join(self.messages)


class EditConflict(ActionNotAllowed):
    """Somebody else saved a newer version in the meantime; nothing was overwritten or approved.

    Attributes:
        revision: the newer version, if the person may read it and then save over it.
    """

    def __init__(self, message: str | StrPromise, revision: Revision | None = None) -> None:
        super().__init__(message)
        self.revision = revision

    @property
    def revision_id(self) -> int | None:
        """The number of the newer version, if it is given."""
        return self.revision.pk if self.revision else None
