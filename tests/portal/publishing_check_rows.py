"""For each requirement of the publishing checks: a page that fails it, the message that says so, and the same page corrected.

Fields are as a browser sends them. What needs a picture, a document or a link is written as a function of `things`.
"""

from dataclasses import dataclass, field
from typing import Any

from wagtail.test.utils.form_data import rich_text, streamfield

CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nHello.\n"
YOUTUBE = "https://www.youtube.com/watch?v=aBcDeFgHiJk"


@dataclass(frozen=True)
class Row:
    """One page that fails a requirement.

    Attributes:
        code: the requirement.
        name: of the test.
        failing: fields that fail it: a dict, or a function of `things`.
        message: the sentence.
        mended: fields that do not.
        place: the field to which the message leads.
        page: the model's label and the slug of a page of the demonstration.
        also: fields of both.
    """

    code: str
    name: str
    failing: Any
    message: str
    mended: Any
    place: str = "body"
    page: tuple = ("home.InformationPage", "privacy")
    also: dict = field(default_factory=dict)

    def fields(self, which, things):
        """The fields to send: "failing" or "mended"."""
        found = getattr(self, which)
        return {**self.also, **(found(things) if callable(found) else found)}


def body(*blocks):
    """A page's body; each block has an id, as the editor gives it."""
    stream = streamfield(list(blocks))
    for number in range(len(blocks)):
        stream[str(number)]["id"] = f"00000000-0000-4000-8000-00000000000{number}"
    return {"body": stream}


def text(html):
    return ("paragraph", rich_text(html))


def heading(words, level):
    return ("heading", {"text": words, "level": level})


def table(caption, header):
    return (
        "table",
        {
            "caption": caption,
            "column-count": "1",
            "column-0-type": "text",
            "column-0-order": "0",
            "column-0-heading": header,
            "column-0-deleted": "",
            "row-count": "1",
            "row-0-order": "0",
            "row-0-deleted": "",
            "cell-0-0": "A cell",
        },
    )


def picture(image, alternative, decorative=""):
    return (
        "image",
        {"image": {"image": str(image), "decorative": decorative, "alt_text": alternative}, "caption": ""},
    )


def document(number):
    return ("document", {"document": str(number), "note": ""})


def link(words="A good page", page="", url=""):
    return (
        "links",
        {
            "count": "1",
            "0-deleted": "",
            "0-order": "0",
            "0-id": "",
            "0-value": {"text": words, "page": str(page), "url": url, "note": ""},
        },
    )


def statute(**changes):
    return {
        "statutes": streamfield(
            [
                (
                    "statute",
                    {
                        "quotation": "The words of the law.",
                        "language": "en",
                        "wording": "statute",
                        "quoted_by": "",
                        "citation": "Minn. Stat. 1.01",
                        "url": "https://www.example.org/statute",
                        "jurisdiction": "Minnesota",
                        "amended_note": "",
                        "checked_on": "2026-11-02",
                        **changes,
                    },
                )
            ]
        )
    }


def captions():
    return {
        "captions": streamfield([("track", {"language": "en", "label": "English", "text": CAPTIONS})]),
    }


GOOD_TEXT = body(heading("A section", "2"), text("<p>Plain words.</p>"))
HARD = (
    "<p>Notwithstanding institutional interdependencies, comprehensive multidisciplinary "
    "interorganizational collaboration necessitates administrative harmonization of confidentiality "
    "obligations, accountability mechanisms and jurisdictional responsibilities throughout participating "
    "municipalities, nongovernmental organizations, prosecutorial authorities and humanitarian associations, "
    "particularly concerning individuals experiencing exploitation, intimidation or psychological manipulation "
    "perpetrated systematically by unscrupulous intermediaries operating internationally under "
    "sophisticated organizational arrangements designed specifically for evading responsibility.</p>"
)
VIDEO = ("media.VideoPage", "andrea-jenkins-message")
SUPPLIED = {
    "address": YOUTUBE,
    "transcript": rich_text("<p>Everything that is said.</p>"),
    "captions_at_address": "on",
    "audio_description": "not_needed",
}

ERRORS = [
    Row(
        "summary",
        "no summary",
        {"summary": " "},
        "Write a summary: one or two plain sentences.",
        {"summary": "What it is."},
        place="summary",
    ),
    Row(
        "headings",
        "level left out",
        body(heading("A part", "3")),
        "“A part” is part of a section, but there is no section above it. Make it a section, or add one above it.",
        body(heading("A section", "2"), heading("A part", "3")),
    ),
    Row(
        "link-text",
        "here",
        body(text('<p>See <a href="https://www.example.org/report">here</a>.</p>')),
        "The link “here” does not say where it leads. Name the page, or what the reader finds there.",
        body(text('<p>See <a href="https://www.example.org/report">the report of 2019</a>.</p>')),
    ),
    Row(
        "link-text",
        "an address",
        body(text('<p><a href="https://www.example.org/report">https://www.example.org/report</a></p>')),
        "The link “https://www.example.org/report” shows an address. Name the page, or what the reader finds there.",
        body(text('<p><a href="https://www.example.org/report">example.org</a></p>')),
    ),
    Row(
        "link-text",
        "a link block",
        body(link("Click here!", url="https://www.example.org/")),
        "The link “Click here!” does not say where it leads. Name the page, or what the reader finds there.",
        body(link("The example site", url="https://www.example.org/")),
    ),
    Row(
        "broken-link",
        "a page that is gone",
        lambda things: body(text(f'<p><a linktype="page" id="{things.gone}">The old page</a></p>')),
        "The link “The old page” leads to a page that no longer exists. Choose another one.",
        lambda things: body(text(f'<p><a linktype="page" id="{things.live}">Wage theft</a></p>')),
    ),
    Row(
        "broken-link",
        "a page that was unpublished",
        lambda things: body(link("The page", page=things.unpublished)),
        "The page “Taken away” is no longer public. Choose another one, or remove the link.",
        lambda things: body(link("The page", page=things.live)),
    ),
    Row(
        "broken-link",
        "a document that is gone",
        lambda things: body(text('<p><a linktype="document" id="987654">The old paper</a></p>')),
        "The link “The old paper” leads to a document that no longer exists. Choose another one.",
        lambda things: body(text(f'<p><a linktype="document" id="{things.accessible}">The paper</a></p>')),
    ),
    Row(
        "broken-link",
        "a part that is not there",
        body(text('<p><a href="#nowhere">The part below</a></p>')),
        "The link “The part below” leads to a part of this page that is not there. Check the heading's words.",
        body(
            text('<p><a href="#the-part">The part below</a></p>'),
            heading("The part", "2"),
        ),
    ),
    Row(
        "broken-link",
        "an address of the hub",
        body(text('<p><a href="/no-such-page/">A page by its address</a></p>')),
        "The address “/no-such-page/” does not lead to a page of this site. Choose the page instead.",
        body(text('<p><a href="/get-help/card/">A card to print</a></p>')),
    ),
    Row(
        "tables",
        "no caption",
        body(table("", "Hours")),
        "The table has no caption. Say in a few words what it shows.",
        body(table("When we are open", "Hours")),
    ),
    Row(
        "tables",
        "no header",
        body(table("When we are open", "")),
        "A column of the table has no header. Above each column, say what is in it.",
        body(table("When we are open", "Hours")),
    ),
    Row(
        "alt-text",
        "a file name",
        lambda things: body(picture(things.image, "IMG_1234.jpg")),
        "“IMG_1234.jpg” is only the name of the picture. Say what it shows, or mark it as decorative.",
        lambda things: body(picture(things.image, "A garden with three benches")),
    ),
    Row(
        "alt-text",
        "the title",
        lambda things: body(picture(things.image, "Garden 7")),
        "“Garden 7” is only the name of the picture. Say what it shows, or mark it as decorative.",
        lambda things: body(picture(things.image, "", decorative="on")),
    ),
    Row(
        "suitable",
        "not declared",
        lambda things: body(picture(things.undeclared, "A street in the morning")),
        "Nobody has confirmed that the picture “Street” is suitable. Look at it, and confirm it in the image library.",
        lambda things: body(picture(things.image, "A garden with three benches")),
    ),
    Row(
        "documents",
        "not checked",
        lambda things: body(document(things.unchecked)),
        "The document “A paper” is not marked as accessible. Check it and say so in the document library, "
        "or give an accessible alternative there.",
        lambda things: body(document(things.accessible)),
    ),
    Row(
        "documents",
        "a link to one in the text",
        lambda things: body(text(f'<p><a linktype="document" id="{things.unchecked}">The paper</a></p>')),
        "The document “A paper” is not marked as accessible. Check it and say so in the document library, "
        "or give an accessible alternative there.",
        lambda things: body(
            text(f'<p><a linktype="document" id="{things.with_alternative}">The paper</a></p>')
        ),
    ),
    Row(
        "transcript",
        "none",
        {"transcript": rich_text("<p></p>")},
        "Write the transcript: everything that is said and shown.",
        {},
        place="transcript",
        page=VIDEO,
        also=SUPPLIED,
    ),
    Row(
        "captions",
        "not checked",
        {"captions_at_address": ""},
        "Check the captions of the video at its address and say so below, or add captions.",
        captions(),
        place="captions",
        page=VIDEO,
        also=SUPPLIED,
    ),
    Row(
        "audio-description",
        "undecided",
        {"audio_description": ""},
        "Decide whether the video needs an audio description, and say why not.",
        {},
        place="audio_description",
        page=VIDEO,
        also=SUPPLIED,
    ),
    Row(
        "statutes",
        "not checked",
        statute(checked_on=""),
        "Say when the statute's text was checked, or mark it as quoted.",
        statute(),
        place="statutes",
        page=("home.DefinitionPage", "wage-theft"),
    ),
    Row(
        "statutes",
        "quoted by nobody",
        statute(wording="as_quoted"),
        "Say who quotes the statute in these words.",
        statute(wording="as_quoted", quoted_by="The City"),
        place="statutes",
        page=("home.DefinitionPage", "wage-theft"),
    ),
]
WARNINGS = [
    Row(
        "waiting-link",
        "a draft",
        lambda things: body(text(f'<p><a linktype="page" id="{things.draft}">What comes soon</a></p>')),
        "The page “Soon” is not public yet. Until it is, readers do not see the link.",
        lambda things: body(text(f'<p><a linktype="page" id="{things.live}">Wage theft</a></p>')),
    ),
    Row(
        "foreign-link",
        "does not answer",
        body(text('<p><a href="https://www.example.org/dead">A report</a></p>')),
        "The address https://www.example.org/dead did not work on November 2, 2026 (error 404). "
        "Check it, or remove the link.",
        body(text('<p><a href="https://www.example.org/alive">A report</a></p>')),
    ),
    Row(
        "help-lines",
        "not verified",
        body(("help_lines", {"kind": "law_enforcement"})),
        "Nobody has checked the help line “A line of the tests” for six months. Call it, then send it for review.",
        GOOD_TEXT,
    ),
    Row(
        "reading",
        "hard words",
        body(text(HARD)),
        "years of school for this text. Aim for 9 or fewer.",
        GOOD_TEXT,
        place="summary",
    ),
    Row(
        "browser-title",
        "as another page",
        {"discreet_title": "City partner: Riverside Example Coalition"},
        "Browser tabs show “City partner: Riverside Example Coalition” for this page and for “Riverside Example Coalition”. "
        "Give this page another title, or a discreet title of its own.",
        {"discreet_title": "City information: an example"},
        place="discreet_title",
        also=GOOD_TEXT,
    ),
]
