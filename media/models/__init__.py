"""Images, documents and videos."""

from .document import HubDocument
from .image import HubImage, HubRendition
from .video import HubMedia, VideoIndexPage, VideoPage

__all__ = ["HubDocument", "HubImage", "HubMedia", "HubRendition", "VideoIndexPage", "VideoPage"]
