"""Lists the phrases that identify a place, and finds them in a text in any spelling.

Phrases are compared without case, accents, spaces and punctuation: "505 Street Avenue", "505-street-avenue", "505%20Street%20Avenue",
"505StreetAvenue.example" and "<b>505</b> Street Avenue" are the same. A phrase matches whole words only. The search needs only digests
of the phrases, so the phrases themselves are not stored.
"""

import hashlib
import hmac
import html
import itertools
import json
import re
import unicodedata
from urllib.parse import unquote

from django.conf import settings
from django.db import models
from wagtail.fields import StreamField

# Never longer than what it replaces, so that it fits into every column.
REPLACEMENT = "[…]"
SHORTEST = 4
_INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|cite|em|i|mark|q|s|small|span|strong|sub|sup|u)\b[^>]*>", re.IGNORECASE
)
_SPECIAL = re.compile(
    r"<[^<>]*>|&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});|(?:%[0-9a-f]{2})+", re.IGNORECASE
)
_LINK = re.compile(r"<a\b[^>]*>(.*?)</a\s*>|<[^<>]*>", re.IGNORECASE | re.DOTALL)
# A web or mail address is removed as a whole, because a part of it leads nowhere.
_ADDRESS = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.)[^\s<>\"]+|[^\s<>\"@]+@[^\s<>\"@]+", re.IGNORECASE)
_UNITS = {
    *(
        "apartment",
        "apt",
        "building",
        "bldg",
        "door",
        "floor",
        "fl",
        "room",
        "rm",
        "suite",
        "ste",
        "unit",
        "#",
    ),
    *("apartamento", "edificio", "oficina", "piso", "puerta", "sala"),
}
_DIRECTIONS = (
    {"n", "north"}, {"s", "south"}, {"e", "east"}, {"w", "west"},
    {"ne", "northeast"}, {"nw", "northwest"}, {"se", "southeast"}, {"sw", "southwest"},
)  # fmt: skip
_KINDS = (
    {"ave", "av", "avenue", "avenida"}, {"blvd", "boulevard"}, {"ct", "court"}, {"dr", "drive"}, {"hwy", "highway"},
    {"ln", "lane"}, {"pkwy", "parkway"}, {"pl", "place"}, {"rd", "road"}, {"sq", "square"}, {"st", "street", "saint"},
    {"ter", "terrace"}, {"trl", "trail"},
)  # fmt: skip
_SAME = {word: sorted(group) for group in (*_DIRECTIONS, *_KINDS) for word in group}
_DIRECTION_WORDS = set().union(*_DIRECTIONS)


# --- Reading a text -------------------------------------------------------------------------------------------
def _letters(text):
    """The letters of a text as they are compared: without case, accents and invisible characters."""
    return "".join(
        sign
        for sign in unicodedata.normalize("NFKD", text).casefold()
        if unicodedata.category(sign) not in ("Mn", "Cf")
    )


def _tokens(text):
    """The words of a text with their start and end; HTML tags are skipped."""
    word, begin, end, found = "", 0, 0, []
    for read, start, stop in _read(text):
        for sign in read:
            if sign.isalnum():
                begin = begin if word else start
                word, end = word + sign, stop
            elif word:
                found.append((word, begin, end))
                word = ""
    if word:
        found.append((word, begin, end))
    return found


def _read(text):
    """The characters of a text as a reader sees them, with their positions: entities and %20 are decoded, tags left out."""
    place = 0
    for special in _SPECIAL.finditer(text):
        yield from _plain(text, place, special.start())
        written, place = special.group(), special.end()
        if written.startswith("<"):
            read = "" if _INLINE.fullmatch(written) else " "
        elif written.startswith("&"):
            read = html.unescape(written)
        else:
            read = unquote(written)
        yield _letters(read), special.start(), special.end()
    yield from _plain(text, place, len(text))


def _plain(text, start, stop):
    for place in range(start, stop):
        sign = text[place]
        yield (sign.lower() if sign.isascii() else _letters(sign)), place, place + 1


# --- The phrases of a place -----------------------------------------------------------------------------------
class Street(str):
    """A street without a house number. Other houses may be in the same street."""

    __slots__ = ()


def phrases_of(values, kept=()):
    """The phrases that identify a place.

    Args:
        values: a dict of the fields of an event's or organization's place to their values.
        kept: names that stay public, such as the organization's and the city's; phrases within them are ignored.

    Returns:
        A set of phrases; those that are only a street are instances of Street.
    """
    found = set()
    for name in ("venue_name", "address_2"):
        found |= _names(values.get(name))
    found |= _streets(values.get("street_address"))
    found |= _ways(values.get("directions"))
    for place in _places_of_dates(values.get("date_places")):
        name, _comma, street = place.partition(",")
        found |= _names(name) | _names(place) | _streets(street) | _streets(place)
    latitude, longitude = values.get("latitude"), values.get("longitude")
    for degrees in (latitude, longitude):
        found |= _coordinates(degrees)
    for name in kept:
        words = [word for word, _begin, _end in _tokens(str(name or ""))]
        found -= {
            "".join(words[first:last]) for first, last in itertools.combinations(range(len(words) + 1), 2)
        }
    return {phrase for phrase in found if len(phrase) >= SHORTEST}


def _places_of_dates(value):
    """The places in the text of single dates: "2027-04-15: Example Library, 12 Elm Street"."""
    return [line.partition(":")[2].strip() for line in str(value or "").splitlines() if ":" in line]


def _tags(text):
    """The contents of HTML tags, such as the address of a link."""
    return [tag.group()[1:-1] for tag in re.finditer(r"<[^<>]+>", text)]


def _words(text):
    return [word for word, _begin, _end in _tokens(str(text or ""))]


def _names(value):
    """The name of a place, as a whole and up to its first comma: "Example Library, room 2"."""
    text = str(value or "")
    return {"".join(_words(part)) for part in (text, text.split(",")[0])}


def _streets(value):
    """A street with and without its number, without the room; "Street" or "St.", "N" or "North"."""
    text = str(value or "")
    whole, words = _words(text), _words(re.split(r"[,;#\n]", text)[0])
    unit = next((number for number, word in enumerate(words) if word in _UNITS and number > 1), len(words))
    words = words[:unit]
    found = _spellings(whole) | _spellings(words)
    if words and words[0][:1].isdigit():
        street = words[1:]
        named = next((number for number, word in enumerate(street) if word not in _DIRECTION_WORDS), None)
        if named is not None and (street[named].isalpha() or len(street) > named + 1):
            # The number and the first word of the name: "505 Street" instead of "505 Street Avenue".
            found |= _spellings([words[0], *street[: named + 1]]) | {words[0] + street[named]}
        if len(street) > 1:
            found |= {Street(phrase) for phrase in _spellings(street)}
            if street[-1] in _DIRECTION_WORDS and len(street) > 2:
                found |= {Street(phrase) for phrase in _spellings(street[:-1])} | _spellings(words[:-1])
    return found


def _spellings(words):
    choices = [_SAME.get(word, [word]) for word in words[:8]]
    rest = "".join(words[8:])
    return {"".join(chosen) + rest for chosen in itertools.islice(itertools.product(*choices), 32)}


def _ways(value):
    """The directions as a whole, and each sentence of three words or more."""
    text = str(value or "")
    parts = [_words(part) for part in re.split(r"[.;!?\n]+", text)]
    return {"".join(_words(text)), *("".join(words) for words in parts if len(words) > 2)}


def _coordinates(value):
    """Coordinates with all their decimals, and with four (about ten meters)."""
    if value in (None, ""):
        return set()
    whole, _dot, decimals = str(value).lstrip("-+").partition(".")
    lengths = {len(decimals), len(decimals.rstrip("0")), 4, 5} if len(decimals) >= 4 else set()
    return {whole + decimals[:length] for length in lengths if length >= 4}


# --- Finding phrases --------------------------------------------------------------------------------------------
def keys_of_settings():
    """The keys of the digests: first that of the present SECRET_KEY, which new digests use, then the former ones."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [hashlib.sha256(f"words of confidential places\0{secret}".encode()).digest() for secret in secrets]


def digest_of(phrase, key=None):
    """The keyed digest of a phrase. Without the key, it cannot be guessed by trying addresses."""
    return hmac.digest(key or keys_of_settings()[0], phrase.encode(), "sha256").hex()


class Redactor:
    """Finds and removes the phrases of a page's confidential places, given their digests."""

    def __init__(self, digests=(), phrases=(), keys=None):
        """Prepare the search.

        Args:
            digests: for each phrase: its digest, its length and, if known, whether it is only a street.
            phrases: the result of phrases_of().
            keys: the keys of the digests; by default those of the settings.
        """
        self._digests: dict[int, dict[str, bool]] = {}
        for digest, length, *is_street in digests:
            same = self._digests.setdefault(length, {})
            # A phrase that is only a street for one place may be the name of another one.
            same[digest] = any(is_street) and same.get(digest, True)
        self._phrases = {str(phrase): isinstance(phrase, Street) for phrase in phrases}
        self._lengths = {*self._digests, *(len(phrase) for phrase in self._phrases)}
        self._longest = max(self._lengths, default=0)
        self._keys = (keys or keys_of_settings()) if self._digests else []

    def __bool__(self):
        return bool(self._lengths)

    def _find(self, phrase):
        """True if a phrase is only a street, False if it identifies the place itself, None if it is not known."""
        if phrase in self._phrases:
            return self._phrases[phrase]
        known = self._digests.get(len(phrase))
        found = (known.get(digest_of(phrase, key)) for key in self._keys) if known else ()
        return next((is_street for is_street in found if is_street is not None), None)

    def _is_another_house(self, tokens, first, phrase):
        """Whether an address begins with another house number than the confidential one. 77a is not another house than 77."""
        number = re.match(r"\d+", tokens[0][0]) if first == 1 else None
        if not number:
            return False
        near = (number.group() + phrase, number.group() + tokens[1][0])
        return all(self._find(one) is None for one in near)

    def _spans(self, text, is_address=False):
        """Where the phrases are, from first to last; overlapping ones are merged."""
        tokens = _tokens(text)
        found: list[tuple[int, int]] = []
        for first, (_word, begin, _end) in enumerate(tokens):
            phrase = ""
            for word, _begin, end in tokens[first:]:
                phrase += word
                if len(phrase) > self._longest:
                    break
                is_street = self._find(phrase) if len(phrase) in self._lengths else None
                if is_street is not None:
                    if is_address and is_street and self._is_another_house(tokens, first, phrase):
                        continue
                    if found and begin < found[-1][1]:
                        found[-1] = (found[-1][0], max(end, found[-1][1]))
                    else:
                        found.append((begin, end))
        return found

    def _extents(self, text, is_address=False):
        """Like _spans(), but extended to the whole of a web or mail address that contains a phrase."""
        addresses = [match.span() for match in _ADDRESS.finditer(text)]
        place = 0
        for begin, end in self._spans(text, is_address):
            for first, last in addresses:
                if first < end and begin < last:
                    begin, end = min(begin, first), max(end, last)
            begin = max(begin, place)
            if begin < end:
                yield begin, end
                place = end

    def found_in(self, text, is_address=False):
        """Whether a text, its addresses or its HTML tags contain any of the phrases.

        Args:
            text: the text to search.
            is_address: whether the text is a street with a house number: then another house in the same street does not match.
        """
        if not self or not text:
            return False
        text = str(text)
        if self._spans(text, is_address):
            return True
        return any(self._spans(tag) for tag in _tags(text))

    def said_in(self, value):
        """The phrases as they are written in a text, or in the texts of lists and dictionaries, to show them to the author.

        Returns:
            A list of strings without repetition.
        """
        if isinstance(value, list | dict):
            parts = value if isinstance(value, list) else value.values()
            return list(dict.fromkeys(word for part in parts for word in self.said_in(part)))
        text = str(value or "")
        said = [part[begin:end] for part in (text, *_tags(text)) for begin, end in self._extents(part)]
        plain = (html.unescape(re.sub(r"<[^<>]*>", "", words)) for words in said)
        return list(dict.fromkeys(" ".join(words.split()) for words in plain))

    def redact(self, text, is_address=False):
        """Remove the phrases from a text. Web addresses and links that contain them are removed as a whole."""
        if not self.found_in(text, is_address):
            return text
        text = _LINK.sub(self._without_link, text)
        parts, place = [], 0
        for begin, end in self._extents(text, is_address):
            # Tags between the words are kept, so that every open tag is closed.
            tags = "".join(re.findall(r"<[^<>]*>", text[begin:end]))
            parts += [text[place:begin], REPLACEMENT, tags]
            place = end
        return "".join([*parts, text[place:]])

    def _without_link(self, match):
        written = match.group()
        tag = written[: written.index(">") + 1]
        if not self._spans(tag[1:-1]):
            return written
        return match.group(1) or ""

    def redact_json(self, value):
        """A value of lists and dictionaries with the phrases removed from all strings."""
        if isinstance(value, str):
            return self.redact(value)
        if isinstance(value, list):
            return [self.redact_json(item) for item in value]
        if isinstance(value, dict):
            return {key: self.redact_json(item) for key, item in value.items()}
        return value

    def redact_field(self, field, value):
        """The value of a field without the phrases; the value itself if it contains none.

        Args:
            field: a field of a model.
            value: its value, as a model or a revision stores it.

        Returns:
            The value without the phrases; empty for a web or mail address.
        """
        if not self or not value:
            return value
        if isinstance(field, models.URLField | models.EmailField):
            return "" if self.found_in(value) else value
        if isinstance(field, StreamField):
            if isinstance(value, str):
                return json.dumps(self.redact_json(json.loads(value)))
            cleaned = self.redact_json(prepared := json.loads(json.dumps(field.get_prep_value(value))))
            return value if cleaned == prepared else field.to_python(cleaned)
        return self.redact(value, field.name == "street_address") if isinstance(value, str) else value
