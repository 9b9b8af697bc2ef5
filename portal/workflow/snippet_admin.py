"""Wagtail's pages for records that go public only by approval: help lines, alerts, the office, words of the search …"""

from __future__ import annotations

from django.views import View
from wagtail.snippets.views.snippets import (
    RevisionsUnscheduleView,
    SnippetViewSet,
    UnpublishView,
)

from .editing import SnippetCreate, SnippetEdit
from .sending_admin import SENT, WITHDRAWN


class _Unpublish(UnpublishView):
    permission_required = "unpublish"


class _Unschedule(RevisionsUnscheduleView):
    permission_required = "unpublish"


class ReviewedViewSet(SnippetViewSet):
    """Wagtail's pages for such a record."""

    add_view_class = SnippetCreate
    edit_view_class = SnippetEdit
    unpublish_view_class = _Unpublish
    revisions_unschedule_view_class = _Unschedule

    @property
    def revisions_revert_view_class(self) -> type[View]:
        """Wagtail's, which says the same as the editor when the older version is sent or taken back at once."""

        class Revert(super().revisions_revert_view_class):  # type: ignore[misc]  # Wagtail makes it for the model.
            def get_success_message(self) -> str | None:
                told = self.action in (*SENT, WITHDRAWN)
                return SnippetEdit.get_success_message(self) if told else super().get_success_message()

        return Revert
