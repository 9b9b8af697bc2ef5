"""Links and numbers that a translation drops, and parts that have nothing to translate."""

import re
from collections import Counter

from django.utils.translation import gettext as _

# A group of thousands is one number, however a language separates it.
SEPARATED = re.compile(r"(?<=\d)[.,\u00a0\u202f ](?=\d{3}(?!\d))")
NUMBER = re.compile(r"\d+")
LINK = re.compile(r'<a id="([^"]*)"')
ADDRESS = re.compile(r"https?://[^\s<>\"]+|[^\s<>@]+@[^\s<>@]+\.\w+")
TAG = re.compile(r"<[^>]+>")
LETTERS = re.compile(r"[^\W\d_]{2}")


def has_words(text):
    """Whether a part of an original has words. A number, an address or a sign is the same in every language.

    Args:
        text: the part, with or without tags.
    """
    return bool(LETTERS.search(ADDRESS.sub("", TAG.sub(" ", text))))


def losses(original, translated):
    """What a translation drops: sentences, empty when nothing is lost.

    Args:
        original: a part of the original, with tags.
        translated: its words in another language, with tags.
    """
    found = []
    links = Counter(LINK.findall(original)) - Counter(LINK.findall(translated))
    addresses = set(ADDRESS.findall(original)) - set(ADDRESS.findall(translated))
    if links:
        found.append(_("A link of the original is missing."))
    found += [
        _("The address %(address)s is missing.") % {"address": address} for address in sorted(addresses)
    ]
    numbers = _numbers(original) - _numbers(translated)
    if numbers:
        found.append(
            _("A number of the original is missing: %(numbers)s.") % {"numbers": ", ".join(sorted(numbers))}
        )
    return found


def _numbers(text):
    plain = SEPARATED.sub("", TAG.sub(" ", ADDRESS.sub(" ", text)))
    return Counter(NUMBER.findall(plain))
