"""The picture that social networks show beside a link to a page."""

from django import template

from portal.pages import social_image as images

register = template.Library()


@register.simple_tag(takes_context=True)
def social_image(context):
    """The page's picture for social networks (portal.pages.social_image.SocialImage)."""
    return images.social_image(context["page"], context["request"])
