"""What an editor can put on a page and the demonstration does not show: every block, every state, alerts."""

import datetime
import json

import pytest

from tests.browser.addresses import Address, each
from tests.browser.test_axe import ALSO, CONTRAST, TAGS, violations
from tests.live import published
from tests.tools.html_validate import html_problems

pytestmark = pytest.mark.one_database

LINK = '<a href="https://www.example.org/a">a link in its sentence</a>'
TEXT = f"<p>A text with <b>bold</b> words and {LINK}.</p>"
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmütze"
BLOCKS = [
    ("heading", {"text": "First section", "level": "2"}),
    ("paragraph", TEXT + "<ul><li>One</li><li>Two</li></ul><ol><li>First</li></ol>"),
    ("heading", {"text": "A part of it", "level": "3"}),
    ("callout", {"title": "For your information", "text": TEXT, "tone": "information"}),
    ("callout", {"title": "For your safety", "text": TEXT, "tone": "safety"}),
    ("heading", {"text": "Second section", "level": "2"}),
    ("quotation", {"text": "Some words.", "attribution": "Somebody", "url": "https://www.example.org/b"}),
    ("details", [{"question": "A question?", "answer": TEXT}, {"question": "Another?", "answer": TEXT}]),
    (
        "links",
        [{"text": "A site elsewhere", "page": None, "url": "https://www.example.org/c", "note": "A note"}],
    ),
    ("heading", {"text": f"Third section {LONG}", "level": "2"}),
    (
        "table",
        {
            "columns": [{"type": "text", "heading": f"Column {number}"} for number in range(6)],
            "rows": [{"values": [f"Cell {row}.{number}" for number in range(6)]} for row in range(3)],
            "caption": "A wide table",
        },
    ),
    ("help_lines", {"kind": "confidential"}),
]
MILESTONES = ["not_begun", "in_progress", "completed", "not_necessary"]
PAGES = [
    Address("every block", "/every-block/"),
    Address("initiative with all parts", "/initiatives/all-parts/"),
    Address("campaign with all parts", "/campaigns/all-parts/"),
    Address("home with alerts", "/"),
]


def stream(*blocks):
    """Blocks as a StreamField keeps them."""
    return [{"type": kind, "value": value} for kind, value in blocks]


@pytest.fixture(scope="module", autouse=True)
def pages_with_everything(site_url):
    """Pages that use every block and state, there while this file's tests run."""
    from home.models import (
        CampaignIndexPage,
        CampaignPage,
        HomePage,
        InformationPage,
        InitiativeIndexPage,
        InitiativePage,
        ResourcePage,
    )
    from media.models import HubImage, VideoPage
    from portal.models import Alert

    home = HomePage.objects.get(locale__language_code="en")
    picture = HubImage.objects.first()
    video = VideoPage.objects.filter(locale=home.locale).first()
    document = ResourcePage.objects.filter(locale=home.locale).first()
    date = datetime.date(2026, 3, 1).isoformat()
    common = {
        "summary": "Only for the tests.",
        "last_reviewed": "2020-01-01",
        "locale": home.locale,
        "live": False,
    }
    body = stream(*BLOCKS, ("video", video.pk))
    if picture:
        image = {"image": picture.pk, "alt_text": "A picture", "decorative": False}
        body += stream(("image", {"image": image, "caption": "Its caption"}))
    made = [
        home.add_child(
            instance=InformationPage(title="Every block", slug="every-block", body=body, **common)
        ),
        InitiativeIndexPage.objects.get(locale=home.locale).add_child(
            instance=InitiativePage(
                title="All parts",
                slug="all-parts",
                goal="To show every part.",
                lead_office="An office",
                body=body,
                milestones=stream(
                    *(
                        ("milestone", {"title": status, "status": status, "date": date, "note": "A note"})
                        for status in MILESTONES
                    )
                ),
                updates=stream(("update", {"date": date, "title": "News", "text": TEXT})),
                figures=stream(
                    (
                        "figure",
                        {
                            "value": "1,234",
                            "label": "things counted",
                            "source_title": "A report",
                            "source_url": "https://www.example.org/report",
                            "year": "2025",
                        },
                    )
                ),
                documents=stream(("page", document.pk)),
                **common,
            )
        ),
        CampaignIndexPage.objects.get(locale=home.locale).add_child(
            instance=CampaignPage(
                title="All parts",
                slug="all-parts",
                start="2020-01-01",
                end="2020-01-31",
                proclamation_title="A proclamation",
                proclamation_text=TEXT,
                proclamation_url="https://www.example.org/proclamation",
                proclaimed_on=date,
                picture=picture,
                body=body,
                **common,
            )
        ),
    ]
    for page in made:
        published(page)
    for level in Alert.Level.values:
        published(Alert(level=level, title=f"An alert: {level}", text=TEXT, locale=home.locale))


@pytest.mark.parametrize(**each(PAGES))
def test_axe_finds_nothing_in_light_and_enough_contrast_in_the_dark(address, reader):
    found = violations(
        reader(address, color_scheme="light"), {"runOnly": {"type": "tag", "values": TAGS}, "rules": ALSO}
    )
    dark = {"runOnly": {"type": "rule", "values": CONTRAST}}
    found += violations(reader(address, width=390, color_scheme="dark"), dark)
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)


@pytest.mark.parametrize(**each(PAGES))
def test_every_block_fits_a_narrow_phone(address, reader):
    """WCAG 1.4.10: only a wide table scrolls, in a region of its own that the keyboard reaches (2.1.1)."""
    page = reader(address, width=320, height=640)
    assert page.evaluate("measure.wider()") <= 0
    assert page.evaluate("measure.cut()") == []
    for region in page.locator(".table-scroll").all():
        assert region.get_attribute("tabindex") == "0" and region.get_attribute("aria-label")


@pytest.mark.parametrize(**each(PAGES))
def test_targets_of_every_block_are_44_pixels_or_stand_in_a_sentence(address, reader):
    """WCAG 2.5.5 (AAA)."""
    assert reader(address, width=390).evaluate("measure.small()") == []


def test_the_html_of_every_block_is_valid(client):
    served = {address.name: client.get(address.path).text for address in PAGES}
    problems = html_problems(served)
    assert problems == [], "\n".join(problems)


def test_states_are_told_in_words_and_not_by_colour_alone(reader):
    """WCAG 1.4.1: milestones and alerts."""
    shown = reader(PAGES[1]).locator("main").inner_text()
    for state in ("Not started", "In progress", "Completed", "No longer needed"):
        assert state in shown
    alerts = reader(PAGES[3]).locator(".alert-title").all_inner_texts()
    assert {alert.split(":")[0] for alert in alerts} == {"Information", "Warning", "Emergency"}
