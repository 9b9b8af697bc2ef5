"""The form with which members search and filter their events."""

from django import forms
from django.utils.translation import gettext_lazy as _

ANY = ("", _("Any"))
COMING, PAST, WITHOUT_DATE = "coming", "past", "none"


class DashboardForm(forms.Form):
    """Search words and filters from the address. What is invalid there is ignored, so that every link works."""

    q = forms.CharField(
        label=_("Words in the title"),
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "enterkeyhint": "search"}),
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    when = forms.ChoiceField(
        label=_("When"),
        required=False,
        choices=[
            ANY,
            (COMING, _("Today or later")),
            (PAST, _("Before today")),
            (WITHOUT_DATE, _("No date yet")),
        ],
    )

    def __init__(self, data, *, states):
        """Create the form.

        Args:
            data: the query of the address.
            states: pairs of code and title of the states that can be chosen.
        """
        known = {"state": {code for code, _title in states}, "when": {COMING, PAST, WITHOUT_DATE}}
        text = " ".join(data.get("q", "").replace("\0", " ").split())[:100]
        kept = {name: data.get(name, "") for name in known if data.get(name, "") in known[name]}
        super().__init__({"q": text, **kept})
        self.fields["state"].choices = [ANY, *states]  # type: ignore[attr-defined]  # A ChoiceField.
        self.is_valid()

    @property
    def is_active(self):
        """Whether anything is filtered."""
        return any(self.cleaned_data.values())
