"""Reading which languages the hub speaks."""

from django.conf import locale
from django.core.exceptions import ImproperlyConfigured


def languages(codes):
    """The languages of the hub with their own names, English first.

    Args:
        codes: language codes, such as ["en", "fr"].

    Returns:
        A list of (code, name in the language itself) pairs, as Django's LANGUAGES wants them.

    Raises:
        ImproperlyConfigured: English is missing, or a code is unknown.
    """
    codes = [code.strip().lower() for code in codes if code.strip()]
    unknown = [code for code in codes if "name_local" not in locale.LANG_INFO.get(code, {})]
    if unknown:
        raise ImproperlyConfigured(
            f"LANGUAGES: {', '.join(unknown)} is not known. Write language codes, separated by commas, such as en,es."
        )
    if "en" not in codes:
        raise ImproperlyConfigured(
            "LANGUAGES: en is missing. English stands at the addresses without a prefix; write for example en,es."
        )
    ordered = ["en", *dict.fromkeys(code for code in codes if code != "en")]
    names = {code: locale.LANG_INFO[code]["name_local"] for code in ordered}
    return [(code, name[0].upper() + name[1:]) for code, name in names.items()]
