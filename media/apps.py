"""What is shown: images, documents, videos with captions and transcripts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MediaConfig(AppConfig):
    """Pictures, documents and videos."""

    name = "media"
    verbose_name = _("Media")
