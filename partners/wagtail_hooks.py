"""What partners add to Wagtail's admin."""

from partners import history, members_admin, review_admin  # noqa: F401  Their hooks are registered by importing them.
