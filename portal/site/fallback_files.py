"""What surrounds pages, as it was last read from the database: in files of this machine, for the time when neither it nor the
cache answers. Help lines and the exit must not depend on either.
"""

import logging
import os
import pickle
import tempfile
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

# By language, the version under which this process has kept its file.
_kept: dict[str, str] = {}


def keep(context, version):
    """Write what surrounds pages in a language into its file, if it is not there yet. Never raises.

    Args:
        context: a SiteContext.
        version: under which the cache keeps it.
    """
    if _kept.get(context.language) == version:
        return
    try:
        content, path = pickle.dumps(context), _path(context.language)
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(exist_ok=True)
            # Written beside it and moved: a full disk leaves the older file as it is.
            number, beside = tempfile.mkstemp(dir=path.parent)
            try:
                with os.fdopen(number, "wb") as file:
                    file.write(content)
                Path(beside).replace(path)
            except OSError:
                Path(beside).unlink(missing_ok=True)
                raise
    except OSError as error:
        logger.warning("The last known help lines could not be written (%s).", type(error).__name__)
        return
    _kept[context.language] = version


def recall(language):
    """The last known SiteContext in a language, that of the first language where there is none, or None."""
    for code in dict.fromkeys((language, settings.LANGUAGE_CODE)):
        try:
            return pickle.loads(_path(code).read_bytes())  # noqa: S301 - written by this hub alone
        except FileNotFoundError:
            continue
        except Exception as error:  # Written by another version of the code, or cut short.
            logger.warning("The last known help lines cannot be read (%s).", type(error).__name__)
    return None


def _path(language):
    return Path(settings.VAR_DIR) / "last_known" / f"{language}.pickle"
