"""The form in which members write events. Fields that are not required to submit it are in collapsed sections."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Field
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from partners.content import plain_markup
from partners.content.cleaning import is_web_address
from partners.events.date_texts import NOTES, PLACES
from partners.events.models import EventPage, EventStatus
from partners.events.wording import zone_words
from portal.core import language_names
from portal.models import TaxonomyTerm
from portal.taxonomy.selectors import terms

from .co_hosts import CoHostForm
from .date_words import DateWordsField
from .event_dates import POSITIONS, SHOW_DATES, DateListField, MonthDaysField, SeriesForm
from .event_fields import (
    EMPTY,
    LABELS,
    NEEDED,
    OPENING,
    PLAIN,
    SECTIONS,
    TERMS,
    WEEKDAYS,
    ZONES,
    form_field,
)
from .event_picture import PictureForm
from .saved_places import SavedPlaceForm


class EventForm(SeriesForm, PictureForm, SavedPlaceForm, CoHostForm):
    """The fields of an event that members edit. A draft may be incomplete, but its values must be valid."""

    # Not fields of the model, or stored in another format there.
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "What happens, who it is for, what to bring. An empty line starts a paragraph, “- ” starts an item of a list; **bold**, [words of a link](https://example.org)."
        ),
    )
    weekdays = forms.MultipleChoiceField(
        label=_("On which days of the week?"),
        required=False,
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("If you choose none, it is the weekday of the date."),
    )
    month_positions = forms.MultipleChoiceField(
        label=_("Which of them in the month?"),
        required=False,
        choices=POSITIONS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Only for monthly events on weekdays or workdays. If you choose none, it is the one of the date, or the last workday."
        ),
    )
    month_days = MonthDaysField(
        label=_("On which days of the month?"),
        required=False,
        # All days of a month, with "and" between them; fewer characters are stored.
        max_length=300,
        help_text=_(
            "Such as 1, 15. For the last day of the month, write last. If you leave it empty, it is the day of the date."
        ),
    )
    extra_dates = DateListField(
        label=_("Also on these days"),
        required=False,
        help_text=_("At the same time of day. For more days, press “Show the dates”: more fields appear."),
        error_messages={"too_many": _("There are too many dates. Post the later ones as another event.")},
    )
    exception_dates = DateListField(label=_("Not on these days"), required=False)
    date_places = DateWordsField(
        kind=PLACES,
        label=_("Another place on single dates"),
        words_label=_("Place"),
        help_text=_("Such as “Example Library, 12 Elm Street”. For more dates, save: more fields appear."),
    )
    date_notes = DateWordsField(
        kind=NOTES,
        label=_("Notes about single dates"),
        words_label=_("Note"),
        help_text=_("Such as “Bring your pay stubs”. Readers see it beside the date."),
    )
    base_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, user, event=None, organisation=None, **kwargs):
        """Create the form.

        Args:
            *args: as for any form.
            user: the member who edits.
            event: the latest revision of the event (partners.workspace.submission.latest); None for a new one.
            organisation: the organization of a new event, whose pictures and places can be chosen.
            **kwargs: as for any form.
        """
        self.user, self.event = user, event
        # Like ConfidentialPlaceMixin.removed, for what is saved before the event.
        self.removed = {}
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        self.fields |= fields_for_model(EventPage, fields=PLAIN, formfield_callback=form_field)
        for name, kind in TERMS.items():
            field = cast(Field, EventPage._meta.get_field(name))
            self.fields[name] = forms.TypedMultipleChoiceField(
                label=field.verbose_name.capitalize(),
                required=False,
                coerce=int,
                choices=[(term.pk, term.name) for term in terms(kind)],
                widget=forms.CheckboxSelectMultiple,
                help_text=field.help_text,
            )
        if event is None:
            self.fields["language"] = forms.ChoiceField(
                label=_("Language of this page"),
                required=False,
                choices=language_names.choices(),
                help_text=_("The language that you write in. The office may have it translated."),
            )
        if event is None or event.status.state == EventStatus.State.SCHEDULED:
            del self.fields["status_note"]
        zones = [*ZONES]
        for zone in (settings.TIME_ZONE, event.time_zone if event else settings.TIME_ZONE):
            if zone not in zones:
                zones.insert(0, zone)
        self.fields["time_zone"] = forms.ChoiceField(
            label=_("Time zone"), required=False, choices=[(zone, zone_words(zone)) for zone in zones]
        )
        organisation = event.organisation if event else organisation
        self.offer_pictures(organisation)
        self.offer_places(organisation)
        self.offer_co_hosts(organisation)
        self._dress()

    def _dress(self):
        for name, field in self.fields.items():
            field.label = field.label if name in LABELS else str(field.label or "").capitalize()
            field.needed = name in NEEDED  # type: ignore[attr-defined]  # For the template.
            if name in NEEDED:
                field.widget.attrs["aria-required"] = "true"
            for validator in field.validators:
                if isinstance(validator, MaxLengthValidator):
                    validator.message = _("This is too long. Please use %(limit_value)d characters or fewer.")
            # No maxlength, so that the browser does not cut what was pasted: the response says what is too long, and keeps it.
            field.widget.attrs.pop("maxlength", None)
            field.widget.attrs.setdefault("autocomplete", "off")

    # --- Sections of the form -----------------------------------------------------------------------------
    def _rows(self, rows):
        found = [[self[name] for name in row if name in self.fields] for row in rows]
        return [row for row in found if row]

    @property
    def opening(self):
        """The rows of fields that are always visible."""
        return self._rows(OPENING)

    @property
    def sections(self):
        """The collapsible sections: dicts of code, title, rows of fields, whether it is open, and a summary of its values."""
        parts = []
        for code, title, rows in SECTIONS:
            names = [name for row in rows for name in row]
            is_open = any(name in self.errors or self._differs(name) for name in names)
            is_open |= self.shows_dates and "exception_dates" in names
            parts.append(
                {
                    "code": code,
                    "title": title,
                    "rows": self._rows(rows),
                    "open": is_open,
                    "holds": self._holds(code),
                }
            )
        return parts

    def _differs(self, name):
        """Whether a field has another value than its default."""
        if name not in self.fields:
            return False
        value = self[name].value()
        usual = self.usual.get(name, EMPTY.get(name, ""))
        return (value or "") != (usual or "") and str(value) != str(usual)

    def _holds(self, code):
        if code == "place":
            return ", ".join(str(self[name].value()) for name in ("city", "region") if self[name].value())
        return ""

    usual: dict[str, Any] = {}

    # --- Validation ---------------------------------------------------------------------------------------
    def _web_address(self, name):
        value = self.cleaned_data.get(name, "")
        if value and not is_web_address(value):
            raise ValidationError(_("Enter a full web address that begins with https:// or http://."))
        return value

    def clean_online_url(self):
        """Accept only http and https."""
        return self._web_address("online_url")

    def clean_registration_url(self):
        """Accept only http and https."""
        return self._web_address("registration_url")

    def clean(self):
        """Take over a saved place, refuse a series that is not possible, and save the picture."""
        super().clean()
        self.clean_saved_place_fields()
        self.clean_series(self.data.get("action") == SHOW_DATES)
        self.clean_picture_fields()
        return self.cleaned_data

    # --- Values of the event ------------------------------------------------------------------------------
    def values(self):
        """The values of the valid form for fields of EventPage.

        Returns:
            A dict; terms are lists of TaxonomyTerm.
        """
        data = self.cleaned_data
        found = {name: data[name] for name in (*PLAIN, PLACES, NOTES) if name in data} | self.times()
        found["attendance"] = found["attendance"] or EventPage.Attendance.PLACE
        found["place_shown"] = found["place_shown"] or EventPage.PlaceShown.PUBLIC
        stored = self.event.description if self.event else ""
        found["description"] = plain_markup.to_html(data["description"], stored)
        found["image"] = self.chosen_picture
        chosen = {pk for name in TERMS for pk in data[name]}
        by_pk = TaxonomyTerm.objects.in_bulk(chosen) if chosen else {}
        found |= {name: [by_pk[pk] for pk in data[name] if pk in by_pk] for name in TERMS}
        return found | {"co_hosts": self.co_hosts()}


def initial_of(event):
    """The initial values of the form for an event.

    Args:
        event: its latest revision.

    Returns:
        A dict of field name to value.
    """
    found = {name: getattr(event, name) for name in (*PLAIN, PLACES, NOTES)}
    found["description"] = plain_markup.to_text(event.description)
    found["weekdays"] = [day for day in event.weekdays.split(",") if day]
    found["month_positions"] = [number for number in event.month_positions.split(",") if number]
    found |= {name: getattr(event, name) for name in ("month_days", "extra_dates", "exception_dates")}
    found["picture_description"] = event.image.description if event.image else ""
    found["base_revision"] = event.latest_revision_id
    found |= {name: [record.pk for record in getattr(event, name).all()] for name in (*TERMS, "co_hosts")}
    return found


def defaults_for(organisation, user):
    """Likely values for a new event of an organization.

    Args:
        organisation: an OrganisationPage.
        user: the member who writes it.

    Returns:
        A dict of field name to value. It contains nothing about a confidential place.
    """
    place = organisation.locations.filter(is_confidential=False).exclude(city="").first()
    phone = organisation.phones.filter(kind="voice").first()
    last = (
        EventPage.objects.filter(organisation=organisation)
        .exclude(accessibility_contact="")
        .order_by("-latest_revision_created_at")
        .values_list("accessibility_contact", flat=True)
        .first()
    )
    languages = dict(settings.LANGUAGES)
    return {
        **EMPTY,
        "city": place.city if place else "",
        "region": place.region if place else "",
        "contact_email": organisation.email,
        "contact_phone": phone.display if phone else "",
        "accessibility_contact": last or organisation.email or (phone.display if phone else ""),
        "language": user.language if user.language in languages else settings.LANGUAGE_CODE,
    }
