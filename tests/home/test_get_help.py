"""Get help: what stands beside the numbers is short, and each thing is said once."""

import pytest
from bs4 import BeautifulSoup

from portal.models import HelpLine

pytestmark = pytest.mark.django_db
LANGUAGES = ["en", "es", "so", "hmn"]


def shown(client, language):
    address = "/get-help/" if language == "en" else f"/{language}/get-help/"
    return BeautifulSoup(client.get(address).content, "html.parser").main


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_warning_about_the_phone_has_a_heading_like_other_callouts(client, language):
    (warning,) = shown(client, language).select(".callout.safety")
    heading, advice = warning.find_all(True, recursive=False)[:2]
    assert heading.name == "h2" and advice.name == "p" and not warning.select("b, strong")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_of_the_city_says_its_language_once(client, language):
    lines = list(HelpLine.objects.filter(kind="city", locale__language_code=language))
    assert len(lines) == 4 and len({line.name for line in lines}) == 4
    rows = shown(client, language).select('[aria-labelledby="city"] li > p:first-child')
    said = [" ".join(row.get_text(" ").split()) for row in rows]
    named = {line.name for line in lines if not line.languages}
    assert len(said) == 4 and len(named) == 3 and named <= set(said)


def test_the_hotline_says_nothing_that_nobody_has_checked(client):
    line = HelpLine.objects.get(name="National Human Trafficking Hotline", locale__language_code="en")
    words = shown(client, "en").select_one(f"#line-{line.pk}").get_text(" ")
    assert "may tell the authorities" in words and "ask what they have to report" in words
    assert "child abuse" not in words and "checked" not in words
