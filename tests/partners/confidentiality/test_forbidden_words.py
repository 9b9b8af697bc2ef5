"""Which words tell a place, and how they are found however they are written."""

import pytest

from partners.confidentiality.words import REPLACEMENT, Redactor, Street, digest_of, phrases_of

pytestmark = pytest.mark.one_database

PLACE = {
    "venue_name": "Lantern House, room 2",
    "street_address": "505 Street Avenue NE, Suite 3",
    "directions": "Ring at the green door.\nThen the lift.",
    "latitude": "44.975123",
}


def known(kept=()):
    """As they are known after they were forgotten: by their digests."""
    phrases = phrases_of(PLACE, kept)
    return Redactor([(digest_of(phrase), len(phrase)) for phrase in phrases])


@pytest.mark.parametrize(
    "text",
    [
        "An evening at Lantern House",
        "LANTERN  HOUSE",
        "lantern-house",
        "lanternhouse",
        "Läntern Hoúse",
        "Lan\u00adtern House",
        "https://lanternhouse.example/",
        "https://example.org/505-Street-Avenue",
        "https://example.org/?q=505%20street+avenue",
        "505 Street Av.",
        "<p>Come to <b>505</b> Street&nbsp;Avenue</p>",
        '<p>See <a href="https://maps.example/505+Street+Avenue">the map</a></p>',
        "in Street Avenue Northeast",
        "505 street",
        "Ring at the green door!",
        "44.975123, -93",
        "Lantern House, Room 2",
    ],
)
def test_a_place_is_found_however_it_is_written(text):
    words = known()
    assert words.found_in(text)
    assert not words.found_in(words.redact(text))


@pytest.mark.parametrize(
    "text",
    [
        "A lantern in the house",
        "Lantern Houseboat",
        "5055 Street",
        "The green door",
        "",
        "An avenue",
        "room 2",
    ],
)
def test_other_words_stay(text):
    assert known().redact(text) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("900 Street Avenue NE", False),
        ("900B Street Avenue", False),
        ("505 Street Avenue NE", True),
        ("505-B Street Ave.", True),
        ("505b Street Avenue", True),
        ("501-505 Street Avenue", True),
        ("Street Avenue", True),
        ("Lantern House, Street Avenue", True),
        ("2 Lantern House", True),
    ],
)
def test_where_an_address_stands_another_house_of_the_street_may_be_named(text, found):
    digests = [(digest_of(phrase), len(phrase), isinstance(phrase, Street)) for phrase in phrases_of(PLACE)]
    assert Redactor(digests).found_in(text, is_address=True) == found
    assert Redactor(digests).found_in(text)


def test_words_are_told_as_they_were_written():
    said = known().said_in(
        {
            "a": [
                "<p>Come to <b>505</b> Street&nbsp;Avenue</p>",
                '<a href="https://x.example/lantern-house">map</a>',
            ]
        }
    )
    assert said == ["505 Street Avenue", "https://x.example/lantern-house"]


def test_the_organisations_own_name_stays():
    assert not known(["Lantern House Helpers"]).found_in("Lantern House")


def test_an_address_goes_as_a_whole_and_tags_stay_balanced():
    words = known()
    assert words.redact("See https://example.org/505-Street-Avenue/map today") == f"See {REPLACEMENT} today"
    assert words.redact('<p><a href="https://x.example/lantern-house">the map</a></p>') == "<p>the map</p>"
    assert words.redact("<p><b>505</b> Street Avenue here</p>").count("</b>") == 1


def test_digests_of_a_former_secret_are_still_known(settings):
    words = [(digest_of(phrase), len(phrase)) for phrase in phrases_of(PLACE)]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-secret-of-this-hub", [settings.SECRET_KEY]
    assert Redactor(words).found_in("Lantern House")
    settings.SECRET_KEY_FALLBACKS = []
    assert not Redactor(words).found_in("Lantern House")
