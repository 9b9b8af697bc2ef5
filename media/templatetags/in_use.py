"""Template tags for the forms of library items that the public sees."""

from django import template

from media.library import new_item

register = template.Library()
register.filter("usage_url", new_item.usage_url)
register.filter("new_url", new_item.new_url)
