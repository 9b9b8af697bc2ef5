"""Where a member says which calendar is to be taken over."""

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
            "It begins with https:// or webcal:// and mostly ends in .ics. Everybody must be able to open it."
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
        """Refuse a file that is too large before anybody reads it.

        Raises:
            ValidationError: it is.
        """
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(too_large_words())
        return file

    def clean(self):
        """Ask for one of the two.

        Raises:
            ValidationError: none is given, or both are.
        """
        super().clean()
        cleaned = self.cleaned_data
        given = [bool(cleaned.get(name)) for name in ("address", "file")]
        if not self.errors and not any(given):
            self.add_error("address", _("Paste the address of a calendar, or choose a file."))
        if all(given):
            self.add_error("file", _("Give either an address or a file, not both."))
        return cleaned
