"""The part of the form of an event that chooses the organizations that hold it together with its own."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from partners.events.models import EventPage
from partners.events.models.event_rules import MOST_CO_HOSTS
from partners.organisations.models import OrganisationPage


class CoHostForm(forms.Form):
    """The field of the co-hosts; there is none if there is no other public organization."""

    def offer_co_hosts(self, organisation: OrganisationPage | None) -> None:
        """Offer the public organizations.

        Args:
            organisation: the one that holds the event, which is left out.
        """
        field: Any = EventPage._meta.get_field("co_hosts")
        public = OrganisationPage.objects.complex_filter(field.get_limit_choices_to())
        if organisation:
            public = public.exclude(translation_key=organisation.translation_key)
        choices = list(public.order_by("title").values_list("pk", "title"))
        if not choices:
            return
        self.fields["co_hosts"] = forms.TypedMultipleChoiceField(
            label=field.verbose_name,
            required=False,
            coerce=int,
            choices=choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=field.help_text,
        )

    def clean_co_hosts(self) -> list[int]:
        """Accept four at most."""
        chosen = self.cleaned_data["co_hosts"]
        if len(chosen) > MOST_CO_HOSTS:
            raise ValidationError(_("Choose four organizations at most."))
        return chosen

    def co_hosts(self) -> list[OrganisationPage]:
        """The chosen organizations."""
        return list(OrganisationPage.objects.filter(pk__in=self.cleaned_data.get("co_hosts") or []))
