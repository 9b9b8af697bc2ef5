"""Names of languages in the reader's language, for the office and members: "Spanish" on an English screen.

For visitors, each language is named in itself (`settings.LANGUAGES`, and the template filter `language_name`).
"""

from django.conf import settings
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext


def name_of(code: str) -> str:
    """The name of a language in the active language; the code itself if it is unknown.

    Args:
        code: a language code.
    """
    try:
        name = get_language_info(code)["name"]
    except KeyError:
        return code
    return capfirst(gettext(name))


lazy_name_of = lazy(name_of, str)


def choices(but_first: bool = False) -> list[tuple[str, str]]:
    """The languages of the hub as choices of a field.

    Args:
        but_first: whether to leave out the default language, such as for translations.

    Returns:
        A list of (code, name) pairs; the names are translated lazily.
    """
    codes = [
        code for code, _own_name in settings.LANGUAGES if not but_first or code != settings.LANGUAGE_CODE
    ]
    return [(code, lazy_name_of(code)) for code in codes]
