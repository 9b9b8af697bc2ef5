"""What the footer of the editor of translations offers."""

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
