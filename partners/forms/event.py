"""The form in which members write events: one page; what is not needed to send it is folded (users.md 18)."""

import datetime

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from media.models import HubImage
from partners import pictures, plain_markup
from partners.cleaning import is_web_address
from partners.models import EventPage, EventStatus
from partners.wording import zone_words
from portal.models import TaxonomyTerm
from portal.sealed import Unreadable, seal, unseal
from portal.terms import terms

DATE_FORMATS = ["%Y-%m-%d", "%m/%d/%Y", "%d %B %Y", "%B %d, %Y"]
TIME_FORMATS = ["%H:%M", "%H:%M:%S", "%I:%M %p", "%I %p", "%I:%M%p", "%I%p"]
TERMS = {
    "audience": "population",
    "languages": "language",
    "topics": "topic",
    "accessibility": "accessibility",
}
# The days of RFC 5545 §3.3.10, from Monday.
WEEKDAYS = [
    ("MO", _("Monday")),
    ("TU", _("Tuesday")),
    ("WE", _("Wednesday")),
    ("TH", _("Thursday")),
    ("FR", _("Friday")),
    ("SA", _("Saturday")),
    ("SU", _("Sunday")),
]
ZONES = [
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "UTC",
]
PLAIN = [
    "title",
    "summary",
    "start_date",
    "start_time",
    "end_time",
    "attendance",
    "venue_name",
    "street_address",
    "online_url",
    "accessibility_contact",
    "end_date",
    "all_day",
    "time_zone",
    "frequency",
    "interval",
    "until",
    "count",
    "place_shown",
    "city",
    "region",
    "postal_code",
    "directions",
    "public_area",
    "registration_url",
    "cost",
    "accessibility_request_by",
    "contact_name",
    "contact_email",
    "contact_phone",
    "discreet_title",
    "status_note",
]
# What must be there before the office gets it; a draft may lack it.
NEEDED = {"title", "summary", "start_date", "start_time", "accessibility_contact"}
LABELS = {
    "title": _("Title"),
    "summary": _("What is it, in one sentence?"),
    "start_date": _("Date"),
    "start_time": _("Begins at"),
    "end_time": _("Ends at"),
    "attendance": _("At a place or online?"),
    "venue_name": _("Name of the place"),
    "street_address": _("Street and number"),
    "accessibility_contact": _("Whom do people ask for what they need to take part?"),
    "all_day": _("It lasts the whole day"),
    "place_shown": _("Who may know the address?"),
    "interval": _("Every how many weeks or months?"),
    "until": _("Last day on which it may take place"),
    "count": _("Or: how many times"),
    "discreet_title": _("Discreet title"),
}
HELP_TEXTS = {
    "title": _("As people will look for it. Up to 120 characters."),
    "summary": _("Shown in lists and search results. Up to 300 characters."),
    "start_date": _("The first day, such as 2027-03-09."),
    "start_time": _("Such as 10:00. Leave it empty only for a whole day."),
    "end_time": _("About when it ends."),
    "accessibility_contact": _("A phone number or e-mail address."),
    "discreet_title": _(
        "For readers who are watched: shown in their browser's history and calendar instead of the title, such as “Meeting”."
    ),
    "place_shown": _(
        "An address that not everybody may know is not stored here: what you wrote of it is emptied when you save, here and "
        "in earlier versions. Tell people yourself."
    ),
}
SECTIONS = [
    (
        "description",
        _("Description and picture"),
        ["description", "picture", "picture_description", "picture_suitable", "picture_remove"],
    ),
    (
        "time",
        _("Repeats, other days, time zone"),
        [
            "all_day",
            "end_date",
            "frequency",
            "interval",
            "weekdays",
            "until",
            "count",
            "exception_dates",
            "time_zone",
        ],
    ),
    (
        "place",
        _("More about the place, and who may know it"),
        ["place_shown", "public_area", "city", "region", "postal_code", "directions"],
    ),
    (
        "audience",
        _("For whom: cost, registration, languages, topics"),
        ["cost", "registration_url", "audience", "languages", "topics"],
    ),
    ("accessibility", _("Accessibility offered"), ["accessibility", "accessibility_request_by"]),
    ("contact", _("Contact for questions"), ["contact_name", "contact_email", "contact_phone"]),
    ("more", _("Discreet title, language"), ["discreet_title", "language", "status_note"]),
]
OPENING = [
    "title",
    "summary",
    "start_date",
    "start_time",
    "end_time",
    "attendance",
    "venue_name",
    "street_address",
    "online_url",
    "accessibility_contact",
]


def _form_field(field, **kwargs):
    """The form's field of a model's field, in words for members; nothing is required of a draft."""
    kwargs |= {"required": False}
    if field.name in LABELS:
        kwargs["label"] = LABELS[field.name]
    if field.name in HELP_TEXTS:
        kwargs["help_text"] = HELP_TEXTS[field.name]
    if field.get_internal_type() == "DateField":
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        kwargs |= {"form_class": forms.DateField, "widget": widget, "input_formats": DATE_FORMATS}
        kwargs["error_messages"] = {"invalid": _("Write the date as year-month-day, such as 2027-03-09.")}
    if field.get_internal_type() == "TimeField":
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        kwargs |= {"form_class": forms.TimeField, "widget": widget, "input_formats": TIME_FORMATS}
        kwargs["error_messages"] = {"invalid": _("Write the time as hours and minutes, such as 14:30.")}
    if field.name in ("attendance", "place_shown", "frequency"):
        kwargs["widget"] = forms.RadioSelect
    if field.name == "summary":
        kwargs["widget"] = forms.Textarea(attrs={"rows": 2})
    if field.get_internal_type() == "URLField" or field.name.endswith("_url"):
        kwargs |= {"form_class": forms.URLField, "assume_scheme": "https"}
        kwargs["error_messages"] = {
            "invalid": _("Write a whole address that begins with https:// or http://.")
        }
    return field.formfield(**kwargs)


class EventForm(forms.Form):
    """What members may say of an event. A draft may be incomplete; what is there must be readable."""

    # Not model fields, or kept in another shape there.
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "What happens, for whom, what to bring. An empty line begins a paragraph, “- ” an item of a list; **bold**, "
            "[words of a link](https://example.org)."
        ),
    )
    weekdays = forms.MultipleChoiceField(
        label=_("On which days of the week?"),
        required=False,
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only for every week. None: the weekday of the date."),
    )
    exception_dates = forms.CharField(
        label=_("Not on these days"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as holidays, one date on each line: 2027-07-05."),
    )
    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        widget=forms.FileInput(attrs={"accept": pictures.ACCEPTED}),
        help_text=_("JPEG, PNG or WebP, up to 8 MB. No picture of abuse, no recognisable survivor."),
    )
    picture_description = forms.CharField(
        label=_("What does the picture show?"),
        required=False,
        max_length=255,
        help_text=_("For people who do not see it. Needed with a picture."),
    )
    picture_suitable = forms.BooleanField(
        label=_("We may use this picture, and nobody who was trafficked can be recognised in it"),
        required=False,
    )
    picture_remove = forms.BooleanField(label=_("Take the picture away"), required=False)
    picture_kept = forms.CharField(required=False, widget=forms.HiddenInput)
    base_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, user, event=None, **kwargs):
        """Make the form.

        Args:
            *args: as for any form.
            user: who writes.
            event: the newest version of the event (partners.submission.latest); None for a new one.
            **kwargs: as for any form.
        """
        self.user, self.event = user, event
        super().__init__(*args, use_required_attribute=False, **kwargs)
        self.fields |= fields_for_model(EventPage, fields=PLAIN, formfield_callback=_form_field)
        for name, kind in TERMS.items():
            field = EventPage._meta.get_field(name)
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
                choices=settings.LANGUAGES,
                help_text=_("In which you write. The office may have it translated."),
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
        if not self.current_picture:
            del self.fields["picture_remove"]
        self._dress()

    def _dress(self):
        for name, field in self.fields.items():
            field.label = field.label if name in LABELS else str(field.label or "").capitalize()
            field.needed = name in NEEDED
            if field.needed:
                field.widget.attrs["aria-required"] = "true"
            # The browser must not cut what was pasted: the answer says what is too long, and keeps it.
            field.widget.attrs.pop("maxlength", None)
            field.widget.attrs.setdefault("autocomplete", "off")
        self.fields["title"].max_length = 120

    @property
    def current_picture(self):
        """The picture that the event has, or that came with this form before; None without one."""
        if not hasattr(self, "_picture"):
            self._picture = self._kept_picture() or (self.event.image if self.event else None)
        return self._picture

    def _kept_picture(self):
        try:
            number = int(unseal(self.data.get("picture_kept", ""), "picture"))
        except (Unreadable, ValueError):
            return None
        return HubImage.objects.filter(pk=number, uploaded_by_user=self.user).first()

    # --- Sections -----------------------------------------------------------------------------------------
    @property
    def opening(self):
        """The fields that stand open."""
        return [self[name] for name in OPENING]

    @property
    def sections(self):
        """The folded parts: dicts of code, title, fields, whether it is open, and what it holds in a few words."""
        return [
            {
                "code": code,
                "title": title,
                "fields": [self[name] for name in names if name in self.fields],
                "open": any(name in self.errors for name in names) or any(map(self._differs, names)),
                "holds": self._holds(code),
            }
            for code, title, names in SECTIONS
        ]

    def _differs(self, name):
        """Whether a field says something that it does not say by itself."""
        if name not in self.fields:
            return False
        value = self[name].value()
        usual = self.usual.get(name, EMPTY.get(name, ""))
        return (value or "") != (usual or "") and str(value) != str(usual)

    def _holds(self, code):
        if code == "place":
            return ", ".join(str(self[name].value()) for name in ("city", "region") if self[name].value())
        return ""

    usual = {}

    # --- Cleaning -----------------------------------------------------------------------------------------
    def clean_title(self):
        """The title, not longer than lists can show."""
        title = self.cleaned_data["title"]
        if len(title) > 120:
            raise ValidationError(_("This is too long: please write at most 120 characters."))
        return title

    def _web_address(self, name):
        value = self.cleaned_data.get(name, "")
        if value and not is_web_address(value):
            raise ValidationError(_("Write a whole address that begins with https:// or http://."))
        return value

    def clean_online_url(self):
        """Only an address of the web."""
        return self._web_address("online_url")

    def clean_registration_url(self):
        """Only an address of the web."""
        return self._web_address("registration_url")

    def clean_exception_dates(self):
        """The days as ISO dates, in order."""
        found = set()
        for line in self.cleaned_data["exception_dates"].replace(";", "\n").splitlines():
            if line.strip():
                found.add(_date_of(line.strip()).isoformat())
        if len(found) > 400:
            raise ValidationError(_("These are too many dates. End the event earlier instead."))
        return sorted(found)

    def clean(self):
        """Take the picture in, so that it is not lost when something else is wrong."""
        data = super().clean()
        upload = data.get("picture")
        if upload:
            if not data.get("picture_description", "").strip():
                self.add_error(
                    "picture_description", _("Say what the picture shows, and choose the file again.")
                )
            if not data.get("picture_suitable"):
                self.add_error(
                    "picture_suitable", _("Confirm that you may use the picture, and choose the file again.")
                )
            if not ({"picture", "picture_description", "picture_suitable"} & set(self.errors)):
                self._take_in(upload, data)
        return data

    def _take_in(self, upload, data):
        try:
            file = pictures.read(upload)
        except ValidationError as error:
            self.add_error("picture", error)
            return
        self._picture = pictures.keep(file, data["picture_description"].strip(), self.user)
        self.data = self.data.copy()
        self.data["picture_kept"] = seal(str(self._picture.pk), "picture")

    # --- Into the event -----------------------------------------------------------------------------------
    def values(self):
        """What the valid form says, as fields of EventPage.

        Returns:
            A dict; lists of terms are lists of TaxonomyTerm.
        """
        data = self.cleaned_data
        found = {name: data[name] for name in PLAIN if name in data}
        found["interval"] = found["interval"] or 1
        found["time_zone"] = found["time_zone"] or settings.TIME_ZONE
        found["attendance"] = found["attendance"] or EventPage.Attendance.PLACE
        found["place_shown"] = found["place_shown"] or EventPage.PlaceShown.PUBLIC
        found["description"] = plain_markup.to_html(data["description"])
        found["weekdays"] = ",".join(data["weekdays"])
        found["exception_dates"] = data["exception_dates"]
        found["image"] = None if data.get("picture_remove") else self.current_picture
        chosen = {pk for name in TERMS for pk in data[name]}
        by_pk = TaxonomyTerm.objects.in_bulk(chosen) if chosen else {}
        found |= {name: [by_pk[pk] for pk in data[name] if pk in by_pk] for name in TERMS}
        return found


# What an untouched form says where that is not nothing.
EMPTY = {
    "attendance": "place",
    "place_shown": "public",
    "interval": 1,
    "time_zone": settings.TIME_ZONE,
}


def _date_of(text):
    for pattern in DATE_FORMATS:
        try:
            return datetime.datetime.strptime(text, pattern).date()
        except ValueError:
            continue
    raise ValidationError(
        _("“%(text)s” is no date. Write each on a line of its own, such as 2027-07-05.") % {"text": text[:40]}
    )


def initial_of(event):
    """What the form shows of an event.

    Args:
        event: the newest version of it.

    Returns:
        A dict of field name to value.
    """
    found = {name: getattr(event, name) for name in PLAIN}
    found["description"] = plain_markup.to_text(event.description)
    found["weekdays"] = [day for day in event.weekdays.split(",") if day]
    found["exception_dates"] = "\n".join(event.exception_dates)
    found["picture_description"] = event.image.description if event.image else ""
    found["base_revision"] = event.latest_revision_id
    found |= {name: [term.pk for term in getattr(event, name).all()] for name in TERMS}
    return found


def defaults_for(organisation, user):
    """What a new event of an organisation most likely says.

    Args:
        organisation: an OrganisationPage.
        user: who writes it.

    Returns:
        A dict of field name to value. Nothing of a confidential place is in it.
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
