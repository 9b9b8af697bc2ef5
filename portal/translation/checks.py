"""Fixed terms of translations. They warn: a translator may have a reason."""

from portal.checks.publishing import WARNING, CheckResult
from portal.checks.requirements import GLOSSARY

from .glossary import breaches


def check(page, parts):
    """Where a translated page departs from the glossary of its language.

    Args:
        page: a HubPage.
        parts: its parts.

    Returns:
        A list of CheckResult.
    """
    return [
        CheckResult(
            breach.path.partition(".")[0],
            breach.message,
            level=WARNING,
            anchor=_block(breach.path),
            code=GLOSSARY,
        )
        for breach in breaches(page)
    ]


def _block(path):
    parts = path.split(".")
    return parts[1] if len(parts) > 1 else ""
