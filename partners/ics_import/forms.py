"""The form in which a member says which calendar to import."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .fetch import MAX_BYTES, too_large_words


class ImportForm(forms.Form):
    """An address or a file."""

    address = forms.CharField(
        label=_("Address of the calendar"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "It begins with https:// or webcal:// and usually ends in .ics. Everyone must be able to open it."
        ),
        error_messages={"max_length": _("This address is too long.")},
    )
    file = forms.FileField(
        label=_("Or a calendar file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".ics,text/calendar"}),
        help_text=_("Exported from your calendar program; up to 2 MB and 500 events."),
        error_messages={"empty": _("This file is empty.")},
    )

    def __init__(self, *args, **kwargs):
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        self.fields["address"].widget.attrs.pop("maxlength", None)

    def clean_file(self):
        """Refuse a file that is too large, before it is read.

        Raises:
            ValidationError: the file is too large.
        """
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(too_large_words())
        return file

    def clean(self):
        """Require either an address or a file.

        Raises:
            ValidationError: both or neither are given.
        """
        super().clean()
        cleaned = self.cleaned_data
        given = [bool(cleaned.get(name)) for name in ("address", "file")]
        if not self.errors and not any(given):
            self.add_error("address", _("Paste the address of a calendar, or choose a file."))
        if all(given):
            self.add_error("file", _("Give either an address or a file, not both."))
        return cleaned
