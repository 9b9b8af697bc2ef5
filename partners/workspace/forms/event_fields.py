"""The fields of the form of an event: labels, layout and default values."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from partners.events.date_texts import NOTES, PLACES
from partners.events.models.event_rules import validate_event_day

from .typed_dates import ClockField, DayField, read_day

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
    "capacity",
    "cost",
    "accessibility_request_by",
    "contact_name",
    "contact_email",
    "contact_phone",
    "discreet_title",
    "series_name",
    "status_note",
]
# Lists and calendars truncate longer ones.
LONGEST_TITLE = 120
# Required before the event can be submitted, but not in a draft.
NEEDED = {"title", "summary", "start_date", "start_time", "accessibility_contact"}
LABELS = {
    "title": _("Title"),
    "summary": _("What is it, in one or two sentences?"),
    "start_date": _("Date"),
    "start_time": _("Starts at"),
    "end_time": _("Ends at"),
    "attendance": _("In person or online?"),
    "venue_name": _("Name of the place"),
    "street_address": _("Street and number"),
    "accessibility_contact": _("Accessibility contact"),
    "all_day": _("It lasts all day, without times"),
    "place_shown": _("Who can see the address?"),
    "interval": _("How many days, weeks or months apart?"),
    "until": _("Last day on which it can take place"),
    "count": _("Or: how many times"),
    "discreet_title": _("Discreet title"),
    "series_name": _("Series"),
}
HELP_TEXTS = {
    "title": _("The words that people will look for. Up to 120 characters."),
    "summary": _("Shown in lists and search results. Up to 300 characters."),
    "start_date": _("Month, day, year, such as 03/09/2027."),
    "start_time": _("Such as 10:00 AM."),
    "end_time": _("If you know it."),
    "accessibility_contact": _("A phone number or email address where people can ask for what they need."),
    "series_name": _(
        "Such as “Know your rights: four evenings”. Your events with the same words are listed together."
    ),
    # The labels say it all.
    **dict.fromkeys(["attendance", "city", "postal_code", "frequency", "until", "count"], ""),
    "discreet_title": _(
        "For readers who are being watched: shown in their browser's history and calendar instead of the title, such as “Meeting”."
    ),
    "place_shown": _(
        "If the address is not for everyone to know, it is not stored here. If you have already written it, it is deleted when you save, here and in earlier versions. Tell people yourself."
    ),
}
# Defaults that are not empty.
EMPTY = {
    "attendance": "place",
    "place_shown": "public",
    "interval": 1,
    "time_zone": settings.TIME_ZONE,
}
# Each section: code, title, rows of fields that are side by side on wide screens.
SECTIONS = [
    (
        "description",
        _("Description and picture"),
        [
            ["description"],
            ["picture_again"],
            ["picture"],
            ["picture_description"],
            ["picture_suitable"],
            ["picture_remove"],
        ],
    ),
    (
        "time",
        _("Repeats, other days, time zone"),
        [
            ["all_day"],
            ["end_date"],
            ["frequency"],
            ["interval"],
            ["weekdays"],
            ["month_positions"],
            ["month_days"],
            ["until", "count"],
            ["extra_dates"],
            ["time_zone"],
            ["exception_dates"],
            [NOTES],
        ],
    ),
    (
        "place",
        _("More about the place, and who can see it"),
        [["place_shown"], ["public_area"], ["city", "region", "postal_code"], ["directions"], [PLACES]],
    ),
    (
        "audience",
        _("Who it is for: cost, registration, languages, topics"),
        [["cost", "capacity"], ["registration_url"], ["audience"], ["languages"], ["topics"]],
    ),
    ("hosts", _("Series, organizations that hold it with you"), [["series_name"], ["co_hosts"]]),
    ("accessibility", _("Accessibility offered"), [["accessibility"], ["accessibility_request_by"]]),
    ("contact", _("Contact for questions"), [["contact_name"], ["contact_email", "contact_phone"]]),
    ("more", _("Discreet title, language"), [["discreet_title"], ["language"], ["status_note"]]),
]
OPENING = [
    ["title"],
    ["summary"],
    ["start_date", "start_time", "end_time"],
    ["attendance"],
    ["saved_place"],
    ["venue_name", "street_address"],
    ["online_url"],
    ["accessibility_contact"],
]


def form_field(field, **kwargs):
    """The form field for a model's field, with texts for members. Nothing is required, because a draft may be incomplete.

    Args:
        field: a field of EventPage.
        **kwargs: arguments for the form field.

    Returns:
        A form field.
    """
    kwargs |= {"required": False}
    if field.name in LABELS:
        kwargs["label"] = LABELS[field.name]
    if field.name in HELP_TEXTS:
        kwargs["help_text"] = HELP_TEXTS[field.name]
    if field.get_internal_type() == "DateField":
        kwargs |= {"form_class": DayField}
    if field.get_internal_type() == "TimeField":
        kwargs |= {"form_class": ClockField}
    if field.name == "directions":
        kwargs["widget"] = forms.Textarea(attrs={"rows": 3})
    if field.name == "title":
        kwargs["max_length"] = LONGEST_TITLE
    if field.name in ("interval", "count", "capacity"):
        kwargs |= {validator.code: validator.limit_value for validator in field.validators}
    if field.name in ("attendance", "place_shown", "frequency"):
        kwargs["widget"] = forms.RadioSelect
    if field.name == "summary":
        kwargs["widget"] = forms.Textarea(attrs={"rows": 2})
    if field.get_internal_type() == "URLField" or field.name.endswith("_url"):
        kwargs |= {"form_class": forms.URLField, "assume_scheme": "https"}
        kwargs["error_messages"] = {
            "invalid": _("Enter a full web address that begins with https:// or http://.")
        }
    return field.formfield(**kwargs)


def date_of(text):
    """Parse a day that somebody typed.

    Raises:
        ValidationError: it is not a date.
    """
    day = read_day(text)
    validate_event_day(day)
    return day
