"""The hidden field by which a form's input survives the end of a session (portal/accounts/resubmission.py)."""

from django import template
from django.utils.html import format_html

from portal.accounts import resubmission

register = template.Library()


@register.simple_tag(takes_context=True)
def form_owner_token(context):
    """A hidden field that says for whom the form is shown; nothing for a visitor without an account."""
    user = context["request"].user
    if not user.is_authenticated:
        return ""
    return format_html(
        '<input type="hidden" name="{}" value="{}">', resubmission.FIELD, resubmission.field_value(user)
    )
