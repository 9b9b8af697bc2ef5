"""iCalendar files for tests of the import."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

DAY = timezone.localdate() + datetime.timedelta(days=30)


def stamp(day=DAY, hour="090000"):
    return f"{day:%Y%m%d}T{hour}"


def event(uid="one@calendar.example", *lines, **values):
    """A VEVENT; `lines` are added, `values` replace what it has (None takes away)."""
    properties = {
        "UID": uid,
        "SUMMARY": "Know your rights",
        "DTSTART;TZID=America/Chicago": stamp(),
        "DTEND;TZID=America/Chicago": stamp(hour="103000"),
        "LOCATION": "Example Library\\, 2 Example Street",
        "DESCRIPTION": "About pay.\\n\\nBring papers: https://example.org/list",
    }
    for name, value in values.items():
        for known in [known for known in properties if known.partition(";")[0] == name]:
            del properties[known]
        if value is not None:
            properties[name] = value
    return [
        "BEGIN:VEVENT",
        *(f"{name}:{value}" for name, value in properties.items() if value),
        *lines,
        "END:VEVENT",
    ]


def calendar(*events, head=()):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN", *head]
    for one in events:
        lines += one
    return ("\r\n".join([*lines, "END:VCALENDAR"]) + "\r\n").encode()


def at(*lines):
    """A VEVENT whose times are these lines."""
    return event("one@calendar.example", *lines, DTSTART=None, DTEND=None)


def upload(data, name="calendar.ics"):
    """A form with a file."""
    return {"address": "", "file": SimpleUploadedFile(name, data, "text/calendar")}
