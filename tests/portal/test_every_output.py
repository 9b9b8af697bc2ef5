"""What holds for everything that the public can read, whatever page it is."""

import json
import re

import pytest
from django.db import OperationalError, connection
from django.test import Client

from portal.models import HelpLine
from tests.portal.public import LANGUAGES, language_of, page_addresses

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

SCRIPT = re.compile(r"<script\b[^>]*>(.*?)</script>", re.DOTALL)
JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def text_of(response):
    return response.content.decode()


def law_enforcement_numbers():
    """Numbers by which a law enforcement line could be recognised, as dialled and as read."""
    lines = HelpLine.objects.filter(kind=HelpLine.Kind.LAW_ENFORCEMENT)
    assert lines, "The demonstration has law enforcement lines, so that this rule is tested for real."
    return {
        number
        for line in lines
        for number in (line.phone, line.phone_display, line.text_number, line.tty)
        if number and number != "711"
    }


def test_every_page_of_the_demonstration_answers(outputs):
    assert {address: outputs[address].status_code for address in page_addresses()} == dict.fromkeys(
        page_addresses(), 200
    )


def test_law_enforcement_lines_stand_on_their_own_page_only(outputs):
    numbers = law_enforcement_numbers()
    shown = {
        address
        for address, response in outputs.items()
        if any(number in text_of(response) for number in numbers)
    }
    assert shown == {
        "/get-help/report-to-law-enforcement/",
        "/es/get-help/report-to-law-enforcement/",
    }


def test_a_line_of_the_police_never_stands_in_strip_card_or_aside_even_when_it_is_marked_so(client):
    # The editor's form refuses it; this is what happens when the row says so all the same.
    HelpLine.objects.filter(kind=HelpLine.Kind.LAW_ENFORCEMENT).update(enabled=True, in_strip=True, order=1)
    numbers = law_enforcement_numbers()
    for address in (
        "/",
        "/get-help/",
        "/get-help/card/",
        "/definitions/",
        "/definitions/wage-theft/",
        "/search/?q=danger",
        "/no-such-page/",
        "/stay-safe-online/",
    ):
        assert not [number for number in numbers if number in text_of(client.get(address))], address


def test_a_line_that_is_switched_off_is_shown_nowhere(outputs):
    off = HelpLine.objects.filter(enabled=False).exclude(phone="")
    assert off
    for line in off:
        assert not [address for address, answer in outputs.items() if line.phone in text_of(answer)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_strip_stands_on_every_answer_with_the_emergency_and_confidential_lines(outputs, language):
    wanted = ["tel:911", "tel:+18662231111", "sms:+16123999995"]
    get_help = f"{LANGUAGES[language]}/get-help/#lines"
    for address, response in outputs.items():
        if language_of(address) != language:
            continue
        strip = re.search(r'<section class="help-bar".*?</section>', text_of(response), re.DOTALL)[0]
        assert all(f'href="{link}"' in strip for link in wanted), address
        assert f'href="{get_help}"' in strip, address


def test_the_exit_is_the_second_link_of_every_answer(outputs):
    for address, response in outputs.items():
        links = re.findall(r"<a\b[^>]*>", text_of(response).partition("<body")[2])
        assert 'class="skip-link"' in links[0], address
        assert 'class="exit"' in links[1] and 'rel="nofollow noreferrer"' in links[1], address


def test_every_answer_names_its_language_and_direction(outputs):
    for address, response in outputs.items():
        language = language_of(address)
        assert f'<html lang="{language}" dir="ltr">' in text_of(response), address
        assert response["Content-Language"] == language, address


def test_every_answer_has_one_first_heading_and_a_title(outputs):
    for address, response in outputs.items():
        assert len(re.findall(r"<h1\b", text_of(response))) == 1, address
        title = re.search(r"<title>(.*?)</title>", text_of(response), re.DOTALL)[1]
        assert title.strip(" ·\n"), address


def test_nothing_public_has_inline_code_or_style_or_another_hosts_file(outputs):
    for address, response in outputs.items():
        text = text_of(response)
        for script in SCRIPT.finditer(text):
            # The one script in pages is allowed by its hash (tests/portal/site/test_headers.py).
            allowed = ("application/ld+json", "<script data-after-exit>")
            assert not script[1].strip() or any(words in script[0] for words in allowed), address
        assert not re.search(r"\s(?:style|on[a-z]+)=\"", text), address
        assert "<style" not in text, address
        for source in re.findall(r'(?:<script[^>]*|<img[^>]*|<source[^>]*|<iframe[^>]*) src="([^"]*)"', text):
            assert source.startswith("/"), f"{address}: {source}"


def test_the_schema_org_data_of_every_page_can_be_read(outputs):
    found = {}
    for address, response in outputs.items():
        for data in JSON_LD.findall(text_of(response)):
            found.setdefault(json.loads(data)["@type"], []).append(address)
    assert "/definitions/wage-theft/" in found["DefinedTerm"]
    assert "/contact/" in found["GovernmentOffice"]
    assert found["VideoObject"]


def test_no_page_repeats_an_element_id(outputs):
    for address, response in outputs.items():
        ids = re.findall(r'\sid="([^"]*)"', text_of(response))
        assert sorted(set(ids)) == sorted(ids), address


def test_no_page_shows_a_template_error_or_an_empty_link(outputs):
    for address, response in outputs.items():
        text = text_of(response)
        assert "{{" not in text and "{%" not in text, address
        assert 'href=""' not in text and 'href="None"' not in text, address


def test_every_link_within_the_hub_leads_somewhere(outputs):
    links = set()
    for address, response in outputs.items():
        if "no-such-page" not in address:
            # Where the switcher leads, a page may be missing: tests/browser/test_four_languages.py.
            text = re.sub(r'<nav class="language-switcher".*?</nav>', "", text_of(response), flags=re.DOTALL)
            links |= {link.partition("#")[0] for link in re.findall(r'<a[^>]*\shref="(/[^"]*)"', text)}
    answers = {}
    for link in links - {""}:
        response = Client().get(link.replace("&amp;", "&"))
        answers[link] = response.status_code
        if response.streaming:
            # Closing the answer itself would end the test's connection to the database.
            for closer in response._resource_closers:
                closer()
    wrong = {link: status for link, status in answers.items() if status not in (200, 302)}
    # A page may be missing in a language: then the switcher's link offers the English one.
    assert not {link for link in wrong if language_of(link) == "en"}
    assert set(wrong.values()) <= {404}


def test_every_fragment_of_a_link_exists_on_its_page(outputs):
    for address, response in outputs.items():
        text = text_of(response)
        ids = set(re.findall(r'\sid="([^"]*)"', text))
        for fragment in re.findall(r'href="#([^"]+)"', text):
            assert fragment in ids, f"{address}: #{fragment}"


def test_the_fragments_of_links_to_other_pages_exist_there(outputs):
    pairs = {
        pair
        for response in outputs.values()
        for pair in re.findall(r'href="(/[^"#?]*)#([^"]+)"', text_of(response))
    }
    for address, fragment in pairs:
        if address in outputs:
            assert f'id="{fragment}"' in text_of(outputs[address]), f"{address}#{fragment}"


# --- Errors -------------------------------------------------------------------------------------------------
@pytest.fixture
def broken(settings, client):
    """A client at whose address /broken/ something goes wrong on our side."""
    settings.ROOT_URLCONF = "tests.portal.broken_urls"
    client.raise_request_exception = False
    return client


def test_the_page_for_our_own_mistakes_still_shows_the_help_lines(broken):
    response = broken.get("/broken/")
    text = text_of(response)
    assert response.status_code == 500
    assert "It is not your fault." in text
    assert 'href="tel:+18662231111"' in text and 'href="tel:911"' in text and 'class="exit"' in text
    assert not [number for number in law_enforcement_numbers() if number in text]


def test_the_page_for_our_own_mistakes_says_nothing_of_the_mistake(broken):
    assert "a secret of the code" not in text_of(broken.get("/broken/"))


def test_without_the_database_there_is_still_a_page_with_numbers_to_call(broken):
    def refuse(*args):
        raise OperationalError("The database is gone.")

    with connection.execute_wrapper(refuse):
        response = broken.get("/definitions/")
    text = text_of(response)
    assert response.status_code == 503
    assert (
        'href="tel:911"' in text
        and re.search(r'href="tel:\+1(8662231111|8883737888)"', text)
        and 'href="/exit/"' in text
    )
    assert not [number for number in law_enforcement_numbers() if number in text]


def test_what_the_browser_sent_and_nobody_can_read_is_answered_with_the_help_lines(client):
    response = client.post(
        "/request-accessible-format/",
        data="need=" + "x" * 3_000_000,
        content_type="application/x-www-form-urlencoded",
    )
    assert response.status_code == 400
    assert "We could not read what your browser sent" in text_of(response)
    assert 'href="tel:+18662231111"' in text_of(response)
