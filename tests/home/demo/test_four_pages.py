"""The pages for who is worried about somebody, is young, looks for signs, or is not a citizen."""

import re
from html import unescape

import pytest
from wagtail.models import Page

from portal.quality.reading import reading_grade

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

PREFIX = {"en": "", "es": "/es", "so": "/so", "hmn": "/hmn"}
# The grade that each may have.
GRADES = {"worried-about-someone": 6, "young-people": 6, "signs-to-look-for": 8, "not-a-citizen": 8}
# What the sources have not confirmed yet: these pages wait for a review.
TO_BE_CONFIRMED = {"worried-about-someone", "young-people"}
TRAFFICKING = re.compile(r"traffick|\btrata\b|ganacsi|lag luam|galmo|deev|sex", re.IGNORECASE)
EACH = [(slug, language) for slug in GRADES for language in PREFIX]


def page(slug, language="en"):
    return Page.objects.get(slug=slug, locale__language_code=language, depth=3).specific


def main(client, slug, language="en"):
    """What the page itself says, without what surrounds every page."""
    answer = client.get(f"{PREFIX[language]}/{slug}/")
    assert answer.status_code == 200
    return answer.content.decode().split("<main", 1)[1].split("</main>")[0]


@pytest.mark.parametrize(("slug", "language"), EACH)
def test_each_is_public_in_each_language_with_its_sources_and_marked_as_a_draft(slug, language):
    found = page(slug, language)
    assert found.live and not found.show_in_menus
    assert found.translation_draft == (language != "en")
    assert found.sources and all(source.value["url"].startswith("https://") for source in found.sources)
    original = page(slug)
    addresses = [source.value["url"] for source in original.sources]
    assert [source.value["url"] for source in found.sources] == addresses
    # A translation leaves out no part of it.
    assert [block.block_type for block in found.body] == [block.block_type for block in original.body]
    if language != "en":
        assert found.title != original.title and found.summary != original.summary


@pytest.mark.parametrize(("slug", "grade"), GRADES.items())
def test_they_are_easy_to_read(slug, grade):
    reading = reading_grade(page(slug))
    assert reading.words > 150 and reading.grade <= grade, reading


@pytest.mark.parametrize(("slug", "language"), EACH)
def test_their_headings_are_questions(slug, language):
    headings = [block.value["text"] for block in page(slug, language).body if block.block_type == "heading"]
    assert len(headings) >= 3 and all(heading.endswith("?") for heading in headings)


@pytest.mark.parametrize("language", PREFIX)
def test_the_browser_s_title_tells_them_apart_and_nothing_about_the_reader(language):
    titles = [
        found.browser_title
        for found in Page.objects.live().filter(locale__language_code=language, depth__gt=1).specific()
    ]
    for slug in GRADES:
        title = page(slug, language).browser_title
        assert titles.count(title) == 1 and not TRAFFICKING.search(title), title


@pytest.mark.parametrize(("slug", "language"), EACH)
def test_help_stands_on_each_and_every_link_leads_somewhere(client, slug, language):
    shown = main(client, slug, language)
    assert 'href="tel:911"' in shown and 'href="tel:+18662231111"' in shown
    assert 'href="sms:+16123999995"' in shown
    assert shown.index("tel:+18662231111") < shown.index('id="sources"')
    links = {unescape(link) for link in re.findall(r'href="(/[^"#?]*)', shown)}
    assert len(links) >= 4
    for link in links:
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("slug", GRADES)
def test_each_leads_to_others_of_them_and_get_help_leads_to_those_for_other_people(client, slug):
    shown = main(client, slug)
    assert [other for other in GRADES if other != slug and f'href="/{other}/"' in shown]
    for language, prefix in PREFIX.items():
        get_help = main(client, "get-help", language)
        if slug != "signs-to-look-for":
            assert f'href="{prefix}/{slug}/"' in get_help


@pytest.mark.parametrize(
    ("definition", "slug"),
    [
        ("human-trafficking", "signs-to-look-for"),
        ("sex-trafficking", "young-people"),
        ("safe-harbor", "young-people"),
        ("labor-trafficking", "not-a-citizen"),
    ],
)
def test_definitions_lead_to_them(client, definition, slug):
    assert f'href="/{slug}/"' in client.get(f"/definitions/{definition}/").content.decode()


@pytest.mark.parametrize("slug", GRADES)
def test_a_page_with_something_to_confirm_waits_for_its_review(slug):
    assert page(slug).is_review_overdue == (slug in TO_BE_CONFIRMED)


def test_who_is_worried_is_told_not_to_confront_anyone_and_not_to_promise(client):
    shown = main(client, "worried-about-someone")
    for words in ("Listen", "Believe them", "Let them decide", "Do not confront", "Do not try a rescue"):
        assert words in shown
    assert "Do not post about it" in shown and "promise that you cannot keep" in shown


def test_signs_are_questions_by_place_and_no_proof(client):
    shown = main(client, "signs-to-look-for")
    assert "Questions, not proof" in shown
    for place in ("At a hotel", "At a school", "As a driver", "In health care", "As a neighbor"):
        assert f"<summary>{place}</summary>" in shown


def test_no_page_gives_legal_advice_or_a_line_of_law_enforcement(client):
    shown = main(client, "not-a-citizen")
    assert "not legal advice" in shown and "a lawyer or an accredited representative" in shown
    for slug in GRADES:
        assert "+18779966222" not in main(client, slug) and "+18663472423" not in main(client, slug)


@pytest.mark.parametrize("prefix", PREFIX.values())
def test_wage_theft_leads_to_the_website_of_a_center_whose_phone_we_do_not_know(client, prefix):
    shown = client.get(f"{prefix}/definitions/wage-theft/").content.decode()
    assert 'href="https://ctul.net/"' in shown
