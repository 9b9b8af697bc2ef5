"""The panels of an event in the admin's editor."""

from django.forms import CheckboxSelectMultiple, Textarea
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

EVENT_PANELS = [
    FieldPanel("organisation"),
    FieldPanel("co_hosts", widget=CheckboxSelectMultiple),
    FieldPanel("series_name"),
    FieldPanel("description"),
    FieldPanel("image"),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time")]),
            FieldRowPanel([FieldPanel("end_date"), FieldPanel("end_time")]),
            FieldRowPanel([FieldPanel("all_day"), FieldPanel("time_zone")]),
            FieldRowPanel([FieldPanel("frequency"), FieldPanel("interval"), FieldPanel("weekdays")]),
            FieldRowPanel([FieldPanel("month_positions"), FieldPanel("month_days")]),
            FieldRowPanel([FieldPanel("until"), FieldPanel("count")]),
            FieldPanel("date_notes", widget=Textarea({"rows": 3})),
        ],
        _("When"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("attendance"), FieldPanel("place_shown")]),
            FieldPanel("venue_name"),
            FieldPanel("street_address"),
            FieldRowPanel([FieldPanel("city"), FieldPanel("region"), FieldPanel("postal_code")]),
            FieldPanel("directions"),
            FieldPanel("date_places", widget=Textarea({"rows": 3})),
            FieldPanel("public_area"),
            FieldPanel("online_url"),
            FieldPanel("registration_url"),
        ],
        _("Where"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("cost"), FieldPanel("capacity")]),
            FieldPanel("audience"),
            FieldPanel("languages"),
            FieldPanel("topics"),
        ],
        _("Who it is for"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("accessibility"),
            FieldRowPanel([FieldPanel("accessibility_contact"), FieldPanel("accessibility_request_by")]),
        ],
        _("Accessibility"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("contact_name"),
            FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
            FieldPanel("status_note"),
        ],
        _("Contact"),
    ),
]
