"""Django app for images, documents and videos with captions and transcripts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    """Pictures, documents and videos."""

    name = "media"
    verbose_name = _("Media")

    def ready(self):
        """Connect the signal handlers."""
        # Imported here because it imports models, which Django loads before it calls ready().
        from media import startup

        startup.connect(self)
