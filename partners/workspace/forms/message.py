"""The form with which members and the office write to each other about an event."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.moderation.conversation import MOST_CHARACTERS

from .about_event import AboutEventForm


class MessageForm(AboutEventForm):
    """One message."""

    free_text = "text"

    text = forms.CharField(
        label=_("Your message"),
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        help_text=_("Up to 2,000 characters. Never write a confidential address, or the name of a survivor."),
        error_messages={
            "required": _("Write a message first."),
            "max_length": _("This is too long. Please use %(limit_value)d characters or fewer."),
        },
    )
