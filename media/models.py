"""Collects the models of the app, as Django requires."""

from media.documents.models import HubDocument
from media.images.models import HubImage, HubRendition
from media.videos.models import HubMedia, VideoIndexPage, VideoPage

__all__ = ["HubDocument", "HubImage", "HubMedia", "HubRendition", "VideoIndexPage", "VideoPage"]
