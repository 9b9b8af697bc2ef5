"""The two sides of a comparison, for Wagtail's page "Compare"."""

from django import template
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime

from portal.review.comparison import changes_in

register = template.Library()


@register.simple_tag
def side_by_side(comparisons):
    """The changes within Wagtail's comparisons (portal.review.comparison.Change)."""
    return changes_in(comparisons)


@register.filter
def version_name(heading):
    """Wagtail's name of a version: the moment of saving as people write it, or its word for it."""
    try:
        moment = parse_datetime(str(heading))
    except ValueError:
        moment = None
    return date_format(localtime(moment), "DATETIME_FORMAT") if moment else heading
