"""What the admin's menus and the bar for several records offer: only what the person can do."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem as PageItem
from wagtail.admin.action_menu import SubmitForModerationMenuItem as SendPage
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail.permissions import policy_registry
from wagtail.snippets.action_menu import ActionMenuItem as SnippetItem
from wagtail.snippets.action_menu import SubmitForModerationMenuItem as SendSnippet

from portal.workflow import approvals

# Wagtail's buttons for what is decided on one page, where all that is to be read stands (portal/review/decision_page.py).
DECIDED_THERE = {"approve", "reject", "decline"}


# Wagtail's words name the review, such as "Submit to Review by the office", and call it a workflow.
LABELS = {
    "action-cancel-workflow": _("Withdraw from review"),
    "action-restart-workflow": _("Send for review again, from its first step"),
}


if TYPE_CHECKING:
    # A mixin of Wagtail's items of a menu, which come after it among the bases.
    from wagtail.admin.action_menu import ActionMenuItem as ItemBase
else:
    ItemBase = object


class _SendItem(ItemBase):
    """Wagtail's button by which something is sent, in plain words."""

    def get_context_data(self, parent_context):
        record = parent_context.get("page") or parent_context.get("instance")
        state = record.current_workflow_state if record and record.pk else None
        again = state and state.status == state.STATUS_NEEDS_CHANGES
        label = _("Send for review again") if again else _("Send for review")
        return {**super().get_context_data(parent_context), "label": label}


class _SendPage(_SendItem, SendPage):
    pass


class _SendSnippet(_SendItem, SendSnippet):
    pass


# What leads to the page of the decision; the second for who may not approve this version.
DECIDE = _("Approve, or request changes")
DECIDE_WITHOUT_APPROVAL = _("Request changes, or reject")


class _DecideItem:
    name, label, icon_name = "action-decide", DECIDE, "clipboard-list"
    order = 5

    def is_shown(self, context):
        return True

    def get_url(self, parent_context):
        record = parent_context.get("page") or parent_context.get("instance")
        return reverse("decide", args=[record.current_workflow_task_state.pk])


class _DecidePage(_DecideItem, PageItem):
    pass


class _DecideSnippet(_DecideItem, SnippetItem):
    pass


def _in_plain_words(menu_items, send):
    menu_items[:] = [send(entry.order) if entry.name == "action-submit" else entry for entry in menu_items]


def decide_label(user, record):
    """What the way to a decision is called: it offers no approval to who may not give it.

    Args:
        user: who decides.
        record: the page or record that waits.
    """
    return DECIDE_WITHOUT_APPROVAL if approvals.is_blocked(user, record) else DECIDE


def _lead_to_the_decision(menu_items, record, item, user):
    for entry in menu_items:
        if entry.name in LABELS:
            entry.label = LABELS[entry.name]
    wanted = [entry for entry in menu_items if entry.name not in DECIDED_THERE]
    if len(wanted) == len(menu_items):
        return
    menu_items[:] = wanted
    if record.current_workflow_state.workflow.name != approvals.PARTNER_SUBMISSIONS:
        item.label = decide_label(user, record)
        menu_items.append(item)


# Before the hook of `partners`, which leads what partners sent to its own page.
@hooks.register("construct_page_action_menu", order=-10)
def of_pages(menu_items, request, context):
    """One way to the decision of a page, in the place of Wagtail's buttons."""
    _in_plain_words(menu_items, _SendPage)
    if context.get("page"):
        _lead_to_the_decision(menu_items, context["page"], _DecidePage(), request.user)


@hooks.register("construct_snippet_action_menu", order=-10)
def of_snippets(menu_items, request, context):
    """The same for help lines, alerts and the other records."""
    _in_plain_words(menu_items, _SendSnippet)
    if context.get("instance"):
        _lead_to_the_decision(menu_items, context["instance"], _DecideSnippet(), request.user)


def may_do_to_several(user, model, action):
    """Whether an action of the bar for several records can succeed for a person at all; each record is asked again.

    Args:
        user: the person.
        model: the model of the list.
        action: the action_type of a Wagtail BulkAction.
    """
    if issubclass(model, Page):
        if action == "publish":
            # Pages go public by an approval only (portal/workflow/page_permissions.py).
            return False
        if action == "unpublish":
            may_take_away = PagePermissionPolicy().user_has_permission(user, "publish")
            return may_take_away or approvals.is_deputy(user)
        return PagePermissionPolicy().user_has_permission(user, "add")
    policy = policy_registry.get_by_type(model)
    return policy.user_has_permission(user, "delete" if action == "delete" else "change")
