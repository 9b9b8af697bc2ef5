"""What social networks show beside a link to a page (https://ogp.me): the page's own picture, else a drawn scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractRendition, SourceImageIOError

from portal.design import social_images

if TYPE_CHECKING:
    from portal.pages.models import HubPage

# What each scene that a page type names shows. No words of it, and none of these, say what the hub is about.
DESCRIPTIONS = {
    "book": _("A drawing: the sun rises behind an open book."),
    "bridge": _("A drawing: two people walk over a bridge at sunrise."),
    "city": _("A drawing: the sun rises over a city by the water."),
    "hall": _("A drawing: people come to a hall with its doors open."),
    "houses": _("A drawing: houses with light in their windows."),
}
# The crop that networks show large. A smaller picture keeps its size.
CROP = f"fill-{social_images.WIDTH}x{social_images.HEIGHT}|format-jpeg|jpegquality-85"


@dataclass(frozen=True)
class SocialImage:
    """A picture with its absolute address. `alt` is "" for one that only decorates."""

    url: str
    width: int
    height: int
    alt: str


def picture_of(page: HubPage) -> AbstractRendition | None:
    """The page's own picture in the size for networks; None where it has none, or its file cannot be read."""
    picture = page.social_picture
    if picture is None:
        return None
    try:
        return picture.get_rendition(CROP)
    except SourceImageIOError:
        return None


def social_image(page: HubPage, request: HttpRequest) -> SocialImage:
    """The picture for a link to a page.

    Args:
        page: a HubPage.
        request: the request, for the absolute address.
    """
    rendition = picture_of(page)
    if rendition is None:
        url = request.build_absolute_uri(static(social_images.static_path(page.social_scene)))
        alt = str(DESCRIPTIONS[page.social_scene])
        return SocialImage(url, social_images.WIDTH, social_images.HEIGHT, alt)
    url = request.build_absolute_uri(rendition.url)
    return SocialImage(url, rendition.width, rendition.height, rendition.alt)
