"""What the editor of translations offers."""

import json

from django import template

from portal.translation import editor as translation_editor

register = template.Library()


@register.simple_tag(takes_context=True)
def translation_steps(context, translation, record):
    """The steps of portal.translation_editor for the person who looks.

    Args:
        context: of the template.
        translation: the Translation.
        record: what is translated, in its language.
    """
    return translation_editor.steps(context["request"].user, translation, record)


@register.simple_tag
def review_only_props(props):
    """The settings of wagtail-localize's editor, without what no review would decide on.

    Args:
        props: the settings as JSON.

    Returns:
        The same, without publishing and without turning the page into one that mirrors another.
    """
    found = json.loads(props)
    found["links"]["convertToAliasUrl"] = None
    found["perms"]["canPublish"] = False
    return json.dumps(found)
