"""The form with which an owner makes a token."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partners.confidentiality import checks, store

from .tokens import LASTS_DAYS


def _lasting():
    return [(days, gettext("%(n)s days") % {"n": days}) for days in LASTS_DAYS]


class TokenForm(forms.Form):
    """What a token is for, and how long it works."""

    name = forms.CharField(
        label=_("What is it for?"),
        max_length=60,
        help_text=_("Such as “Website calendar”. Your organization's owners see it here."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Say what the token is for."),
            "max_length": _("This is too long. Please use %(limit_value)d characters or fewer."),
        },
    )
    days = forms.TypedChoiceField(
        label=_("How long does it work?"),
        coerce=int,
        choices=_lasting,
        initial=90,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how long it works.")},
    )

    def __init__(self, *args, organisation, **kwargs):
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.fields["name"].widget.attrs.pop("maxlength", None)

    def clean_name(self):
        """Refuse a name that tells a confidential place, since it is stored.

        Raises:
            ValidationError: it does.
        """
        name = " ".join(self.cleaned_data["name"].split())
        checks.refuse_words(store.words_of(self.organisation.translation_key), name)
        return name
