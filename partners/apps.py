"""Who collaborates: organisations, their members and workspace, events, calendars, the directory for machines."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    """Partner organisations."""

    name = "partners"
    verbose_name = _("Partners")
    scheduled_commands = []
