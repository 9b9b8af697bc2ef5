"""Recognizes phone numbers in a query, however they are written: "1-888-373-7888", "(888) 373 7888", "8883737888"."""

import re

from portal.core.stemming import folded_words
from portal.site.site_context import get_site_context

# From this many digits on, the end of a number is enough: people leave out the country.
LONG_NUMBER = 7
# Words beside a number that only say what to do with it, folded, of all languages together.
_CALLING = """
    a at by call calling chat dial hotline i is line message my number phone send sms telephone text texting the to txt what
    al chatear cual el en es enviar envie escribir la linea llamada llamar llame mandar marcar marque mensaje numero por que
    telefono texto un una
    fariin farriin khadka lambar lambarka qor qoraal soo u wac wacitaan taleefan telefoon
    hu lus mus ntawv nab npawb rau sau tooj tus xa xov
"""
CALLING = frozenset(_CALLING.split())
_NUMBER = re.compile(r"\+?\(?\d[\d\s().\-–‑/]*")


def number_in(typed, language):
    """The digits of a query that is a phone number, or "".

    A short number, and one beside words for calling and texting, counts if it is one of the hub's own: "233733", "text 988", "llame al 311".

    Args:
        typed: the text as typed.
        language: the reader's language.
    """
    runs = [digits for run in _NUMBER.findall(typed) if (digits := re.sub(r"\D", "", run))]
    words = folded_words(re.sub(r"\d", " ", typed), language)
    if not words and len("".join(runs)) >= LONG_NUMBER:
        return "".join(runs)
    if len(runs) != 1 or not CALLING.issuperset(words):
        return ""
    return runs[0] if line_of(typed, language) or is_of_office(runs[0], language) else ""


def is_of_office(digits, language):
    """Whether a number is one of the office's own phones, such as 311."""
    phones = get_site_context(language).phones
    return any(_same(digits, re.sub(r"\D", "", phone.number)) for phone in phones)


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
