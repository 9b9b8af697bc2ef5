"""Wagtail's tags for pictures, which show nothing where a picture cannot be read: the page is there all the same."""

from django import template
from wagtail.images.models import Picture, SourceImageIOError
from wagtail.images.templatetags import wagtailimages_tags

register = template.Library()


class ImageNode(wagtailimages_tags.ImageNode):
    """`{% image picture width-320 %}` or `… as name %}`."""

    def render(self, context):
        """The picture's element, or nothing."""
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
        """The one size that is asked for."""
        return image.get_rendition(self.get_filter())

    def element(self, rendition, attributes):
        """The size as HTML."""
        return rendition.img_tag(attributes)


class PictureNode(ImageNode, wagtailimages_tags.PictureNode):
    """`{% picture picture format-{avif,webp,jpeg} width-{400,800} %}`."""

    def made(self, image):
        """All sizes that are asked for."""
        return Picture(image.get_renditions(*self.get_filters()))

    def element(self, picture, attributes):
        """The sizes as HTML."""
        picture.attrs = attributes
        return picture.__html__()


@register.tag
def image(parser, token):
    """As Wagtail's tag."""
    node = wagtailimages_tags.image(parser, token)
    node.__class__ = ImageNode
    return node


@register.tag
def picture(parser, token):
    """As Wagtail's tag."""
    node = wagtailimages_tags.image(parser, token)
    node.__class__ = PictureNode
    return node
