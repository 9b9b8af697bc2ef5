"""The fields of the form of an event that say how it repeats, and the dates that follow from them."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partners.events import date_texts
from partners.events.models import EventPage
from partners.events.models.event_series import MOST_EXTRAS, series_errors, validate_month_days
from partners.events.models.event_times import TIME_FIELDS, numbers_of
from partners.events.recurrence import LAST_DAY
from partners.events.series import Series

from .event_fields import date_of

# The button that shows the dates without saving.
SHOW_DATES = "dates"
# So many empty inputs follow the dates of a list.
EMPTY_INPUTS = 3


class DateListInput(forms.Widget):
    """An input of a date for each date of a list, and some empty ones."""

    has_several_inputs = True

    def value_from_datadict(self, data, files, name):
        """The texts of all inputs; one text may hold a date on each line."""
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
        values = [values] if isinstance(values, str) else values
        return [
            line.strip() for value in values for line in value.replace(";", "\n").splitlines() if line.strip()
        ]

    def value_omitted_from_data(self, data, files, name):
        """Never: an empty list may mean that all were removed."""
        return False

    def id_for_label(self, id_):
        """The first input."""
        return f"{id_}_0"

    def render(self, name, value, attrs=None, renderer=None):
        """The inputs, each with a label that only screen readers say."""
        values = [*(value or []), *[""] * EMPTY_INPUTS]
        own_id = (attrs or {}).get("id") or f"id_{name}"
        inputs = [(own_id, number, _("Day"), number + 1, name, day) for number, day in enumerate(values)]
        return format_html_join(
            "",
            '<label class="visually-hidden" for="{0}_{1}">{2} {3}</label>'
            '<input type="date" name="{4}" value="{5}" id="{0}_{1}" autocomplete="off">',
            inputs,
        )


class DateListField(forms.Field):
    """A list of dates as ISO texts, sorted and each once."""

    widget = DateListInput
    default_error_messages = {
        "too_many": gettext_lazy("There are too many dates. End the event earlier instead.")
    }

    def clean(self, value):
        """Read each date.

        Raises:
            ValidationError: one is not a date, or there are too many.
        """
        found = {date_of(text).isoformat() for text in value or []}
        if len(found) > MOST_EXTRAS:
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        return sorted(found)


class MonthDaysField(forms.CharField):
    """Days of a month as people write them: "1, 15", "15 and last"."""

    def clean(self, value):
        """The days as the model stores them: "1,15,-1".

        Raises:
            ValidationError: something that is not a day of a month.
        """
        words = super().clean(value).casefold().replace(str(_("and")), ",")
        last = {"last", _("last").casefold(), str(LAST_DAY)}
        days = [part.strip().rstrip(".") for part in words.replace(";", ",").split(",") if part.strip()]
        text = ",".join(str(LAST_DAY) if day in last else day for day in days)
        try:
            validate_month_days(text)
        except ValidationError:
            raise ValidationError(
                _("Write days from 1 to 31 with commas between them, such as 1, 15. The last day is “last”.")
            ) from None
        return ",".join(map(str, dict.fromkeys(numbers_of(text))))

    def prepare_value(self, value):
        """The stored days as people write them."""
        parts = [part.strip() for part in str(value or "").split(",") if part.strip()]
        return ", ".join(_("last") if part == str(LAST_DAY) else part for part in parts)


POSITIONS = [
    ("1", gettext_lazy("The first")),
    ("2", gettext_lazy("The second")),
    ("3", gettext_lazy("The third")),
    ("4", gettext_lazy("The fourth")),
    ("5", gettext_lazy("The fifth, in months that have one")),
    ("-1", gettext_lazy("The last")),
]


class SeriesForm(forms.Form):
    """The part of EventForm that is about dates: errors, and all dates as they will be."""

    event: Any = None
    shows_dates = False

    def clean_series(self, is_asked):
        """Refuse a series that is not possible beside its fields.

        Args:
            is_asked: whether the dates are to be shown: then impossible times are refused too.
        """
        data = self.cleaned_data
        is_on_weekdays = data.get("frequency") == EventPage.Frequency.MONTHLY_WEEKDAY
        if is_on_weekdays and data.get("weekdays") and not data.get("month_positions"):
            if "month_positions" not in self.errors:
                self.add_error(
                    "month_positions",
                    _("Say which of these weekdays of the month: the first, the second, the last …"),
                )
            return
        if set(TIME_FIELDS) & set(self.errors):
            return
        event = self._dated_event()
        if not event.start_date:
            if is_asked:
                self.add_error("start_date", _("Give the date."))
            return
        found = event.when_errors() if is_asked else series_errors(event)
        for name, sentence in (found or date_texts.errors(event)).items():
            self.add_error(name if name in self.fields else None, sentence)

    def times(self):
        """The values of the fields TIME_FIELDS of EventPage."""
        data = self.cleaned_data
        return {
            **{name: data[name] for name in TIME_FIELDS},
            "interval": data["interval"] or 1,
            "time_zone": data["time_zone"] or settings.TIME_ZONE,
            "weekdays": ",".join(dict.fromkeys(data["weekdays"])),
            "month_positions": ",".join(dict.fromkeys(data["month_positions"])),
        }

    def _dated_event(self):
        """An event that is not saved, with the times of the form, and what is different on single dates."""
        words = {name: self.cleaned_data.get(name, "") for name in (date_texts.PLACES, date_texts.NOTES)}
        return EventPage(**self.times(), **words)

    @cached_property
    def series(self):
        """All dates of the event as they will be (partners.events.series.Series), or None while they cannot be computed."""
        if not self.is_bound:
            event = self.event
        elif set(TIME_FIELDS) & set(self.errors) or "month_positions" in self.errors:
            return None
        else:
            event = self._dated_event()
            if self.event:
                event.translation_key = self.event.translation_key
                event.moved_dates = self.event.moved_dates
        if event is None or not event.start_date or (not event.frequency and not self.shows_dates):
            return None
        try:
            series = Series(event)
            return series if series.dates else None
        except (ArithmeticError, LookupError, TypeError, ValueError, OSError):
            # An older draft may hold values that are refused today.
            return None

    @property
    def left_out(self):
        """The exceptions that the list of dates does not show, as typed; each stays until it is unchecked."""
        values = self["exception_dates"].value() or []
        shown = {date.date for date in self.series.dates} if self.series else set()
        return [value for value in values if value not in shown]
