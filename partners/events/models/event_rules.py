"""Validation of events: possible times, no confidential place, and what readers need before it is published."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.confidentiality import checks, store
from partners.confidentiality.pages import ConfidentialPlaceMixin
from partners.confidentiality.requirements import HOLDER
from partners.events import date_texts
from partners.events.dates import planned_rows
from partners.organisations.models.organisation import OrganisationPage
from portal.checks.faults import left_out_failure
from portal.checks.publishing import WARNING, CheckResult
from portal.core.dates import refuse_year

from .event_series import series_errors

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

# The fields that say where an event is; emptied if the place is confidential.
EVENT_PLACE_FIELDS = (
    *("venue_name", "street_address", "city", "region", "postal_code", "directions"),
    date_texts.PLACES,
)

# Besides the organization that writes the event.
MOST_CO_HOSTS = 4

# How far from today the dates of an event may be. A recurrence may have no end.
YEARS_AHEAD, YEARS_BACK = 5, 40
# The maximum length of one date of an event: lists of events under way look back no further.
MAX_DAYS = 92


def validate_event_day(value: datetime.date) -> None:
    """Refuse a day on which no event can take place.

    Raises:
        ValidationError: it is too far in the future or past.
    """
    year = timezone.localdate().year
    refuse_year(value, year - YEARS_BACK, year + YEARS_AHEAD)


def _is_possible(text: Any) -> bool:
    """Whether a text is a date on which an event can take place."""
    try:
        validate_event_day(datetime.date.fromisoformat(text))
    except (TypeError, ValueError, ValidationError):
        return False
    return True


class EventRules(ConfidentialPlaceMixin):
    """Validation methods of EventPage."""

    def clean(self) -> None:
        """Refuse impossible times, and empty a confidential place.

        Raises:
            ValidationError: the end is before the start, or the recurrence contradicts itself.
        """
        super().clean()
        self.scrub()
        if errors := self.when_errors():
            raise ValidationError(errors)

    def when_errors(self) -> dict[str, str | StrPromise]:
        """Why the event cannot take place as its fields say, by field."""
        errors: dict[str, str | StrPromise] = {**self._date_errors()}
        if self.start_date and self.end_date and self.end_date < self.start_date:
            errors["end_date"] = _("The last day must not be before the first.")
        elif (
            self.start_date
            and self.end_date
            and not errors
            and (self.end_date - self.start_date).days > MAX_DAYS
        ):
            errors["end_date"] = _(
                "An event can last three months at most. Make it a repeating event, or post the rest later."
            )
        same_day = not self.end_date or self.end_date == self.start_date
        timed = not self.all_day and self.start_time and self.end_time
        if timed and same_day and self.end_time <= self.start_time:
            errors["end_time"] = _(
                "The end must be after the start. For an event that goes past midnight, give the last day too."
            )
        if self.frequency and self.until and self.count:
            errors["count"] = _("Give a last day or a number of times, not both.")
        if self.frequency and self.until and self.start_date and self.until < self.start_date and not errors:
            errors["until"] = _("It must not end before the first date.")
        if self.start_date and not errors:
            errors |= series_errors(self)
        if self.start_date and not errors:
            errors |= date_texts.errors(self)
        return errors

    def _date_errors(self) -> dict[str, StrPromise]:
        """Errors in the JSON lists of dates, by field. Other fields validate themselves."""
        errors = {}
        days = [
            *self.exception_dates,
            *(value for move in self.moved_dates for value in (move.get("date"), move.get("new_date"))),
        ]
        if not all(map(_is_possible, days)):
            errors["exception_dates"] = _(
                "One of the days that you left out or moved is not a date of this event. Remove it."
            )
        if not all(map(_is_possible, self.extra_dates)):
            errors["extra_dates"] = _("One of these days is too far away. Remove it.")
        return errors

    @property
    def organisation_notice(self) -> str:
        """The notice that the page of the event's organization is not public yet; "" otherwise."""
        organisation = self.organisation if self.organisation_id else None
        if organisation is None or organisation.live:
            return ""
        return _(
            "The page of “%(organisation)s” is not public yet. Until it is, the event does not say who runs it. Send the organization's profile to the office too."
        ) % {"organisation": organisation.title or organisation.draft_title}

    def publishing_warnings(self) -> list[CheckResult]:
        """As for every page, plus that readers do not learn who holds the event."""
        warnings = super().publishing_warnings()
        if notice := self.organisation_notice:
            warnings.append(CheckResult("organisation", notice, WARNING, code=HOLDER))
        return warnings

    @property
    def phrase_keys(self) -> tuple[UUID | None, ...]:
        """Also those of co-hosts that have agreed; of others, nobody could find out a place by trying words."""
        agreed = OrganisationPage.objects.filter(pk__in=self.status.co_hosts)
        own = super().phrase_keys
        return (*own, *agreed.values_list("translation_key", flat=True)) if self.status.co_hosts else own

    def scrub(self) -> None:
        """Empty the place if it is not public, and remove its phrases from the other texts."""
        if self.place_shown == self.PlaceShown.PUBLIC:
            return
        values = {name: getattr(self, name) for name in EVENT_PLACE_FIELDS}
        if any(values.values()):
            # Before the fields are emptied: afterwards nobody would know which phrases to remove.
            store.note(self, values)
            for name in EVENT_PLACE_FIELDS:
                setattr(self, name, "")
            self.remove_noted_phrases()

    def empty_confidential_places(self) -> None:
        """See ConfidentialPlaceMixin."""
        self.scrub()

    def remove_confidential_phrases(self) -> None:
        """A place that was confidential and is entered again is left empty, not marked as having removed text."""
        super().remove_confidential_phrases()
        for name in self.removed_from.intersection(EVENT_PLACE_FIELDS):
            setattr(self, name, "")

    def publishing_errors(self) -> list[CheckResult]:
        """What readers need: when, where or how to join, a summary, and whom to ask about accessibility."""
        failures = super().publishing_errors()
        if not self.start_date:
            failures.append(CheckResult("start_date", _("Give the date.")))
        if self.frequency == "dates" and not self.extra_dates:
            failures.append(
                CheckResult("extra_dates", _("List the other days, or choose that it takes place once."))
            )
        if not self.all_day and not self.start_time:
            failures.append(
                CheckResult(
                    "start_time",
                    _(
                        "Give the time when it starts, or check “It lasts all day, without times” under “Repeats, other days, time zone”."
                    ),
                )
            )
        at_place = self.attendance != self.Attendance.ONLINE
        if at_place and self.shows_place and not (self.venue_name or self.street_address):
            failures.append(CheckResult("venue_name", _("Give the place.")))
        if self.attendance != self.Attendance.PLACE and not (self.online_url or self.registration_url):
            failures.append(
                CheckResult("online_url", _("Give the web address to join, or the one to register."))
            )
        if not self.accessibility_contact:
            failures.append(
                CheckResult("accessibility_contact", _("Say who people can contact about accessibility."))
            )
        if len(self.co_hosts.all()) > MOST_CO_HOSTS:
            failures.append(CheckResult("co_hosts", _("Choose four organizations at most.")))
        if self.start_date and not self._can_be_shown:
            failures.append(left_out_failure())
        return failures + checks.failures(self) + checks.gaps(self)

    @property
    def _can_be_shown(self) -> bool:
        """Whether calendars and lists can compute its dates."""
        # Imported here because it loads icalendar, which only processes that edit events need.
        from partners.events.timezones import time_zone_component

        try:
            list(planned_rows(self, {}, timezone.localdate()))
            time_zone_component(self.time_zone, self.start_date.year)
            if self.until:
                datetime.datetime.combine(self.until, datetime.time.max, self.zone).astimezone(datetime.UTC)
        except (ArithmeticError, LookupError, TypeError, ValueError, OSError):
            return False
        return True
