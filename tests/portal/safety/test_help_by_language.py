"""Help in each language: whom to call first, what to say, in which language texts and chats are answered."""

import re
from html import unescape

import pytest
from django.utils.translation import gettext, override

from portal.core import cache_version
from portal.models import HelpLine
from tests.live import published

pytestmark = pytest.mark.django_db

PREFIX = {"en": "", "es": "/es", "so": "/so", "hmn": "/hmn"}
# The City's own lines; English is answered at its main number.
CITY = {"es": "+16126732700", "so": "+16126733500", "hmn": "+16126732800"}
# What one says to be given an interpreter, in English, and how the language in which texts are answered is called.
SAY = {"en": "Somali, please", "es": "Spanish, please", "so": "Somali, please", "hmn": "Hmong, please"}
IN_ENGLISH = {"en": "(English)", "es": "(inglés)", "so": "Ingiriisi", "hmn": "lus Askiv"}


def words(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html))).strip()


@pytest.fixture(params=PREFIX)
def language(request):
    return request.param


@pytest.fixture
def page(client, language):
    return client.get(f"{PREFIX[language]}/get-help/").content.decode()


def lines(page):
    """The help lines of the page, but for the list of the City's, in their order: (kind, HTML)."""
    return re.findall(r'<article class="help-line (\w+)"[^>]*>(.*?)</article>', page, re.DOTALL)


def test_confidential_help_comes_first_with_the_words_to_say_and_the_city_last(page, language):
    found = lines(page)
    kinds = [kind for kind, _html in found]
    # The first confidential line begins, and an emergency line that is not for every danger ends the list.
    assert kinds == ["confidential", "emergency", "confidential", "emergency"]
    assert page.rindex('<article class="help-line') < page.index('class="help-line-list"')
    name, line = "Day One", next(html for kind, html in found if kind == "confidential")
    assert name in line and "tel:+18662231111" in line
    said = re.search(r'<p class="what-to-say"[^>]*>(.*?)</p>', line)[1]
    assert SAY[language] in said


def test_the_city_s_line_in_the_language_is_the_last_and_called_what_it_is(page, language):
    heading = re.search(r'<h2 id="city">(.*?)</h2>', page)[1]
    with override(language):
        assert unescape(heading) == gettext("City information, office hours, not for emergencies")
    if language != "en":
        assert heading != "City information, office hours, not for emergencies"
        assert (
            f"tel:{CITY[language]}"
            in page.partition('id="city"')[2].partition("</table>")[0].split("<tr")[-1]
        )


def test_a_text_or_chat_link_names_the_languages_in_which_it_is_answered(page, language):
    day_one = next(html for _kind, html in lines(page) if "tel:+18662231111" in html)
    links = re.findall(
        r'<a [^>]*href="(?:sms:[^"]*|https://dayoneservices.org/)"[^>]*>.*?</a>', day_one, re.DOTALL
    )
    named = [words(link) for link in links if "button" in link]
    assert len(named) == 2 and all(IN_ENGLISH[language] in link for link in named), named
    if language != "en":
        strip = re.search(r'<section class="help-bar".*?</section>', page, re.DOTALL)[0]
        assert IN_ENGLISH[language] in words(re.search(r'<a[^>]*href="sms:[^>]*>.*?</a>', strip)[0])


def test_where_that_is_not_known_it_is_in_english(client, language):
    line = HelpLine.objects.get(name="Day One", locale__language_code=language)
    line.text_languages = ""
    published(line)
    cache_version.bump_cache_version()
    page = client.get(f"{PREFIX[language]}/get-help/").content.decode()
    shown = next(html for _kind, html in lines(page) if "tel:+18662231111" in html)
    with override(language):
        english = gettext("English")
    texts = [words(link) for link in re.findall(r'<a [^>]*href="sms:[^>]*>.*?</a>', shown, re.DOTALL)]
    assert texts and all(english in link for link in texts)
