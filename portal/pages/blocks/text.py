"""Blocks of text for the body of a page. Each has a template of its own name."""

from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from portal.checks.publishing import CheckResult
from portal.checks.requirements import BROKEN_LINK
from portal.core.page_links import page_links

TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link"]
LIMITED_FEATURES = ["bold", "italic", "ol", "ul", "link"]


class HeadingValue(blocks.StructValue):
    """A heading with an address of its own, so that "On this page" can lead to it."""

    @cached_property
    def anchor(self):
        """The fragment of the heading's address, made from its text."""
        return slugify(self["text"], allow_unicode=True) or "section"


class HeadingBlock(blocks.StructBlock):
    """A heading. Level 2 begins a section, level 3 a part of it (WCAG 1.3.1)."""

    text = blocks.CharBlock(
        label=_("Heading"), max_length=120, help_text=_("Says what the next part is about.")
    )
    level = blocks.ChoiceBlock(
        label=_("Level"),
        choices=[("2", _("Section")), ("3", _("Part of a section"))],
        default="2",
        help_text=_("A part of a section must be below a section."),
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "portal/blocks/heading.html"
        value_class = HeadingValue


class CalloutBlock(blocks.StructBlock):
    """A short text set apart."""

    title = blocks.CharBlock(label=_("Title"), max_length=120, help_text=_("A few words."))
    text = blocks.RichTextBlock(
        label=_("Text"), features=LIMITED_FEATURES, help_text=_("Two or three sentences.")
    )
    tone = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("information", _("Information")), ("safety", _("Safety"))],
        default="information",
        help_text=_("Choose “Safety” for what protects the reader."),
    )

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "portal/blocks/callout.html"


class QuotationBlock(blocks.StructBlock):
    """Somebody's words, with who said them and where."""

    text = blocks.TextBlock(label=_("Quotation"), help_text=_("Word for word, without quotation marks."))
    attribution = blocks.CharBlock(
        label=_("Who said it"), max_length=200, help_text=_("Person or organization, and where.")
    )
    url = blocks.URLBlock(label=_("Address"), required=False, help_text=_("Where the words can be read."))

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "portal/blocks/quotation.html"


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(label=_("Question"), max_length=160, help_text=_("As a reader would ask it."))
    answer = blocks.RichTextBlock(
        label=_("Answer"), features=LIMITED_FEATURES, help_text=_("Give the answer first, then the reasons.")
    )


class LinkValue(blocks.StructValue):
    """A link that knows where it leads."""

    @cached_property
    def href(self):
        """The address of the live page, in the reader's language when it is translated; else the other site's; or ""."""
        page = self.get("page")
        found = page_links([page.pk]) if page else []
        return found[0].url if found else self.get("url") or ""


def link_failures(value):
    """What is wrong with a link that names a page or an address: neither of them.

    Args:
        value: a StructValue with "page", and "url" where the block has one.

    Returns:
        A list of CheckResult.
    """
    if value["page"] or value.get("url"):
        return []
    message = _("A link leads nowhere, or its page no longer exists. Choose a page or write an address.")
    return [CheckResult("", message, code=BROKEN_LINK)]


class LinkBlock(blocks.StructBlock):
    """A link to a page of the hub or to another site; the text says where it leads (WCAG 2.4.4)."""

    text = blocks.CharBlock(
        label=_("Text of the link"),
        max_length=160,
        help_text=_("Says where the link leads; never “here” or “more”."),
    )
    page = blocks.PageChooserBlock(
        label=_("Page of the hub"),
        required=False,
        help_text=_("Choose a page or write an address, not both."),
    )
    url = blocks.URLBlock(
        label=_("Address of another site"), required=False, help_text=_("The whole address, with https://.")
    )
    note = blocks.CharBlock(
        label=_("Note"),
        required=False,
        max_length=200,
        help_text=_("What the reader finds there, its language or format."),
    )

    class Meta:
        icon = "link"
        label = _("Link")
        value_class = LinkValue

    def link_text(self, value):
        """The words of the link, for the publishing checks."""
        return value["text"] or ""

    def publishing_errors(self, value):
        """Something to which it leads."""
        return link_failures(value)


class HelpLinesBlock(blocks.StructBlock):
    """Help lines of one kind, kept up to date in one place."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("emergency", _("Emergency")),
            ("confidential", _("Confidential help")),
            ("city", _("City information")),
            ("law_enforcement", _("Law enforcement")),
        ],
        help_text=_("Change the lines themselves under “Help and office”."),
    )

    class Meta:
        icon = "mobile-alt"
        label = _("Help lines")
        template = "portal/blocks/help_lines.html"


TEXT_BLOCKS = [
    ("heading", HeadingBlock()),
    (
        "paragraph",
        blocks.RichTextBlock(
            label=_("Text"), features=TEXT_FEATURES, icon="pilcrow", template="portal/blocks/paragraph.html"
        ),
    ),
    ("callout", CalloutBlock()),
    ("quotation", QuotationBlock()),
    (
        "details",
        blocks.ListBlock(
            QuestionBlock(),
            label=_("Questions and answers"),
            icon="list-ul",
            template="portal/blocks/details.html",
        ),
    ),
    (
        "links",
        blocks.ListBlock(LinkBlock(), label=_("Links"), icon="link", template="portal/blocks/links.html"),
    ),
    (
        "table",
        TypedTableBlock(
            [("text", blocks.CharBlock(label=_("Text"), required=False))],
            label=_("Table"),
            template="portal/blocks/table.html",
        ),
    ),
    ("help_lines", HelpLinesBlock()),
]


class BodyBlock(blocks.StreamBlock):
    """The body of a page. Wagtail renders each block by its own template."""

    def render_basic(self, value, context=None):
        """As Wagtail does it; each block learns which level a heading in it has, one below the heading above it."""
        context = dict(context or {})
        page = context.get("page")
        level = (
            2 if any(getattr(page, field) is value for field in getattr(page, "under_headings", ())) else 1
        )
        rendered = []
        for child in value:
            if child.block_type == "heading":
                level = int(child.value["level"] or 2)
            rendered.append((child.render(context=context | {"heading_level": level + 1}), child.block_type))
        return format_html_join("\n", '<div class="w-block-{1} block-{1}">{0}</div>', rendered)

    def headings(self, value):
        """The headings of level 2, for "On this page" (shown from three on)."""
        return [
            child.value for child in value if child.block_type == "heading" and child.value["level"] == "2"
        ]
