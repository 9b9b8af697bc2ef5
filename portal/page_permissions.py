"""What a person may do with pages that go public only by approval."""

from wagtail.models.pages import PagePermissionTester


class ApprovalPermissionTester(PagePermissionTester):
    """Nobody publishes such a page by hand, operators neither: it is approved, and approval publishes it.

    Taking a page away at once stays with everybody who may publish (users.md 13).
    """

    def _needs_approval(self, model):
        return getattr(model, "requires_approval", False)

    def can_publish(self):
        """Never for a type that needs approval."""
        return not self._needs_approval(self.page.specific_class) and super().can_publish()

    def can_publish_subpage(self):
        """Not where a page below would need approval: Wagtail would save it as live before it asks."""
        below = self.page.specific_class.creatable_subpage_models()
        return not any(self._needs_approval(model) for model in below) and super().can_publish_subpage()

    def can_unschedule(self):
        """As Wagtail has it for who may publish."""
        return super().can_publish()
