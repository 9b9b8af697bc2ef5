"""The form with which members and the office write to each other about an event."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.confidentiality import store
from partners.confidentiality.checks import refuse_words
from partners.moderation.conversation import MOST_CHARACTERS


class MessageForm(forms.Form):
    """One message."""

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
        self.fields["text"].widget.attrs.pop("maxlength", None)

    def clean_text(self):
        """Refuse phrases of a confidential place, and name them to the person."""
        refuse_words(store.words_of(*self.event.phrase_keys), self.cleaned_data["text"])
        return self.cleaned_data["text"]
