"""What a person may do with pages that go public only by approval."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page
from wagtail.models.pages import PagePermissionTester

from . import approvals, visibility

if TYPE_CHECKING:
    from portal.accounts.models import User


def is_translation(record: Any) -> bool:
    """Whether a page or snippet translates one in the hub's first language."""
    if record.locale.language_code == settings.LANGUAGE_CODE:
        return False
    model = type(record)
    return model._base_manager.filter(
        translation_key=record.translation_key, locale__language_code=settings.LANGUAGE_CODE
    ).exists()


class ApprovalPermissionTester(PagePermissionTester):
    """Nobody publishes such a page by hand, operators neither: it is approved, and approval publishes it.

    Taking a page away at once stays with everybody who may publish.
    """

    def __init__(self, user: User, page: Page) -> None:
        super().__init__(user, page)
        # No permissions for a page whose draft the person may not read: every view of the editor would show it.
        if user.is_active and not user.is_superuser and not visibility.may_read_draft(user, page):
            self.permissions: set[str] = set()

    def _needs_approval(self, model: type[Page]) -> bool:
        return getattr(model, "requires_approval", False)

    def _only_translates(self) -> bool:
        """Whether the person changes pages here without adding any: the translators' permissions (portal/workflow/groups.py)."""
        if self.user.is_superuser or not self.user.is_active:
            return False
        return "change" in self.permissions and "add" not in self.permissions

    def can_edit(self) -> bool:
        """As Wagtail has it; translators edit translations, and what waits for their decision."""
        if not self._only_translates() or is_translation(self.page):
            return super().can_edit()
        task = self.page.current_workflow_task
        return bool(task and task.user_can_access_editor(self.page, self.user))

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """As Wagtail has it; translators delete, and so move, nothing."""
        return not self._only_translates() and super().can_delete(ignore_bulk)

    def can_copy(self) -> bool:
        """Copies are made by those who may add pages somewhere."""
        return not self._only_translates() and super().can_copy()

    def can_unpublish(self) -> bool:
        """Any approver, coordinator or deputy alone and at once, whatever lock or review there is."""
        if not self.user.is_active or not self.page.live or self.page_is_root:
            return False
        return self.user.is_superuser or "publish" in self.permissions or approvals.is_deputy(self.user)

    def can_publish(self) -> bool:
        """Never for a type that needs approval."""
        return not self._needs_approval(self.page.specific_class) and super().can_publish()

    def can_publish_subpage(self) -> bool:
        """Not where a page below would need approval: Wagtail would save it as live before it asks."""
        below = self.page.specific_class.creatable_subpage_models()
        return not any(self._needs_approval(model) for model in below) and super().can_publish_subpage()

    def can_unschedule(self) -> bool:
        """As Wagtail has it for who may publish."""
        return super().can_publish()


class DraftCopyForm(CopyForm):
    """A copy is a draft: it was not approved in its new place, and a mirror of a page never could be."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)
