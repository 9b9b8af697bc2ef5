"""Asking the office to remove a public event."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RemovalForm(forms.Form):
    """Why the event should go."""

    reason = forms.CharField(
        label=_("Why should it be removed?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only the office reads this. Up to 300 characters."),
        error_messages={"required": _("Say why the event should be removed.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, use_required_attribute=False, **kwargs)
        # The browser must not cut what was pasted.
        self.fields["reason"].widget.attrs.pop("maxlength", None)
