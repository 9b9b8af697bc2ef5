"""The places of an organization that can be chosen again: those of its profile and of its events."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from partners.confidentiality import store
from partners.confidentiality.words import REPLACEMENT
from partners.events.models import EventPage

MOST_PLACES = 20
ADDRESS = ("venue_name", "street_address", "city", "region", "postal_code")
_READ = 200


def saved_places(organisation):
    """The public places of an organization.

    Args:
        organisation: an OrganisationPage.

    Returns:
        A dict of identifier to values of the fields ADDRESS and `directions`, those of the profile first. Nothing that names a confidential
        place is among them.
    """
    found: dict[str, dict[str, str]] = {}
    for place in organisation.locations.filter(is_confidential=False).exclude(street_address=""):
        street = ", ".join(part for part in (place.street_address, place.address_2) if part)
        found[f"place-{place.translation_key}"] = {
            "venue_name": place.name,
            "street_address": street[:160],
            "city": place.city,
            "region": place.region,
            "postal_code": place.postal_code,
            "directions": place.directions,
        }
    shown = EventPage.objects.filter(
        organisation=organisation, live=True, place_shown=EventPage.PlaceShown.PUBLIC
    )
    rows = shown.exclude(venue_name="", street_address="").order_by("-pk")
    for key, *values in rows.values_list("translation_key", *ADDRESS, "directions")[:_READ]:
        found[f"event-{key}"] = dict(zip((*ADDRESS, "directions"), values, strict=True))
    forbidden = store.words_of(organisation.translation_key)
    kept: dict[str, dict[str, str]] = {}
    seen = set()
    for name, values in found.items():
        text = " ".join(values.values())
        known = tuple(values[part].casefold().strip() for part in ("venue_name", "street_address", "city"))
        if known not in seen and REPLACEMENT not in text and not forbidden.found_in(text):
            seen.add(known)
            kept[name] = values
    return dict(list(kept.items())[:MOST_PLACES])


class SavedPlaceForm(forms.Form):
    """The choice of a saved place."""

    saved_place = forms.ChoiceField(
        label=_("One of your places"),
        required=False,
        help_text=_("When you save, it replaces the name, street, city, state and ZIP code below."),
    )

    places: dict[str, dict[str, str]] = {}

    def offer_places(self, organisation):
        """Offer the organization's places.

        Args:
            organisation: the OrganisationPage; None offers none.
        """
        self.places = saved_places(organisation) if organisation else {}
        if not self.places:
            del self.fields["saved_place"]
            return
        named = [
            (
                key,
                ", ".join(values[part] for part in ("venue_name", "street_address", "city") if values[part]),
            )
            for key, values in self.places.items()
        ]
        cast(forms.ChoiceField, self.fields["saved_place"]).choices = [("", _("None of these")), *named]

    def clean_saved_place_fields(self):
        """Take the chosen place over into the fields of the place."""
        data: dict[str, Any] = self.cleaned_data
        chosen = self.places.get(data.get("saved_place", ""))
        if not chosen:
            return
        if data.get("place_shown") not in ("", None, EventPage.PlaceShown.PUBLIC):
            self.add_error(
                "saved_place",
                _(
                    "A saved place has a public address, but the address of this event is not public. Choose none here."
                ),
            )
        elif data.get("attendance") == EventPage.Attendance.ONLINE:
            self.add_error("saved_place", _("An online event has no place. Choose none here."))
        else:
            data |= {name: chosen[name] for name in ADDRESS}
            data["directions"] = data.get("directions") or chosen["directions"]
