"""What the publishing checks read in texts: headings, links, names of files, reading grade."""

import pytest

from home.models import InformationPage
from media.images.alternative_text import is_file_name
from portal.quality.link_words import SAY_NOTHING, is_address, says_nothing
from portal.quality.reading import grade_of, syllables

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("html_of_link", "message"),
    [
        (
            "<h1>Again</h1>",
            "“Again” is a second main heading. Only the title should be one: make it a section.",
        ),
        (
            "<h4>Deep</h4>",
            "“Deep” is part of a section, but there is no section above it. Make it a section, or add one above it.",
        ),
        ("<h2> </h2>", "A heading has no words. Write what the next part is about, or remove it."),
        (
            '<p><a href="https://www.example.org/"> </a></p>',
            "A link has no words. Write where it leads, or remove it.",
        ),
        (
            '<p><a href="page-without-a-slash">The page</a></p>',
            "The address “page-without-a-slash” does not lead to a page of this site. Choose the page instead.",
        ),
    ],
)
def test_what_code_writes_into_a_text_is_read_too(html_of_link, message):
    page = InformationPage.objects.get(locale__language_code="en", slug="privacy")
    page.body = [("paragraph", html_of_link)]
    assert [failure.message for failure in page.publishing_errors()] == [message]


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/get-help/",
        "/es/get-help/",
        "/get-help/card/",
        "/search/?q=x",
        "/accounts/login/",
        "http://localhost/contact/",
    ],
)
def test_addresses_of_the_hub_that_answer_are_no_failure(address):
    page = InformationPage.objects.get(locale__language_code="en", slug="privacy")
    page.body = [("paragraph", f'<p><a href="{address}">Another page</a></p>')]
    assert page.publishing_errors() == []


@pytest.mark.parametrize(("language", "saying"), [(code, min(found)) for code, found in SAY_NOTHING.items()])
def test_words_that_say_nothing_are_known_in_each_language(language, saying):
    assert says_nothing(f" {saying.upper()} » ", language)
    assert not says_nothing("What happens when you call", language)


@pytest.mark.parametrize("language", ["es", "so", "hmn"])
def test_english_words_say_nothing_in_translations_either(language):
    assert says_nothing("Click here", language)


@pytest.mark.parametrize(
    ("saying", "expected"),
    [
        ("https://example.org/a", True),
        ("www.example.org", True),
        ("example.org/a/b", True),
        ("example.org", False),
        ("Example Coalition (example.org)", False),
    ],
)
def test_an_address_is_no_name_of_a_link(saying, expected):
    assert is_address(saying) is expected


@pytest.mark.parametrize(
    ("alternative", "expected"),
    [
        ("IMG_1234.jpg", True),
        ("IMG 1234", True),
        ("DSC00017", True),
        ("screenshot 2026-11-02", True),
        ("poster-final.png", True),
        ("garden_7", True),
        ("2026-11-02", True),
        ("A garden with three benches", False),
        ("Image of the mayor at a desk", False),
    ],
)
def test_names_of_files_are_known(alternative, expected):
    assert is_file_name(alternative, title="Garden 7", file_name="original_images/garden_7.jpg") is expected


def test_the_reading_grade_follows_the_formula():
    # 10 sentences of 8 words, each of one syllable: 0.39 × 8 + 11.8 × 1 − 15.59 is below nought.
    plain = "The cat sat on the mat all day. " * 10
    assert grade_of(plain).grade == 0 and grade_of(plain).words == 80
    hard = "Administrative collaboration necessitates organizational accountability. " * 15
    # 5 words a sentence, 27 syllables as counted: 0.39 × 5 + 11.8 × 27 / 5 − 15.59 = 50.1
    assert (
        sum(
            map(
                syllables,
                ["Administrative", "collaboration", "necessitates", "organizational", "accountability"],
            )
        )
        == 27
    )
    assert grade_of(hard).grade == 50.1 and grade_of(hard).is_hard
    assert grade_of("Too few words.") is None
