"""What partners add to Wagtail's admin."""

from partners import members_admin  # noqa: F401  Its hooks are registered by importing it.
