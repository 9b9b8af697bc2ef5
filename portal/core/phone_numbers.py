"""Compares a phone number as displayed and as dialed: if they differ, a call reaches somebody else."""

import re
import unicodedata
from collections.abc import Iterable
from html.parser import HTMLParser
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField

# The letters on the keys of a phone (ITU-T E.161).
KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_EXTENSION = re.compile(
    r"[\s,;]*(?:\b(?:ext|extension|ex|x|ext[ae]nsi[oó]n|anexo)\b\.?|;ext=|#)\s*[0-9]{1,6}\s*$", re.I
)
# Digits and capital letters with the usual separators.
_RUN = re.compile(r"[+(]?[0-9A-Z](?:[\s().\-‐-―·]*[0-9A-Z])*")
_SECOND = re.compile(r"\(([^()]*)\)")


def disagreement(number: str, shown: str) -> str:
    """The error message if a dialed number and its displayed text differ; "" if they are the same number.

    Args:
        number: as dialed, such as "+12025550123" or "911".
        shown: as displayed, such as "202-555-0123", "1-888-373-SAFE" or "202-555-0123 ext. 4".
    """
    if not number or not shown or agree(number, shown):
        return ""
    return _(
        "The number that people read (%(shown)s) is not the number that is dialed (%(number)s). Enter the same number in both."
    ) % {"shown": shown, "number": number}


def agree(number: str, shown: str) -> bool:
    """Whether a text shows a number completely, and no other number."""
    wanted = _dialed_digits(number)
    first, more = _numbers(shown)
    if first is None or not _same(wanted, first, number):
        return False
    return all(_same(wanted, run, number) or _ends(wanted, run) for run in more)


def dialed(shown: str) -> str:
    """The number in a text in dialed form ("+12025550123", "911"); "" if it has none or several."""
    first, more = _numbers(shown)
    if first is None:
        return ""
    digits = _mapped(first)
    if "+" in first:
        number = f"+{digits}"
    else:
        national = digits.removeprefix("1") if len(digits) > 10 and digits.startswith("1") else digits
        # A word on the keys may have more letters than the number has digits.
        if re.search("[A-Z]", first) and len(national) > 10:
            national = national[:10]
        number = f"+1{national}" if len(national) == 10 else digits
    return number if agree(number, shown) else ""


def refuse_pairs(record: Model, pairs: Iterable[tuple[str, str]]) -> None:
    """Refuse numbers whose displayed text is another number.

    Args:
        record: an object with the fields.
        pairs: (name of the dialed field, name of the displayed field).

    Raises:
        ValidationError: with a message at each displayed field.
    """
    found = {shown: disagreement(getattr(record, number), getattr(record, shown)) for number, shown in pairs}
    if any(found.values()):
        raise ValidationError({name: sentence for name, sentence in found.items() if sentence})


def link_disagreement(address: str, words: str) -> str:
    """The error message for a tel: or sms: link whose text shows another number; "" if it is correct."""
    scheme, _colon, number = address.partition(":")
    if scheme.lower() not in ("tel", "sms"):
        return ""
    number = unquote(number.partition("?")[0])
    shown = [run for run in _runs(words) if len(re.sub(r"[^0-9]", "", run)) >= 3]
    return disagreement(number, words) if shown else ""


def refuse_links(record: Model) -> None:
    """Refuse rich text with a link whose text shows another number than it dials.

    Raises:
        ValidationError: with a message at each field.
    """
    found = {}
    for field in record._meta.concrete_fields:
        if isinstance(field, RichTextField):
            sentences = [link_disagreement(*link) for link in _links(field.value_from_object(record) or "")]
            if any(sentences):
                found[field.name] = [sentence for sentence in sentences if sentence]
    if found:
        raise ValidationError(found)


# --- Parsing ----------------------------------------------------------------------------------------------------------
def _plain(text: str) -> str:
    """The text with digits of any script as 0 to 9, without an extension."""
    text = "".join(str(unicodedata.digit(sign)) if sign.isdigit() else sign for sign in str(text))
    return _EXTENSION.sub("", text.replace("\u00a0", " "))


def _runs(text: str) -> list[str]:
    text = _plain(text)
    # "+44 (0)20 …": the 0 is only dialed within the country.
    text = re.sub(r"(?<=[0-9])\s*\(0\)", " ", text)

    def apart(match: re.Match[str]) -> str:
        # "(202) 555-0123" begins with its area code; "233733 (BEFREE)" contains the number twice.
        before = text[: match.start()]
        return f"\n{match[1]}\n" if len(re.sub("[^0-9A-Z]", "", before)) >= 3 else match[0]

    return _RUN.findall(_SECOND.sub(apart, text).replace("\n", " / "))


def _numbers(text: str) -> tuple[str | None, list[str]]:
    """(The number in a text, other numbers) as written; (None, []) without one."""
    runs = _runs(text)
    numbers = [run for run in runs if len(re.sub("[^0-9]", "", run)) >= 3]
    if not numbers:
        # "BEFREE" alone.
        numbers = [run for run in runs if len(_mapped(run)) >= 5]
    return (numbers[0], numbers[1:]) if numbers else (None, [])


def _mapped(run: str) -> str:
    return re.sub("[^0-9]", "", run.translate(KEYS))


def _dialed_digits(number: str) -> str:
    digits = re.sub("[^0-9]", "", _plain(number))
    return digits.removeprefix("1") if len(digits) == 11 and digits.startswith("1") else digits


def _same(wanted: str, run: str, number: str) -> bool:
    # "TEXT 233733", "711 TTY": such a word is not dialed.
    plain = re.sub(r"^(?:[A-Z]+\s+)+", "", run)
    short = re.sub(r"(?:\s+[A-Z]+)+$", "", plain)
    candidates = {_mapped(run), _mapped(plain)} | ({_mapped(short)} if len(_mapped(short)) <= 6 else set())
    for digits in candidates:
        if wanted in (digits, digits.removeprefix("1") if len(digits) >= 11 else digits):
            return True
        national = digits.removeprefix("1")
        if re.search("[A-Z]", run) and len(wanted) == 10 and len(national) <= 15 and national[:10] == wanted:
            return True
        # A number of another country, in international form.
        home = digits.lstrip("0")
        foreign = str(number).startswith("+") and not str(number).startswith("+1") and digits.startswith("0")
        if foreign and wanted.endswith(home) and 1 <= len(wanted) - len(home) <= 3:
            return True
    return False


def _ends(wanted: str, run: str) -> bool:
    """Whether a second group repeats the end of the number, as “(7233)” after “1-888-373-SAFE”."""
    digits = _mapped(run)
    return len(digits) >= 4 and wanted.endswith(digits)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.address: str | None = None
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.address, self.words = dict(attrs).get("href") or "", []

    def handle_data(self, data: str) -> None:
        if self.address is not None:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.address is not None:
            self.found.append((self.address.strip(), "".join(self.words)))
            self.address = None


def _links(source: str) -> list[tuple[str, str]]:
    """(address, text) of each link in rich text."""
    reader = _Reader()
    reader.feed(source)
    return reader.found
