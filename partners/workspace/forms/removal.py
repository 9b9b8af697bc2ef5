"""The form with which members ask the office to remove a public event."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .about_event import AboutEventForm


class RemovalForm(AboutEventForm):
    """The reason for the removal."""

    free_text = "reason"

    reason = forms.CharField(
        label=_("Why should it be removed?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only the office reads this. Up to 300 characters."),
        error_messages={"required": _("Say why the event should be removed.")},
    )
