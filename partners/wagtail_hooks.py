"""What partners add to Wagtail's admin."""

from partners import activity_report, members_admin, review_admin, status_admin, status_log  # noqa: F401  Their hooks are registered by importing them.
