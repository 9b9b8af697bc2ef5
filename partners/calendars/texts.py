"""The texts of events in calendars and feeds: plain text, in the reader's language, with nothing that the page does not show."""

import datetime
from html.parser import HTMLParser

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from partners.content.cleaning import clean_text
from partners.events import date_texts
from partners.events.models import EventPage, EventStatus
from partners.events.models.event_times import is_date
from partners.events.wording import date_words, list_words
from portal.site.site_context import get_site_context

BREAKS = {"p", "br", "ul", "ol", "li", "h2", "h3", "h4"}


class _Text(HTMLParser):
    """Converts rich text to plain text, with a line for each paragraph and list item.

    Args:
        with_addresses: whether the address of a link follows its words.
    """

    def __init__(self, with_addresses):
        super().__init__(convert_charrefs=True)
        self.parts = []
        self.with_addresses = with_addresses
        # The address of the link that is open, and where its words begin.
        self.link = ("", 0)

    def handle_starttag(self, tag, attrs):
        if tag == "a" and self.with_addresses:
            self.link = (dict(attrs).get("href") or "", len(self.parts))
        if tag in BREAKS:
            self.parts.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag):
        if tag == "p":
            self.parts.append("\n")
        if tag == "a" and self.link[0]:
            address, begin = self.link
            plain = address.removeprefix("mailto:").removeprefix("tel:")
            words = "".join(self.parts[begin:])
            if plain.rstrip("/") not in words:
                self.parts.append(f" ({plain})")
            self.link = ("", 0)

    def handle_data(self, data):
        self.parts.append(data)


def plain_text(html, with_addresses=False):
    """Convert rich text to plain text.

    Args:
        html: the value of a rich text field.
        with_addresses: whether the address of a link follows its words: "our form (https://example.org/form)".

    Returns:
        Text with a line for each paragraph and list item.
    """
    parser = _Text(with_addresses)
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in clean_text("".join(parser.parts)).split("\n"))
    return "\n".join(line for line in lines if line)


def list_name(index, filters=None):
    """The name of a calendar or feed of several events: as discreet as the browser title of their list.

    Args:
        index: the EventIndexPage.
        filters: the EventFilters of the list, to name them too.

    Returns:
        One line of text, such as "City information: Events, online".
    """
    office = get_site_context(get_language()).office
    name = ": ".join(part for part in (office.title_name if office else "", page_name(index)) if part)
    # A discreet title must not be followed by the words that a reader typed.
    chosen = filters and (filters.chosen_words if index.discreet_title else filters.words)
    return one_line(f"{name}, {chosen}" if chosen else name)


def page_name(page):
    """What a calendar or feed calls a page: its discreet title if there is one, as the browser does."""
    return page.discreet_title or page.title


def title(event, state="", discreet=False, name=""):
    """The event's title, preceded by its state.

    Args:
        event: an EventPage.
        state: a value of EventStatus.State, or "".
        discreet: whether to use the discreet title.
        name: what stands there instead of the title, unless it is discreet.

    Returns:
        Text such as "Cancelled: Know your rights at work".
    """
    # Without a discreet title, nothing of the real one may be shown.
    name = (event.discreet_title or _("Appointment")) if discreet else name or event.title
    if state in (EventStatus.State.CANCELLED, EventStatus.State.POSTPONED):
        name = _("%(state)s: %(title)s") % {"state": EventStatus.State(state).label, "title": name}
    return one_line(name)


def one_line(text):
    """A text without control characters and line ends."""
    return " ".join(clean_text(text).split())


def place(event, discreet=False, day=None):
    """Where the event is: never more than its page shows.

    Args:
        event: an EventPage.
        discreet: whether to name only the part of town.
        day: a date of its rule that may have a place of its own.

    Returns:
        One line of text, or "".
    """
    if event.attendance == EventPage.Attendance.ONLINE:
        return "" if discreet else _("Online")
    if discreet or not event.shows_place:
        return one_line(event.public_area)
    if day and (own := date_texts.place_on(event, day)):
        return one_line(own)
    region = f"{event.region} {event.postal_code}".strip()
    parts = (event.venue_name, event.street_address, event.city, region)
    return one_line(", ".join(part for part in parts if part))


def description(event, organisations=(), accessibility=(), languages=(), day=None):
    """The description of an event in a calendar.

    Args:
        event: an EventPage.
        day: a date of its rule that may have a note of its own, which stands first.
        organisations: the names of the organizations that hold it.
        accessibility, languages: portal.taxonomy.selectors.Term of the event.

    Returns:
        Text of several lines.
    """
    note = date_texts.note_on(event, day) if day else ""
    lines = [note, *_lines(event, organisations, accessibility, languages)]
    return "\n".join(clean_text(line) for line in lines if line)


def _full_words(event):
    """The dates on which no place is left, as a sentence; "" if there are none."""
    full = sorted(filter(is_date, event.status.full_dates))
    if not full:
        return ""
    days = ", ".join(date_words(datetime.date.fromisoformat(day)) for day in full)
    return _("Full: no places left on %(days)s.") % {"days": days}


def _lines(event, organisations, accessibility, languages):
    status = event.status
    if status.reason and status.state != EventStatus.State.SCHEDULED:
        yield _("Reason: %(reason)s") % {"reason": status.get_reason_display()}
    yield event.status_note if status.state != EventStatus.State.SCHEDULED else ""
    yield event.summary
    yield plain_text(event.description, with_addresses=True)
    if len(organisations) > 1:
        yield _("Organizations: %(names)s") % {"names": list_words(organisations)}
    elif organisations:
        yield _("Organization: %(name)s") % {"name": organisations[0]}
    if event.attendance != EventPage.Attendance.PLACE and event.online_url:
        yield _("Join online: %(address)s") % {"address": event.online_url}
    if event.registration_url:
        yield _("Register: %(address)s") % {"address": event.registration_url}
    if event.capacity:
        yield _("Places: %(number)d") % {"number": event.capacity}
    yield _full_words(event)
    if event.attendance != EventPage.Attendance.ONLINE and event.shows_place and event.directions:
        yield _("How to get there: %(directions)s") % {"directions": " ".join(event.directions.split())}
    if event.cost:
        yield _("Cost: %(cost)s") % {"cost": event.cost}
    if languages:
        yield _("Languages: %(languages)s") % {"languages": ", ".join(term.name for term in languages)}
    if accessibility:
        offered = ", ".join(term.name for term in accessibility)
        yield _("Accessibility: %(offered)s") % {"offered": offered}
    if event.accessibility_contact:
        yield _("Ask for what you need to take part: %(contact)s.") % {"contact": event.accessibility_contact}
        if event.accessibility_request_by:
            yield _("Please ask by %(day)s.") % {"day": date_words(event.accessibility_request_by)}
    contact = [part for part in (event.contact_name, event.contact_phone, event.contact_email) if part]
    if contact:
        yield _("Questions: %(contact)s") % {"contact": ", ".join(contact)}
