"""How languages are called in the reader's language, for the office and for members: "Spanish" on an English screen.

Readers are offered each language by its own name (`settings.LANGUAGES`, and the template filter `language_name`).
"""

from django.conf import settings
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import get_language_info, gettext


def name_of(code: str) -> str:
    """How a language is called in the active language; the code itself where nobody knows it.

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
    """The languages of the hub, to choose from.

    Args:
        but_first: whether the hub's first language is left out, such as for translations.

    Returns:
        A list of (code, name) pairs; the names are read when they are shown.
    """
    codes = [
        code for code, _own_name in settings.LANGUAGES if not but_first or code != settings.LANGUAGE_CODE
    ]
    return [(code, lazy_name_of(code)) for code in codes]
