"""The form in which a member says which calendar is to be read regularly."""

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.confidentiality import store


class SubscriptionForm(forms.Form):
    """The address of a calendar."""

    address = forms.CharField(
        label=_("Address of the calendar"),
        max_length=2000,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_(
            "It begins with https:// or webcal:// and usually ends in .ics. Google, Outlook, Apple, Meetup and The Events Calendar show "
            "it in the settings of a calendar, as its public address or its address in iCal format."
        ),
        error_messages={
            "required": _("Paste the address of a calendar."),
            "max_length": _("This address is too long."),
        },
    )

    def __init__(self, *args, organisation, **kwargs):
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["address"].widget.attrs.pop("maxlength", None)

    def clean_address(self):
        """Refuse an address that names a confidential place, since it is stored.

        Raises:
            ValidationError: it does.
        """
        address = self.cleaned_data["address"]
        if store.words_of(self.organisation.translation_key).found_in(address):
            raise forms.ValidationError(
                _(
                    "This address contains words of a place that you keep confidential. Rename the calendar, or import it as a file."
                )
            )
        return address
