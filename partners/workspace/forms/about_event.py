"""What the forms have in common with which a person writes a text about an event."""

from django import forms
from django.core.exceptions import ValidationError

from partners.confidentiality import store
from partners.confidentiality.checks import refuse_words


class AboutEventForm(forms.Form):
    """A form with one free text, named by `free_text`, which must not have the phrases of a confidential place."""

    free_text = ""

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
        # No maxlength, so that the browser does not cut what was pasted: the response says what is too long, and keeps it.
        self.fields[self.free_text].widget.attrs.pop("maxlength", None)

    def clean(self):
        """Refuse phrases of a confidential place, and name them to the person."""
        super().clean()
        try:
            refuse_words(store.words_of(*self.event.phrase_keys), self.cleaned_data.get(self.free_text) or "")
        except ValidationError as refused:
            self.add_error(self.free_text, refused)
        return self.cleaned_data
