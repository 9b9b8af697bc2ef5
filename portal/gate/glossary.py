"""Fixed terms of translations. They warn: a translator may have a reason."""

from portal.glossary import breaches
from portal.publishing import WARN, PublishFailure

from .requirements import GLOSSARY


def check(page, parts):
    """Where a translated page departs from the glossary of its language.

    Args:
        page: a HubPage.
        parts: its parts.

    Returns:
        A list of PublishFailure.
    """
    return [
        PublishFailure(
            breach.path.partition(".")[0],
            breach.message,
            level=WARN,
            anchor=_block(breach.path),
            code=GLOSSARY,
        )
        for breach in breaches(page)
    ]


def _block(path):
    parts = path.split(".")
    return parts[1] if len(parts) > 1 else ""
