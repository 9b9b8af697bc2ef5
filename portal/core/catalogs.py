"""Which translation catalogs of the interface have been signed by a person.

Somebody who has read a whole catalog writes name and date into its header `X-Signed-By`, in portal/locale/…/django.po; `manage.py
setup` compiles it. The name is never shown.
"""

import gettext
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import to_locale

HEADER = "x-signed-by"


@cache
def is_signed(language: str) -> bool:
    """Whether a person has signed the compiled catalog of a language. The default language needs no signature.

    A catalog changes only with a new release, so it is read once.

    Args:
        language: a language code of settings.LANGUAGES.
    """
    if language == settings.LANGUAGE_CODE:
        return True
    for folder in settings.LOCALE_PATHS:
        compiled = Path(folder) / to_locale(language) / "LC_MESSAGES" / "django.mo"
        if compiled.exists():
            with compiled.open("rb") as file:
                return bool(gettext.GNUTranslations(file).info().get(HEADER, "").strip())
    return False


def unsigned() -> list[str]:
    """The names of the hub's languages whose catalog is not signed."""
    return [name for code, name in settings.LANGUAGES if not is_signed(code)]
