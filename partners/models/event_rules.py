"""What an event must be: times that can be, no place that must not be known, and what readers need before it is public."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.publishing import PublishFailure

# Where the place of an event stands; emptied where it must not be known (corrections 17).
EVENT_PLACE_FIELDS = ("venue_name", "street_address", "city", "region", "postal_code", "directions")

# The longest that one date of an event may last: lists of what is under way look back no further.
MAX_DAYS = 92


class EventRules:
    """The checks of an EventPage, by whatever path it is written."""

    def clean(self):
        """Refuse times that cannot be, and empty a place that must not be known.

        Raises:
            ValidationError: the end lies before the start, or the recurrence contradicts itself.
        """
        super().clean()
        self.scrub()
        errors = {}
        if self.start_date and self.end_date and self.end_date < self.start_date:
            errors["end_date"] = _("The last day must not lie before the first.")
        elif self.start_date and self.end_date and (self.end_date - self.start_date).days > MAX_DAYS:
            errors["end_date"] = _(
                "An event lasts three months at most. Let it repeat, or post the rest later."
            )
        same_day = not self.end_date or self.end_date == self.start_date
        timed = not self.all_day and self.start_time and self.end_time
        if timed and same_day and self.end_time <= self.start_time:
            errors["end_time"] = _(
                "The end must lie after the beginning. For an event past midnight, give the last day."
            )
        if self.frequency and self.until and self.count:
            errors["count"] = _("Give a last day or a number of times, not both.")
        if self.frequency and self.until and self.start_date and self.until < self.start_date:
            errors["until"] = _("It must not end before the first date.")
        if errors:
            raise ValidationError(errors)

    def scrub(self):
        """Empty the place, where not everybody may know it."""
        if self.place_shown != self.PlaceShown.PUBLIC:
            for name in EVENT_PLACE_FIELDS:
                setattr(self, name, "")

    def save(self, **kwargs):
        """A place that must not be known is never written, by whatever path."""
        self.scrub()
        return super().save(**kwargs)

    def save_revision(self, *args, **kwargs):
        """No revision holds a place that must not be known."""
        self.scrub()
        return super().save_revision(*args, **kwargs)

    def publish_failures(self):
        """What readers need: when, where or how to join, a sentence, and whom to ask about accessibility (users.md 18)."""
        failures = super().publish_failures()
        if not self.start_date:
            failures.append(PublishFailure("start_date", _("Give the date.")))
        if not self.all_day and not self.start_time:
            failures.append(
                PublishFailure("start_time", _("Give the time at which it begins, or tick “whole day”."))
            )
        at_place = self.attendance != self.Attendance.ONLINE
        if at_place and self.shows_place and not (self.venue_name or self.street_address):
            failures.append(PublishFailure("venue_name", _("Give the place.")))
        if self.attendance != self.Attendance.PLACE and not (self.online_url or self.registration_url):
            failures.append(
                PublishFailure("online_url", _("Give the address to join, or the one to register."))
            )
        if not self.accessibility_contact:
            failures.append(
                PublishFailure(
                    "accessibility_contact", _("Say whom people ask for what they need to take part.")
                )
            )
        return failures
