"""The groups of the office and what each may do."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from portal.models import Alert, HelpLine, OfficeIdentity, SafetySettings

EDITORS, TRANSLATORS, APPROVERS, COORDINATORS = "Editors", "Translators", "Approvers", "Coordinators"

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
MODEL_PERMISSIONS = {
    EDITORS: [f"{action}_{model}" for model in SNIPPETS for action in ("add", "change")],
    TRANSLATORS: [f"change_{model}" for model in SNIPPETS[:3]],
    APPROVERS: [f"{action}_{model}" for model in SNIPPETS for action in ("change", "publish")],
    COORDINATORS: [
        f"{action}_{model}" for model in SNIPPETS for action in ("add", "change", "publish", "delete")
    ]
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
    _restore_workflow(root, [groups[APPROVERS], groups[COORDINATORS]])
    return groups


def _restore_workflow(root, approvers):
    """One review by the office for every page and reviewed snippet; Wagtail's example workflow goes."""
    task, _created = GroupApprovalTask.objects.get_or_create(name="Approval by the office")
    task.groups.set(approvers)
    workflow, _created = Workflow.objects.get_or_create(name="Review by the office")
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})
    for model in (Alert, HelpLine, OfficeIdentity, SafetySettings):
        WorkflowContentType.objects.update_or_create(
            content_type=ContentType.objects.get_for_model(model), defaults={"workflow": workflow}
        )
    Workflow.objects.exclude(pk=workflow.pk).update(active=False)
