"""What stands below a page: its sources and the pages that belong to it."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class SourceBlock(blocks.StructBlock):
    """Where a statement of the page comes from and when somebody looked."""

    title = blocks.CharBlock(
        label=_("Title"), max_length=200, help_text=_("The title of the report, law or page.")
    )
    url = blocks.URLBlock(
        label=_("Address"), required=False, help_text=_("The page itself, not the front page of the site.")
    )
    publisher = blocks.CharBlock(
        label=_("Publisher"), required=False, max_length=120, help_text=_("Who is responsible for it.")
    )
    checked_on = blocks.DateBlock(
        label=_("Checked on"), required=False, help_text=_("The day on which you opened it.")
    )
    note = blocks.CharBlock(
        label=_("Note"),
        required=False,
        max_length=300,
        help_text=_("What it is a source for. Readers see this note."),
    )

    class Meta:
        icon = "link-external"
        label = _("Source")


class SourcesBlock(blocks.StreamBlock):
    """The sources of a page, in order."""

    source = SourceBlock()


class RelatedPagesBlock(blocks.StreamBlock):
    """Pages of the hub that a reader may want next."""

    page = blocks.PageChooserBlock(
        label=_("Page"), page_type="wagtailcore.Page", help_text=_("A page of the hub.")
    )


class TextListBlock(blocks.StreamBlock):
    """A list of short sentences."""

    item = blocks.CharBlock(
        label=_("Sentence"), max_length=300, help_text=_("One situation, as a person in it would say it.")
    )
