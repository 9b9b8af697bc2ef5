"""The form with which a submission is assigned to a colleague."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from typing import Any

    from partners.moderation.assignments import Assigned
    from portal.accounts.models import User


# The id of the form of the decision, with which this one is sent.
FORM = "decision"


class AssignmentForm(forms.Form):
    """Who should decide, by when, and a note."""

    prefix = "assignment"

    assignee = forms.TypedChoiceField(
        label=gettext_lazy("Assign to"),
        coerce=int,
        help_text=gettext_lazy("Everyone who may approve it and did not write any of it."),
        error_messages={
            "required": gettext_lazy("Choose a person."),
            "invalid_choice": gettext_lazy(
                "This person cannot approve it. Choose someone who may approve it and did not write any of it."
            ),
        },
    )
    due_on = forms.DateField(
        label=gettext_lazy("Due date"),
        required=False,
        help_text=gettext_lazy(
            "Optional. On the next working day, the person who assigned it and the coordinators get an email."
        ),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Optional. Only the office reads it; no email contains it."),
    )

    def __init__(self, *args: Any, people: list[User], found: Assigned | None = None, **kwargs: Any) -> None:
        """Create the form.

        Args:
            *args: as for any form.
            people: who may be assigned.
            found: the assignment that it replaces.
            **kwargs: as for any form.
        """
        super().__init__(*args, **kwargs)
        if found:
            assignment = found.assignment
            self.initial.update(
                assignee=assignment.assignee_id, due_on=assignment.due_on, note=assignment.note
            )
        self.people = {person.pk: person for person in people}
        cast(forms.TypedChoiceField, self.fields["assignee"]).choices = [
            ("", "–"),
            *((pk, person.get_full_name() or person.email) for pk, person in self.people.items()),
        ]
        for field in self.fields.values():
            field.widget.attrs["form"] = FORM

    def clean_due_on(self) -> Any:
        """Refuse a day that has passed."""
        day = self.cleaned_data["due_on"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Give today or a later day."))
        return day
