"""What the confirmation of a deletion or an unpublication shows, for Wagtail's templates that the hub extends."""

from django import template

from portal.redirects.removal_admin import Removal

register = template.Library()


@register.simple_tag(takes_context=True)
def removal(context, *pages):
    """What depends on one page, and the field for where its readers go on (portal.redirects.removal_admin.Removal)."""
    return _removal(context, list(pages))


@register.simple_tag(takes_context=True)
def removal_of_all(context, items):
    """The same for the items of a bulk action."""
    return _removal(context, [item["item"] for item in items])


def _removal(context, pages):
    request = context["request"]
    return Removal(pages, request.POST if request.method == "POST" else None)
