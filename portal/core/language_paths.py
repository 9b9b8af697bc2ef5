"""The language prefix of addresses, such as "/so/events/"."""

from django.utils.translation import get_language_from_path


def without_language(path: str) -> str:
    """A path as it is in the default language: "/events/" for "/so/events/"."""
    if language := get_language_from_path(path):
        return path.removeprefix(f"/{language}")
    return path
