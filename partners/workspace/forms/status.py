"""Forms with which members cancel or postpone an event, or move one of its dates."""

from typing import cast

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.events.models.event_rules import validate_event_day
from partners.events.models.status import Reason
from portal.core.dates import limit_years

from .about_event import AboutEventForm
from .typed_dates import ClockField, DayField


class ReasonForm(forms.Form):
    """The reason, from a fixed list, because it is published without review."""

    reason = forms.ChoiceField(
        label=_("Why?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        help_text=_("Readers see it at once."),
        error_messages={"required": _("Choose a reason.")},
    )

    def __init__(self, *args, **kwargs):
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)


class CallOffForm(AboutEventForm, ReasonForm):
    """The reason, and a note in free text, which waits for approval."""

    free_text = "note"

    note = forms.CharField(
        label=_("More details"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        help_text=_(
            "Optional, up to 300 characters. Readers see it once the office has approved it. Never write a confidential address."
        ),
    )


class PostponeForm(CallOffForm):
    """As for canceling, with the event that replaces it."""

    replacement = forms.ChoiceField(
        label=_("The new date"),
        required=False,
        help_text=_("A later public event of your organization can replace this one."),
    )
    field_order = ["reason", "replacement", "note"]

    def __init__(self, *args, replacements, **kwargs):
        """Create the form.

        Args:
            *args: as for any form.
            replacements: pairs of key and label of the events that can be chosen; without any, there is nothing to choose.
            **kwargs: as for any form.
        """
        super().__init__(*args, **kwargs)
        if not replacements:
            del self.fields["replacement"]
            return
        cast(forms.ChoiceField, self.fields["replacement"]).choices = [
            ("", _("To be announced")),
            *replacements,
        ]


class MoveForm(forms.Form):
    """The new day and time of one date."""

    new_date = DayField(label=_("New day"), error_messages={"required": _("Give the new day.")})
    new_start_time = ClockField(
        label=_("Starts at"), required=False, help_text=_("Only if the time changes too.")
    )
    new_end_time = ClockField(
        label=_("Ends at"), required=False, help_text=_("Only if the time changes too.")
    )

    def __init__(self, *args, **kwargs):
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        limit_years(self.fields["new_date"], validate_event_day)

    def clean(self):
        """Refuse an end before the beginning."""
        super().clean()
        data = self.cleaned_data
        begins, ends = data.get("new_start_time"), data.get("new_end_time")
        if begins and ends and ends <= begins:
            self.add_error("new_end_time", _("The end must be after the start."))
        return data


class ConfirmationForm(forms.Form):
    """An empty form, for pages that only ask for confirmation."""
