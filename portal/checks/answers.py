"""What blocks, pictures and documents say of themselves."""

from dataclasses import replace

from wagtail.models import Page


def check(page, parts):
    """The answers of a page's parts.

    A block answers `publishing_errors(value)`; a picture or document that was chosen answers `publishing_errors()`.

    Args:
        page: a HubPage.
        parts: its parts.

    Returns:
        A list of CheckResult.
    """
    failures = []
    for part in parts:
        found = []
        if hasattr(part.kind, "publishing_errors"):
            found = part.kind.publishing_errors(part.value)
        elif hasattr(part.value, "publishing_errors") and not isinstance(part.value, Page):
            found = part.value.publishing_errors()
        failures += [replace(failure, field=part.field, anchor=part.anchor) for failure in found]
    return failures
