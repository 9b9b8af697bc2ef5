"""The form with which members ask the office to remove a public event."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.confidentiality import store
from partners.confidentiality.checks import refuse_words


class RemovalForm(forms.Form):
    """The reason for the removal."""

    reason = forms.CharField(
        label=_("Why should it be removed?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only the office reads this. Up to 300 characters."),
        error_messages={"required": _("Say why the event should be removed.")},
    )

    def __init__(self, *args, event, **kwargs):
        """Create the form.

        Args:
            *args: as for any form.
            event: the EventPage.
            **kwargs: as for any form.
        """
        self.event = event
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        # No maxlength, so that the browser does not cut what was pasted.
        self.fields["reason"].widget.attrs.pop("maxlength", None)

    def clean_reason(self):
        """Refuse phrases of a confidential place, and name them to the person."""
        refuse_words(store.words_of(*self.event.phrase_keys), self.cleaned_data["reason"])
        return self.cleaned_data["reason"]
