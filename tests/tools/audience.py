"""Who sees a text: readers and members, or the office alone. Catalogues beside the office's own hold the first only.

The office works in English or Spanish; what visitors, members of organisations and their mails show is in every language.
"""

import ast
import re

# Languages in which the admin is used: their catalogues hold every text.
OFFICE_LANGUAGES = {"es"}
# Files of which nobody but the office sees a word; the APIs for programs (hsds, api) answer in one language.
OFFICE = re.compile(
    r"""
    /templates/.*/admin/ | /templates/wagtailadmin/ | /management/ | /apps\.py$ | [/_]admin\.py$ | /wagtail_hooks\.py$ |
    _report\.py$ | /requirements\.py$ |
    ^portal/(audit|dashboard|redirects|reports|review|workflow)/ |
    ^portal/quality/(?!links\.py|link_words\.py|titles\.py) | ^portal/staff/(?!invitations\.py|views\.py|templates/) |
    ^portal/translation/ |
    ^portal/(checks/faults|core/draft_references|notifications/(reminders|models/outbox)|pages/(blocks/review|sources)|previews/services|signoff/services|
      site/library_faults|templatetags/publishing_checks)\.py$ |
    ^media/(core/in_use|library/reports|images/forms|videos/captions)\.py$ |
    ^home/(archive|start_hub)/.*\.py$ | ^home/(campaigns/campaign_editions|format_requests/(answers|reminders)|search/models/settings)\.py$ |
    ^partners/api/(authentication|problems|serializers|services|views)\.py$ |
    ^partners/(review/(views|assignment_forms)|moderation/assignment(s|_mails)|hsds/parameters|hsds/views|moderation/immediate_actions|trusted_updates/(publishing|services|views))\.py$
    """,
    re.VERBOSE,
)
# Elsewhere names and explanations of fields stand in the admin only; these models have forms outside it.
FORMS_OUTSIDE = re.compile(r"^partners/.*/models(/|\.py$)")
# What says that a text is a name or an explanation of a field, a block or a panel.
LABELS = {"verbose_name", "verbose_name_plural", "help_text", "label", "heading", "group", "icon"}
DECLARES = re.compile(r"(Field|Key|Block|Panel|ObjectList|terms_field)$")
REFUSES = {"CheckResult", "ValidationError", "StreamBlockValidationError", "NotReady"}


def of_office(file, place):
    """Whether a text is for the office alone, where it stands in one place.

    Args:
        file: the path of a file from the project's folder.
        place: what place() says of a call in Python; "" for a template.

    Returns:
        Whether no reader and no member sees it there.
    """
    if place == "kind":
        return False
    if OFFICE.search(file) or place == "panel":
        return True
    models = re.search(r"/(models|blocks)(/|\.py)|/pages\.py$", file)
    return bool(models and place and not FORMS_OUTSIDE.match(file))


def place(above):
    """What a call of gettext is part of in a model or a block.

    Args:
        above: the nodes of the syntax tree around the call, the nearest first.

    Returns:
        "kind": the name of a type of page, which the search says of each result;
        "panel": a heading of the admin's form, or the name of another model; "label": the name or explanation of a
        field or block; "refusal": what a form of the admin answers; "" for anything else.
    """
    nearest = above[0]
    keyword = nearest.arg if isinstance(nearest, ast.keyword) else ""
    owner = next((node for node in above if isinstance(node, ast.Call)), None)
    name = _name(owner.func) if owner is not None and owner in above[:2] else ""
    if isinstance(nearest, ast.Assign) and _name(nearest.targets[0]) == "verbose_name" and _of_a_page(above):
        return "kind"
    if isinstance(nearest, ast.Assign) and {_name(target) for target in nearest.targets} & LABELS:
        return "panel"
    if name.endswith(("Panel", "ObjectList")):
        return "panel"
    if DECLARES.search(name) and (not keyword or keyword in LABELS):
        return "label"
    if any(isinstance(node, ast.Call) and _name(node.func) in REFUSES for node in above):
        return "refusal"
    return ""


def _of_a_page(above):
    # The models of pages are called …Page and take what every page has from a class.
    classes = [node for node in above if isinstance(node, ast.ClassDef)]
    return bool(classes) and classes[-1].name.endswith("Page") and "HubPage" in map(_name, classes[-1].bases)


def _name(node):
    return getattr(node, "attr", getattr(node, "id", ""))
