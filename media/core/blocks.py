"""Blocks with pictures, documents and videos, and the block for the body of a page that page types in the apps above use."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from portal.pages.blocks import TEXT_BLOCKS, BodyBlock


class PictureBlock(blocks.StructBlock):
    """A picture with alternative text, or marked as decorative (WCAG 1.1.1)."""

    image = ImageBlock(
        label=_("Image"),
        help_text=_("No picture of abuse, and none in which someone who was trafficked can be recognized."),
    )
    caption = blocks.CharBlock(
        label=_("Caption"), required=False, max_length=300, help_text=_("What the picture adds to the text.")
    )

    class Meta:
        icon = "image"
        label = _("Image")
        template = "media/blocks/picture.html"


class DocumentBlock(blocks.StructBlock):
    """A document to download, with its type, size, language and whether it is accessible."""

    document = DocumentChooserBlock(
        label=_("Document"), help_text=_("Say in the document library whether it is accessible.")
    )
    note = blocks.CharBlock(label=_("Note"), required=False, max_length=200, help_text=_("What it is for."))

    class Meta:
        icon = "doc-full"
        label = _("Document")
        template = "media/blocks/document.html"


MEDIA_BLOCKS = [
    ("image", PictureBlock()),
    ("document", DocumentBlock()),
    (
        "video",
        blocks.PageChooserBlock(
            label=_("Video"), page_type="media.VideoPage", icon="media", template="media/blocks/video.html"
        ),
    ),
]


class FullBodyBlock(BodyBlock):
    """Text, pictures, documents and videos."""

    def __init__(self, local_blocks=None, **kwargs):
        super().__init__([*TEXT_BLOCKS, *MEDIA_BLOCKS, *(local_blocks or [])], **kwargs)
