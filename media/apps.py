"""What is shown: images, documents, videos with captions and transcripts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    """Pictures, documents and videos."""

    name = "media"
    verbose_name = _("Media")

    def ready(self):
        """Connect what reacts to changes."""
        from media import startup  # It imports models, which Django loads before ready().

        startup.connect(self)
