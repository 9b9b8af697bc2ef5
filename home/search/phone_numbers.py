"""Recognizes phone numbers in a query, however they are written: "1-888-373-7888", "(888) 373 7888", "8883737888"."""

import re

from portal.site.site_context import get_site_context

# From this many digits on, the end of a number is enough: people leave out the country.
LONG_NUMBER = 7
_NUMBER = re.compile(r"\+?\(?\d[\d\s().\-–‑/]*")


def number_in(typed):
    """The digits of a query that is a phone number and nothing else, or "".

    Args:
        typed: the text as typed.
    """
    digits = re.sub(r"\D", "", typed)
    return digits if len(digits) >= LONG_NUMBER and not re.search(r"[^\W\d_]", typed) else ""


def line_of(typed, language):
    """The public help line whose number is in a text.

    Args:
        typed: the text as typed.
        language: the reader's language.

    Returns:
        A HelpLine, of any kind, or None.
    """
    typed_numbers = {re.sub(r"\D", "", run) for run in _NUMBER.findall(typed)} - {""}
    for line in get_site_context(language).help_lines if typed_numbers else ():
        for number in filter(None, (line.phone, line.text_number, line.tty)):
            digits = re.sub(r"\D", "", number)
            if any(_same(typed_number, digits) for typed_number in typed_numbers):
                return line
    return None


def _same(typed, digits):
    if len(typed) < LONG_NUMBER or len(digits) < LONG_NUMBER:
        return typed == digits
    return digits.endswith(typed) or typed.endswith(digits)
