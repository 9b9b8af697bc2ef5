"""Accessibility of wagtail-localize's editor of translations, and the links of its footer."""

from dataclasses import dataclass

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page
from wagtail.permissions import policy_registry


@hooks.register("insert_editor_js")
def complete_the_editor():
    """A script and styles: languages of parts, names of fields, contrast. In other editors they have no effect."""
    return format_html(
        '<link rel="stylesheet" href="{}"><script defer src="{}"></script>',
        static("portal/admin/translation_editor.css"),
        static("portal/admin/translation_editor.js"),
    )


# --- The footer -----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Step:
    """One entry of the footer: a link to a page that asks before anything happens."""

    label: str
    url: str
    icon: str
    new_tab: bool = False


def steps(user, translation, record):
    """What a person can do with a translation: wagtail-localize offers first what would detach it, and no review.

    Args:
        user: the person.
        translation: the Translation.
        record: the page, snippet or word in its language.

    Returns:
        A list of Step; the first one is the main button.
    """
    return [*_main(user, translation, record), *_others(user, translation, record)]


def _main(user, translation, record):
    task = getattr(record, "current_workflow_task", None)
    if task is None:
        return [Step(_("Send for review"), reverse("send_translation", args=[translation.pk]), "check")]
    if task.user_can_access_editor(record, user):
        address = reverse("decide", args=[record.current_workflow_task_state.pk])
        return [Step(_("Approve, or request changes"), address, "clipboard-list")]
    history = (
        reverse("wagtailadmin_pages:history", args=[record.pk])
        if isinstance(record, Page)
        else reverse(record.snippet_viewset.get_url_name("history"), args=[record.pk])
    )
    return [Step(_("Waits for review: see its history"), history, "history")]


def _others(user, translation, record):
    is_page = isinstance(record, Page)
    if is_page:
        for mode, label in record.preview_modes:
            args = [translation.pk] if mode == record.default_preview_mode else [translation.pk, mode]
            name = _("Preview: %(mode)s") % {"mode": label} if label else _("Preview")
            yield Step(name, reverse("wagtail_localize:preview_translation", args=args), "view", new_tab=True)
    if is_page:
        may = record.permissions_for_user(user)
        if may.can_unpublish():
            yield Step(_("Unpublish"), reverse("wagtailadmin_pages:unpublish", args=[record.pk]), "download")
        if may.can_delete():
            yield Step(_("Delete"), reverse("wagtailadmin_pages:delete", args=[record.pk]), "bin")
    else:
        policy, viewset = policy_registry.get(record), record.snippet_viewset
        if getattr(record, "live", False) and policy.user_has_permission(user, "unpublish"):
            yield Step(
                _("Unpublish"), reverse(viewset.get_url_name("unpublish"), args=[record.pk]), "download"
            )
        if policy.user_has_permission(user, "delete"):
            yield Step(_("Delete"), reverse(viewset.get_url_name("delete"), args=[record.pk]), "bin")
    yield Step(
        _("Stop translating part by part"),
        reverse("wagtail_localize:stop_translation", args=[translation.pk]),
        "cross",
    )
