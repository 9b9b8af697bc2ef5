"""The parameters of `/api/hsds/`: each is read once, and a wrong value is refused with a sentence."""

import uuid
from datetime import UTC, datetime, time

from django.core.paginator import Paginator
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

ON_A_PAGE, MOST_ON_A_PAGE = 50, 100
# "Aim to return all services within one page" (openapi.json, `minimal`).
MOST_MINIMAL = 10_000
MOST_PAGES = 999_999_999
MAX_CHARACTERS, MAX_WORDS = 100, 8
# The parameters that filter services.
NARROWS = ("search", "taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after")
# Those that leave records out of a list: an address that does not have one refuses it, because its answer would hold too much.
FILTERS = (*NARROWS, "parent_id")
IDENTIFIERS = ("taxonomy_term_id", "taxonomy_id", "organization_id", "parent_id")
FLAGS = ("full", "full_service", "minimal", "top_only")


class Problem(Exception):
    """An error in a request: a status and a message that says how to correct it."""

    def __init__(self, status, sentence):
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


class Query:
    """The parameters of a request, each read once and refused with a message if it is invalid."""

    def __init__(self, parameters):
        self._parameters = parameters
        if self._text("format") not in ("", "json"):
            raise Problem(400, _("This directory answers in JSON only: leave `format` out, or write json."))
        for name in ("postcode", "proximity"):
            if self._text(name):
                raise Problem(400, _("This directory cannot search by postcode or distance: leave it out."))

    def refuse_others(self, accepted):
        """Refuse a wrong value of any parameter of the directory, and a filter that an address does not have.

        Args:
            accepted: the names of the parameters of the address.
        """
        for name in FILTERS:
            if self._text(name) and name not in accepted:
                known = ", ".join(f"`{one}`" for one in (*accepted, "format"))
                raise Problem(
                    400,
                    _("`%(name)s` is not a parameter of this address, which has: %(known)s.")
                    % {"name": name, "known": known},
                )
        for name in IDENTIFIERS:
            self.identifier(name)
        for name in FLAGS:
            self.flag(name)
        self.moment("modified_after")
        self.number("page", 1, MOST_PAGES)
        if "per_page" not in accepted:
            self.number("per_page", 1, MOST_MINIMAL)
        _included = self.unverified

    def _text(self, name):
        return self._parameters.get(name, "").replace("\0", " ").strip()

    def number(self, name, default, most):
        """A whole number from 1 to a limit."""
        value = self._text(name)
        if not value:
            return default
        if not (value.isascii() and value.isdigit() and 1 <= int(value[:9]) <= most):
            raise Problem(
                400, _("`%(name)s` is a whole number from 1 to %(most)s.") % {"name": name, "most": most}
            )
        return int(value[:9])

    def flag(self, name):
        """A boolean parameter: true or false."""
        value = self._text(name).lower()
        if value not in ("", "true", "false", "1", "0"):
            raise Problem(400, _("`%(name)s` is true or false.") % {"name": name})
        return value in ("true", "1")

    def identifier(self, name):
        """A UUID, or None if the parameter is missing."""
        value = self._text(name)
        if not value:
            return None
        found = as_identifier(value)
        if found is None:
            raise Problem(400, _("`%(name)s` is an identifier (UUID).") % {"name": name})
        return found

    def moment(self, name):
        """A date or a date with a time (ISO 8601), in UTC if no zone is given; None if the parameter is missing."""
        value = self._text(name)
        if not value:
            return None
        try:
            # An unescaped "+" arrives as a space.
            found = parse_datetime(value.replace(" ", "+") if "T" in value else value)
            if found is None and (day := parse_date(value)):
                found = datetime.combine(day, time.min)
            if found is not None:
                return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            pass  # A date that does not exist is reported below.
        raise Problem(
            400, _("`%(name)s` is a date, such as 2026-11-24 or 2026-11-24T12:00:00Z.") % {"name": name}
        )

    @property
    def words(self):
        """The words to search for."""
        return self._text("search")[:MAX_CHARACTERS].split()[:MAX_WORDS]

    @property
    def narrows(self):
        """Whether any filter is set."""
        return any(self._text(name) for name in NARROWS)

    @property
    def unverified(self):
        """Whether to include organizations that nobody has verified."""
        value = self._text("include")
        if value not in ("", "unverified"):
            raise Problem(400, _("`include` accepts one value: unverified."))
        return bool(value)

    def page(self, rows, most=MOST_ON_A_PAGE, default=ON_A_PAGE):
        """The requested page of some ordered rows. Two queries.

        Returns:
            The paginator's page.
        """
        pages = Paginator(rows, self.number("per_page", default, most))
        number = self.number("page", 1, MOST_PAGES)
        if number > pages.num_pages:
            raise Problem(
                400,
                _("There is no page %(page)s; the last one is %(last)s.")
                % {"page": number, "last": pages.num_pages},
            )
        return pages.page(number)


def as_identifier(value):
    """A text as a UUID, or None."""
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
