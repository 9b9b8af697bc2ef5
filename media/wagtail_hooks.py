"""What the media add to Wagtail's admin."""

from media import reports  # noqa: F401  Each takes its place in the menu.
