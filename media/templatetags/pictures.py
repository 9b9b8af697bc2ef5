"""Replaces Wagtail's image tags by tags that output nothing if a picture cannot be read, so that the page is still shown."""

from django import template
from wagtail.images.models import Picture, SourceImageIOError
from wagtail.images.templatetags import wagtailimages_tags

register = template.Library()


class ImageNode(wagtailimages_tags.ImageNode):
    """`{% image picture width-320 %}` or `… as name %}`."""

    def render(self, context):
        """The `<img>` element, or "" if the picture cannot be read."""
        image = self.validate_image(context)
        try:
            shown = self.made(image) if image else None
        except SourceImageIOError:
            shown = None
        if self.output_var_name:
            context[self.output_var_name] = shown
        elif shown is not None:
            return self.element(shown, {name: value.resolve(context) for name, value in self.attrs.items()})
        return ""

    def made(self, image):
        """The rendition that the tag requests."""
        return image.get_rendition(self.get_filter())

    def element(self, rendition, attributes):
        """The HTML of a rendition."""
        return rendition.img_tag(attributes)


class PictureNode(ImageNode, wagtailimages_tags.PictureNode):
    """`{% picture picture format-{avif,webp,jpeg} width-{400,800} %}`."""

    def made(self, image):
        """All renditions that the tag requests."""
        return Picture(image.get_renditions(*self.get_filters()))

    def element(self, picture, attributes):
        """The HTML of the renditions."""
        picture.attrs = attributes
        return picture.__html__()


@register.tag
def image(parser, token):
    """Like Wagtail's `{% image %}`."""
    node = wagtailimages_tags.image(parser, token)
    node.__class__ = ImageNode
    return node


@register.tag
def picture(parser, token):
    """Like Wagtail's `{% picture %}`."""
    node = wagtailimages_tags.image(parser, token)
    node.__class__ = PictureNode
    return node
