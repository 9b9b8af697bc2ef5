"""Reading which languages the hub speaks."""

import re

from django.conf import locale
from django.core.exceptions import ImproperlyConfigured


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogs. Django's own function reads the settings, which are being made here."""
    return text


# Django knows neither Somali nor Hmong: https://code.djangoproject.com/wiki/LanguageCodes
locale.LANG_INFO.update(
    so={"bidi": False, "code": "so", "name": gettext_noop("Somali"), "name_local": "Soomaali"},
    hmn={"bidi": False, "code": "hmn", "name": gettext_noop("Hmong"), "name_local": "Hmoob"},
)
DIRECTIONS = {"": None, "ltr": False, "rtl": True}


def languages(entries):
    """The languages of the hub with their own names, English first.

    A code is enough for a language that Django knows. Another one is written with its own name, and with `rtl` when it is
    written from right to left; Django is told of it here, so that a new language is a setting and a catalogue.

    Args:
        entries: such as ["en", "ar", "om:Oromoo", "ps:پښتو:rtl"].

    Returns:
        A list of (code, name in the language itself) pairs, as Django's LANGUAGES wants them.

    Raises:
        ImproperlyConfigured: English is missing, a code is unknown, or an entry is not written so.
    """
    codes = list(dict.fromkeys(_read(entry) for entry in entries if entry.strip()))
    unknown = [code for code in codes if "name_local" not in locale.LANG_INFO.get(code, {})]
    if unknown:
        raise ImproperlyConfigured(
            f"LANGUAGES: {', '.join(unknown)} is not known. Write its own name after the code, such as om:Oromoo,"
            " and its direction when it is written from right to left, such as ps:پښتو:rtl."
        )
    if "en" not in codes:
        raise ImproperlyConfigured(
            "LANGUAGES: en is missing. English stands at the addresses without a prefix; write for example en,es."
        )
    ordered = ["en", *(code for code in codes if code != "en")]
    names = {code: locale.LANG_INFO[code]["name_local"] for code in ordered}
    return [(code, name[0].upper() + name[1:]) for code, name in names.items()]


def written_from_the_right(codes):
    """Those of the language codes whose writing runs from right to left, as Django's LANGUAGES_BIDI wants them."""
    return [code for code in codes if locale.LANG_INFO[code]["bidi"]]


def _read(entry):
    """The code of an entry. What it says of name and direction is kept where Django looks for it."""
    parts: list[str] = [*(part.strip() for part in entry.split(":")), "", ""]
    code, name, direction, *more = parts
    code, direction = code.lower(), direction.lower()
    # A subtag of BCP 47: it becomes a part of addresses, and the `lang` of pages.
    if not re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", code) or direction not in DIRECTIONS or any(more):
        raise ImproperlyConfigured(
            f"LANGUAGES: “{entry.strip()}” cannot be read. Write a code alone (es), a code and a name (om:Oromoo),"
            " or a code, a name and the direction (ps:پښتو:rtl), separated by commas."
        )
    if name:
        known = locale.LANG_INFO.get(code, {})
        bidi = DIRECTIONS[direction]
        locale.LANG_INFO[code] = {
            "code": code,
            "name": known.get("name", name),
            "name_local": name,
            "bidi": known.get("bidi", False) if bidi is None else bidi,
        }
    return code
