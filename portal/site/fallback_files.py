"""Files on this machine with the last known site context, for when neither the database nor the cache works. Help lines and the exit must
not depend on either."""

import logging
import os
import pickle
import tempfile
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)

# For each language the cache version for which this process has written its file.
_kept: dict[str, str] = {}


def keep(context, version):
    """Write the site context of a language to its file, if it is not there yet. Never raises.

    Args:
        context: a SiteContext.
        version: its cache version.
    """
    if _kept.get(context.language) == version:
        return
    try:
        content, path = pickle.dumps(context), _path(context.language)
        if not path.exists() or path.read_bytes() != content:
            path.parent.mkdir(exist_ok=True)
            # Written to a temporary file and renamed: if the disk is full, the older file is kept.
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
    """The last known SiteContext in a language, else in the default language, else None."""
    for code in dict.fromkeys((language, settings.LANGUAGE_CODE)):
        try:
            return pickle.loads(_path(code).read_bytes())  # noqa: S301 - written by this hub alone
        except FileNotFoundError:
            continue
        except Exception as error:  # Written by another version of the code, or truncated.
            logger.warning("The last known help lines cannot be read (%s).", type(error).__name__)
    return None


def _path(language):
    return Path(settings.VAR_DIR) / "last_known" / f"{language}.pickle"
