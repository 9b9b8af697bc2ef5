"""Wagtail's accounts, with the hub's own forms for them."""

from wagtail.users.apps import WagtailUsersAppConfig


class HubUsersConfig(WagtailUsersAppConfig):
    """Stands in INSTALLED_APPS in the place of wagtail.users."""

    user_viewset = "portal.staff.admin.AccountViewSet"
