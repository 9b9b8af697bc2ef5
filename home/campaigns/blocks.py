"""The blocks of a campaign: key days, steps, things of the toolkit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import StreamValue, StructValue
from wagtail.documents.blocks import DocumentChooserBlock

from portal.core.page_links import links_by_id
from portal.pages.blocks import LIMITED_FEATURES, LinkValue, link_failures

if TYPE_CHECKING:
    from portal.checks.publishing import CheckResult


# The symbols of steps, named like their files in portal/design/templates/portal/icons/.
SYMBOLS = [
    ("learn", _("A book: learn")),
    ("poster", _("A sheet: put something up")),
    ("people", _("People: meet")),
    ("text", _("A speech bubble: speak")),
    ("help", _("A hand: help")),
]


class KeyDayBlock(blocks.StructBlock):
    """An important day of the campaign."""

    date = blocks.DateBlock(label=_("Date"), help_text=_("The day."))
    title = blocks.CharBlock(label=_("Title"), max_length=160, help_text=_("What it is called."))
    text = blocks.RichTextBlock(
        label=_("Text"),
        features=LIMITED_FEATURES,
        required=False,
        help_text=_("What people do on it. Optional."),
    )


class ToolkitValue(LinkValue):
    """An item of the toolkit, with its address."""

    @cached_property
    def href(self) -> str:
        """The address of the document, else of the page or site; "" if there is none."""
        document = self.get("document")
        return document.url if document else super().href


class ToolkitItemBlock(blocks.StructBlock):
    """A document or page to print, show or share."""

    title = blocks.CharBlock(label=_("Title"), max_length=160, help_text=_("What it is called."))
    text = blocks.CharBlock(label=_("What it is for"), max_length=300, help_text=_("One sentence."))
    page = blocks.PageChooserBlock(
        label=_("Page of the hub"),
        required=False,
        help_text=_("Choose a document, a page or an address: one of the three."),
    )
    url = blocks.URLBlock(
        label=_("Address of another site"), required=False, help_text=_("The whole address, with https://.")
    )
    document = DocumentChooserBlock(
        label=_("Document to download"), required=False, help_text=_("A file of this hub, such as a poster.")
    )

    class Meta:
        value_class = ToolkitValue

    def link_text(self, value: StructValue) -> str:
        """The text of the link, for the publishing checks."""
        return value["title"] or ""

    def publishing_errors(self, value: StructValue) -> list[CheckResult]:
        """There must be something to open."""
        return [] if value["document"] else link_failures(value)


@dataclass(frozen=True)
class Step:
    """A step as the page shows it. `url` is "" where it leads nowhere, or its page is not public."""

    symbol_file: str
    title: str
    text: str
    url: str


class StepBlock(blocks.StructBlock):
    """One way to take part, in a few words."""

    symbol = blocks.ChoiceBlock(
        label=_("Symbol"),
        choices=SYMBOLS,
        default=SYMBOLS[0][0],
        help_text=_("It is shown next to the title and has no other meaning."),
    )
    title = blocks.CharBlock(
        label=_("Title"), max_length=60, help_text=_("What to do, such as “Put up a poster”.")
    )
    text = blocks.CharBlock(label=_("Text"), max_length=160, help_text=_("How, in one short sentence."))
    page = blocks.PageChooserBlock(
        label=_("Page of the hub"), required=False, help_text=_("Where readers find more. Optional.")
    )

    def link_text(self, value: StructValue) -> str:
        """The text of the link, for the publishing checks."""
        return value["title"] or ""


def shown_steps(stream: StreamValue) -> list[Step]:
    """The steps of a campaign, without a query for their pages: links that were seen once come from the cache.

    Args:
        stream: the StreamValue of StepBlocks.
    """
    values = [block["value"] for block in stream.raw_data]
    links = links_by_id([value["page"] for value in values if value.get("page")])
    return [
        Step(
            f"portal/icons/{value.get('symbol') or SYMBOLS[0][0]}.svg",
            value["title"],
            value["text"],
            link.url if (link := links.get(value.get("page"))) else "",
        )
        for value in values
    ]
