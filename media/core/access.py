"""Who may download a file: everybody if something public uses it, otherwise only people who work with it."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.models import Page, ReferenceIndex
from wagtail.permissions import policy_registry

ACTIONS = ["add", "change", "delete", "choose"]


def may_read(file, user):
    """Whether a user may download the file of a document or video.

    Args:
        file: a HubDocument or HubMedia.
        user: the user, who may be anonymous.
    """
    return is_public(file) or works_with(file, user)


def is_public(file):
    """Whether a live page, or another public record, uses a file. The number of queries does not grow with the number of uses."""
    users = defaultdict(set)
    references = ReferenceIndex.get_references_to(file).values_list("base_content_type", "object_id")
    for kind, number in references.distinct():
        users[kind].add(number)
    return any(_any_is_public(model_of(kind), pks) for kind, pks in users.items())


def model_of(kind):
    """The model of a content type, by its primary key; None if its app is no longer installed."""
    return ContentType.objects.get_for_id(kind).model_class()


def _any_is_public(model, pks):
    if model is None:
        return False  # Its app is no longer installed.
    if issubclass(model, Page):
        return Page.objects.live().public().filter(pk__in=pks).exists()
    if issubclass(model, (BaseSiteSetting, BaseGenericSetting)):
        return True
    return hasattr(model, "live") and model._default_manager.filter(pk__in=pks, live=True).exists()


def works_with(file, user):
    """Whether a user may choose a file for pages, or translates or reviews pages that use it."""
    if not user.is_authenticated or not user.has_perm("wagtailadmin.access_admin"):
        return False
    policy = policy_registry.get_by_type(type(file))
    return policy.user_has_any_permission_for_instance(user, ACTIONS, file) or _reads_a_page_with(file, user)


def _reads_a_page_with(file, user):
    pages = ReferenceIndex.get_references_to(file).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    found = Page.objects.filter(
        pk__in={int(pk) for pk in pages.values_list("object_id", flat=True)}
    ).specific()
    for page in found[:50]:
        task = page.current_workflow_task
        if page.permissions_for_user(user).can_edit() or (task and task.user_can_access_editor(page, user)):
            return True
    return False
