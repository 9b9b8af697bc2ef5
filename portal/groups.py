"""The groups of the office and what each may do."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from portal.approvals import APPROVERS, COORDINATORS, PARTNER_SUBMISSIONS, REVIEW_BY_THE_OFFICE
from portal.models import Alert, ApprovalTask, HelpLine, OfficeIdentity, SafetySettings

EDITORS, TRANSLATORS = "Editors", "Translators"

PAGE_PERMISSIONS = {
    EDITORS: ["add_page", "change_page"],
    TRANSLATORS: ["change_page"],
    APPROVERS: ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"],
    COORDINATORS: ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"],
}
# Wagtail asks for the permissions of its own models, whatever models stand in their place.
COLLECTION_PERMISSIONS = {
    "wagtailimages": ["add_image", "change_image", "choose_image"],
    "wagtaildocs": ["add_document", "change_document", "choose_document"],
    "wagtailmedia": ["add_media", "change_media"],
}
SNIPPETS = ["helpline", "alert", "officeidentity", "safetysettings"]
# Who belongs to which organisation, and the words by which it is found: the coordinators' work.
PARTNER_MODELS = ["membership", "invitation", "joinrequest", "taxonomyterm"]
MODEL_PERMISSIONS = {
    EDITORS: [f"{action}_{model}" for model in (*SNIPPETS, "taxonomyterm") for action in ("add", "change")],
    TRANSLATORS: [f"change_{model}" for model in (*SNIPPETS[:3], "taxonomyterm")],
    APPROVERS: [f"{action}_{model}" for model in SNIPPETS for action in ("change", "publish")],
    COORDINATORS: [
        f"{action}_{model}" for model in SNIPPETS for action in ("add", "change", "publish", "delete")
    ]
    + [f"{action}_{model}" for model in PARTNER_MODELS for action in ("view", "add", "change", "delete")]
    + [f"{action}_formatrequest" for action in ("view", "add", "change")]
    + [f"{action}_user" for action in ("view", "add", "change")]
    + ["change_formatrequestsettings", "add_redirect", "change_redirect", "delete_redirect"],
}


def restore():
    """Make the groups, or give those that exist exactly the permissions that they need.

    Returns:
        A dict of group names to groups.
    """
    # Wagtail's example group; ours of the name "Editors" replaces the other one.
    Group.objects.filter(name="Moderators").delete()
    root, collection = Page.get_first_root_node(), Collection.get_first_root_node()
    groups = {}
    for name, codenames in PAGE_PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=name)
        GroupPagePermission.objects.filter(group=group).delete()
        for codename in codenames:
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
        GroupCollectionPermission.objects.filter(group=group).delete()
        for app, names in COLLECTION_PERMISSIONS.items():
            for permission in Permission.objects.filter(content_type__app_label=app, codename__in=names):
                GroupCollectionPermission.objects.create(
                    group=group, collection=collection, permission=permission
                )
        wanted = [*MODEL_PERMISSIONS[name], "access_admin"]
        group.permissions.set(Permission.objects.filter(codename__in=wanted))
        groups[name] = group
    _restore_reviews(root, [groups[APPROVERS], groups[COORDINATORS]])
    return groups


def _restore_reviews(root, approvers):
    """Two reviews, each by a second person: of what partners send, and of everything else. Wagtail's example goes."""
    office = _review(REVIEW_BY_THE_OFFICE, "Approval by the office", approvers)
    partners = _review(PARTNER_SUBMISSIONS, "Approval of what partners send", approvers)
    # Pages answer by their type (HubPage.get_workflow); the row is for Wagtail's lists and reports.
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": office})
    for model in (Alert, HelpLine, OfficeIdentity, SafetySettings):
        WorkflowContentType.objects.update_or_create(
            content_type=ContentType.objects.get_for_model(model), defaults={"workflow": office}
        )
    Workflow.objects.exclude(pk__in=(office.pk, partners.pk)).update(active=False)


def _review(name, task_name, approvers):
    """A review with one task; a task of another kind, as an earlier version had, gives way."""
    task, _created = ApprovalTask.objects.get_or_create(name=task_name, active=True)
    task.groups.set(approvers)
    workflow, _created = Workflow.objects.update_or_create(name=name, defaults={"active": True})
    WorkflowTask.objects.filter(workflow=workflow).exclude(task_id=task.pk).delete()
    WorkflowTask.objects.get_or_create(workflow=workflow, task_id=task.pk, defaults={"sort_order": 0})
    return workflow
