"""The input of a form field."""

from django import forms, template
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def not_yet_invalid(field: forms.BoundField) -> SafeString:
    """The field's input, which says that no answer was refused, if none was.

    Otherwise Orca calls each empty required input of a page in Firefox invalid before anything is typed.
    """
    return field.as_widget(attrs=None if field.errors else {"aria-invalid": "false"})
