"""Reads where an event of a calendar takes place: a place, an address to join online, or both."""

import re
from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from partners.calendars.texts import one_line
from partners.content.cleaning import is_web_address
from partners.events.models import EventPage

from .components import ENTITY, html_text, line_of, text, values

LENGTH = 200
ADDRESS = re.compile(r"https?://[^\s<>\"'\\^`{|}\[\]]+", re.IGNORECASE)
# Services of video meetings: an address there is one to join, wherever it stands.
MEETINGS = re.compile(
    r"^https://([a-z0-9-]+\.)*(teams\.microsoft\.com|teams\.live\.com|zoom\.us|zoomgov\.com|meet\.google\.com|webex\.com|gotomeeting\.com"
    r"|gotowebinar\.com|meet\.jit\.si|whereby\.com|bluejeans\.com)/",
    re.IGNORECASE,
)
MAPS = re.compile(
    r"^https?://(www\.)?(google\.[a-z.]+/maps|maps\.google\.|goo\.gl/maps|maps\.app\.goo\.gl|maps\.apple\.com|osm\.org|openstreetmap\.org"
    r"|bing\.com/maps)",
    re.IGNORECASE,
)
MEETING_FIELDS = (
    "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    "X-MICROSOFT-ONLINEMEETINGEXTERNALLINK",
    "X-GOOGLE-CONFERENCE",
    "CONFERENCE",
)
# What programs and people write as the place of an event that has none.
NO_PLACE = re.compile(
    r"(microsoft teams|teams|zoom|google meet|webex|go ?to ?meeting|skype|online|virtual|webinar|remote|en l[ií]nea|virtualmente"
    r"|(reuni[oó]n|evento|llamada) (de|en|por|virtual|en l[ií]nea)( microsoft teams| zoom| google meet)?)"
    r"([ -](meeting|call|event|webinar|only|room|reuni[oó]n|video call|session))?",
    re.IGNORECASE,
)
COUNTRY = re.compile(
    r"(USA|US|U\.S\.A?\.|United States( of America)?|EE\.? ?UU\.?|Estados Unidos)", re.IGNORECASE
)
STATE_AND_ZIP = re.compile(r"([A-Z]{2})\.?,? +(\d{5}(?:-\d{4})?)")
CITY_STATE_ZIP = re.compile(r"([^\d,]{2,80}?) +([A-Z]{2})\.? +(\d{5}(?:-\d{4})?)")
HOUSE_NUMBER = re.compile(r"\d+[A-Za-z]?(-\d+)? +\S")


@dataclass
class Place:
    """Where an event takes place.

    Attributes:
        fields: fields of EventPage.
        compared: what stands before and behind the first comma, from which the next import sees whether it changed.
        notes: what was left out or assumed.
    """

    fields: dict
    compared: dict
    notes: list


def read_place(component):
    """Read the place of an icalendar.Event."""
    location = line_of(component, "LOCATION")
    in_location = _address_in(location)
    rest = location.replace(in_location, " ") if in_location else location
    rest = one_line(rest).strip(" ,;:–—-()")
    is_no_place = not rest or bool(NO_PLACE.fullmatch(rest))
    notes = []
    if in_location and not MEETINGS.match(in_location) and (not is_no_place or MAPS.match(in_location)):
        # It describes the place; only the address of a meeting lets people join.
        in_location = ""
        notes.append(
            _("The web address in its place was left out. Write where it takes place, if it is missing.")
        )
    link, is_stated = _link(component, in_location, is_no_place and bool(rest))
    if len(link) > LENGTH:
        link = ""
        notes.append(_("The address to join online is longer than 200 characters; it was left out."))
    elif link and not is_stated:
        notes.append(
            _(
                "Everyone will see the address to join online. Remove it if only people who register may know it."
            )
        )
    attendance = EventPage.Attendance.PLACE
    if is_no_place and (rest or link):
        attendance = EventPage.Attendance.ONLINE
    elif link:
        attendance = EventPage.Attendance.BOTH
    fields = {"attendance": attendance, "online_url": link}
    if is_no_place:
        return Place(fields | _parts("", ""), {"venue_name": "", "street_address": ""}, notes)
    first, _comma, behind = rest.partition(",")
    first, behind = Truncator(first.strip()).chars(120), Truncator(behind.strip()).chars(160)
    # Lines of the place separate its parts as commas do.
    lines = ADDRESS.sub(" ", ENTITY.sub(html_text, text(component, "LOCATION"))).split("\n")
    fields |= _split([part for line in lines for part in line.split(",")]) or _parts(first, behind)
    return Place(fields, {"venue_name": first, "street_address": behind}, notes)


def _parts(venue, street, city="", region="", postal_code=""):
    return {
        "venue_name": venue,
        "street_address": street,
        "city": city,
        "region": region,
        "postal_code": postal_code,
    }


def _split(parts):
    """The parts of an American address that ends with city, state and ZIP code; None if it does not."""
    parts = [part for part in (one_line(part) for part in parts) if part]
    if parts and COUNTRY.fullmatch(parts[-1]):
        parts.pop()
    if len(parts) >= 2 and re.fullmatch(r"\d{5}(-\d{4})?", parts[-1]) and re.fullmatch("[A-Z]{2}", parts[-2]):
        parts[-2:] = [f"{parts[-2]} {parts[-1]}"]
    if not parts:
        return None
    if match := STATE_AND_ZIP.fullmatch(parts[-1]):
        city, region, postal_code = parts[-2] if len(parts) > 1 else "", match[1], match[2]
        before = parts[:-2]
    elif match := CITY_STATE_ZIP.fullmatch(parts[-1]):
        city, region, postal_code = match.groups()
        before = parts[:-1]
    else:
        return None
    if not before or not city or any(character.isdigit() for character in city) or len(city) > 80:
        return None
    venue, street = before[0], ", ".join(before[1:])
    if HOUSE_NUMBER.match(venue):
        venue, street = "", ", ".join(before)
    if len(venue) > 120 or len(street) > 160:
        return None
    return _parts(venue, street, city, region, postal_code)


def _address_in(words):
    """The first web address in a text, without the punctuation behind it; "" if there is none."""
    found = ADDRESS.search(words)
    address = found.group().rstrip(".,;:!?)") if found else ""
    return address if is_web_address(address) else ""


def _link(component, in_location, is_online):
    """The address to join online, and whether it is the place itself."""
    if in_location:
        return in_location, True
    for name in MEETING_FIELDS:
        for value in values(component, name):
            address = _address_in(str(value))
            if address and (name != "CONFERENCE" or _is_video(value)):
                return address, False
    description = ENTITY.sub(html_text, text(component, "DESCRIPTION")[:20_000])
    addresses = [found.group().rstrip(".,;:!?)") for found in ADDRESS.finditer(description)][:50]
    addresses = [address for address in addresses if is_web_address(address)]
    meetings = [address for address in addresses if MEETINGS.match(address)]
    if meetings:
        return meetings[0], False
    if is_online and len(set(addresses)) == 1:
        return addresses[0], False
    return "", False


def _is_video(value):
    features = getattr(value, "params", {}).get("FEATURE", "VIDEO")
    return "VIDEO" in str(features).upper()
