"""What blocks, pictures and documents say of themselves."""

from dataclasses import replace

from wagtail.models import Page


def check(page, parts):
    """The answers of a page's parts.

    A block answers `publish_failures(value)`; a picture or document that was chosen answers `publish_failures()`.

    Args:
        page: a HubPage.
        parts: its parts.

    Returns:
        A list of PublishFailure.
    """
    failures = []
    for part in parts:
        found = []
        if hasattr(part.kind, "publish_failures"):
            found = part.kind.publish_failures(part.value)
        elif hasattr(part.value, "publish_failures") and not isinstance(part.value, Page):
            found = part.value.publish_failures()
        failures += [replace(failure, field=part.field, anchor=part.anchor) for failure in found]
    return failures
