"""The names of series: events of one organization that belong together have the same."""

from uuid import UUID

from django.utils.text import slugify

from .models import EventPage


def series_slug(name: str) -> str:
    """What stands in the address for a series; the same for names that differ only in case, spaces and punctuation."""
    return slugify(name, allow_unicode=True)


def series_names(organisation_key: UUID, slug: str) -> list[str]:
    """The names that the public events of an organization have for a series, in any language. One query.

    Args:
        organisation_key: the organization's translation_key.
        slug: the result of series_slug().
    """
    events = EventPage.objects.live().filter(organisation__translation_key=organisation_key)
    names = events.exclude(series_name="").order_by("series_name").values_list("series_name", flat=True)
    return [name for name in names.distinct() if series_slug(name) == slug]
