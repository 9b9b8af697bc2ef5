"""What partners add to Wagtail's admin: their hooks are registered by importing them."""

from partners.api import log_actions
from partners.events import status_log
from partners.members import admin as members_admin
from partners.redaction import admin
from partners.review import activity_report, status_admin
from partners.review import admin as review_admin
from partners.trusted_updates import admin as trusted_updates_admin
