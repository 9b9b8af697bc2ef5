"""The groups of the office and what each may do."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
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

from .approvals import APPROVERS, COORDINATORS, HELP_LINES_REVIEW, PARTNER_SUBMISSIONS, REVIEW_BY_THE_OFFICE
from .choices import ReviewStep
from .models import ApprovalTask
from .models.snippets import reviewed_models

EDITORS, TRANSLATORS = "Editors", "Translators"
# They read what waits for them in a review that an office may switch on (portal/workflow/models/steps.py), and nothing else.
LEGAL_REVIEWERS, LIVED_EXPERIENCE_REVIEWERS = "Legal reviewers", "Lived-experience reviewers"

# Nobody publishes by hand, so nobody needs the permission (portal/workflow/page_permissions.py): "publish" here means to take a
# page away, to move one that is public and to order pages. "Change" without "add": translations only.
PAGE_PERMISSIONS = {
    EDITORS: ["add_page", "change_page"],
    TRANSLATORS: ["change_page"],
    APPROVERS: ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"],
    COORDINATORS: ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"],
    LEGAL_REVIEWERS: [],
    LIVED_EXPERIENCE_REVIEWERS: [],
}
# Wagtail checks the permissions of its own models, even where they were replaced.
COLLECTION_PERMISSIONS = {
    "wagtailimages": ["add_image", "change_image", "choose_image"],
    "wagtaildocs": ["add_document", "change_document", "choose_document"],
    "wagtailmedia": ["add_media", "change_media"],
}
# Translators choose none: the pictures of a translation are those of its original.
FILES_FOR = (EDITORS, APPROVERS, COORDINATORS)
SNIPPETS = ["helpline", "alert", "officeidentity", "safetysettings"]
# Who belongs to which organisation, and the words by which it is found (TERM): the coordinators' work.
PARTNER_MODELS = ["membership", "invitation", "joinrequest"]
TERM = "taxonomyterm"
# The words that mean the same to the search, and those that bring up the help lines.
SEARCH = "searchwords"
REDIRECT = "officeredirect"
MODEL_PERMISSIONS = {
    EDITORS: [f"{action}_{model}" for model in SNIPPETS[:3] for action in ("add", "change")]
    + [f"add_{SEARCH}", f"change_{SEARCH}", "submit_translation", "view_glossaryterm"],
    TRANSLATORS: [f"change_{model}" for model in [*SNIPPETS[:3], TERM]]
    + [f"{action}_glossaryterm" for action in ("view", "add", "change")]
    + ["submit_translation"],
    # Of snippets, too, "publish" is only to take them away (portal/workflow/permission_policies.py).
    APPROVERS: [
        f"{action}_{model}"
        for model in [*SNIPPETS, SEARCH, REDIRECT, TERM]
        for action in ("change", "publish")
    ]
    + ["view_glossaryterm"],
    COORDINATORS: [
        f"{action}_{model}" for model in SNIPPETS for action in ("add", "change", "publish", "delete")
    ]
    + [f"{action}_{model}" for model in PARTNER_MODELS for action in ("view", "add", "change", "delete")]
    + [
        f"{action}_{model}"
        for model in (SEARCH, REDIRECT, TERM)
        for action in ("add", "change", "publish", "delete")
    ]
    + [f"{action}_glossaryterm" for action in ("view", "add", "change", "delete")]
    + [f"{action}_deputy" for action in ("view", "add", "change", "delete")]
    + [f"{action}_formatrequest" for action in ("view", "add", "change")]
    + [f"{action}_user" for action in ("view", "add", "change")]
    + ["change_formatrequestsettings", "change_reviewsteps", "submit_translation"]
    + ["view_auditentry"],
}


def restore() -> dict[str, Group]:
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
        # Write only when something differs; every write is audited.
        wanted = {"page": root, "permission__codename__in": codenames}
        _others(GroupPagePermission.objects.filter(group=group), **wanted)
        for codename in codenames:
            permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
            GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)
        permissions = Permission.objects.none()
        for app, names in COLLECTION_PERMISSIONS.items() if name in FILES_FOR else ():
            permissions |= Permission.objects.filter(content_type__app_label=app, codename__in=names)
        wanted = {"collection": collection, "permission__in": permissions}
        _others(GroupCollectionPermission.objects.filter(group=group), **wanted)
        for permission in permissions:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission
            )
        of_models = [*MODEL_PERMISSIONS.get(name, []), "access_admin"]
        group.permissions.set(Permission.objects.filter(codename__in=of_models))
        groups[name] = group
    _restore_reviews(root, groups)
    return groups


def _others(given: QuerySet[Any], **wanted: Any) -> None:
    """Remove the permissions that are not wanted."""
    given.exclude(pk__in=given.filter(**wanted).values("pk")).delete()


def _restore_reviews(root: Page, groups: dict[str, Group]) -> None:
    """Three reviews, each by a second person: of help lines, of what partners send, and of everything else.

    Wagtail's example goes. The steps before the office's own pass by what they do not concern, and all while an office
    has not switched them on (ApprovalTask.applies).
    """
    approvers = [groups[APPROVERS], groups[COORDINATORS]]
    office = _review(
        REVIEW_BY_THE_OFFICE,
        [
            ("Lived-experience review", ReviewStep.LIVED_EXPERIENCE, [groups[LIVED_EXPERIENCE_REVIEWERS]]),
            ("Legal review", ReviewStep.LEGAL, [groups[LEGAL_REVIEWERS]]),
            ("Approval by the office", ReviewStep.OFFICE, approvers),
        ],
    )
    partners = _review(
        PARTNER_SUBMISSIONS, [("Approval of what partners send", ReviewStep.OFFICE, approvers)]
    )
    lines = _review(
        HELP_LINES_REVIEW, [("Approval after checking the number", ReviewStep.HELP_LINE, approvers)]
    )
    # Pages answer by their type (HubPage.get_workflow); the row is for Wagtail's lists and reports.
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": office})
    for model in reviewed_models():
        WorkflowContentType.objects.update_or_create(
            content_type=ContentType.objects.get_for_model(model),
            defaults={"workflow": lines if model.workflow_name == HELP_LINES_REVIEW else office},
        )
    Workflow.objects.exclude(pk__in=(office.pk, partners.pk, lines.pk)).update(active=False)


def _review(name: str, steps: list[tuple[str, str, list[Group]]]) -> Workflow:
    """A review with its steps in order; tasks of another kind, as an earlier version had, give way."""
    workflow, _created = Workflow.objects.update_or_create(name=name, defaults={"active": True})
    tasks = []
    for order, (task_name, kind, deciders) in enumerate(steps):
        task, _created = ApprovalTask.objects.get_or_create(
            name=task_name, active=True, defaults={"kind": kind}
        )
        if task.kind != kind:
            task.kind = kind
            task.save(update_fields=["kind"])
        task.groups.set(deciders)
        WorkflowTask.objects.update_or_create(
            workflow=workflow, task_id=task.pk, defaults={"sort_order": order}
        )
        tasks.append(task.pk)
    WorkflowTask.objects.filter(workflow=workflow).exclude(task_id__in=tasks).delete()
    return workflow
