"""An organization's events on its own website: who may frame them, what the frame holds, and the addresses of its calendar."""

import html
import json

import pytest
from bs4 import BeautifulSoup
from django.utils.html import escape

from partners.embedding.forms import origin_of
from partners.models import EmbedSettings
from partners.workspace import status_changes
from tests.partners.factories import make_event, make_member, make_organisation
from tests.partners.typed import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation(db):
    return make_organisation("Harbor Example Group")


@pytest.fixture
def member(organisation):
    return make_member(organisation, "member@harbor.example")


def frame(client, organisation, language=""):
    return client.get(f"{language}/embed/{organisation.slug}/")


def directive(response, name="frame-ancestors"):
    policy = dict(part.strip().split(" ", 1) for part in response["Content-Security-Policy"].split(";"))
    return policy[name].split()


def test_the_frame_shows_public_events_of_this_organization_only(client, organisation):
    make_event(organisation, "Know your rights", place_shown="confidential", venue_name="Secret House")
    make_event(organisation, "Only a draft", live=False)
    make_event(make_organisation("Other Example Group"), "Of somebody else")
    response = frame(client, organisation)
    soup = BeautifulSoup(response.content, "html.parser")
    assert [title.get_text(strip=True) for title in soup.select("h2")] == ["Know your rights"]
    assert b"Secret House" not in response.content and b"Of somebody else" not in response.content
    assert soup.select_one("a[href^='tel:']") and soup.select_one("a.exit")["href"] == "/exit/"
    assert soup.base["target"] == "_top"


def test_the_frame_has_no_cookie_no_script_and_loads_nothing_from_elsewhere(client, organisation):
    response = frame(client, organisation)
    soup = BeautifulSoup(response.content, "html.parser")
    assert not response.cookies and not soup.select("script, img, form, iframe")
    assert [link["href"].startswith("/") for link in soup.select("link")] == [True]
    assert directive(response, "script-src") == ["'none'"]
    assert "X-Frame-Options" not in response and response["X-Robots-Tag"] == "noindex"


def test_only_websites_that_a_member_lists_may_show_it(client, organisation, member):
    assert directive(frame(client, organisation)) == ["'self'"]
    address = f"/workspace/{organisation.slug}/website/"
    typed = "https://www.Harbor.example/\nhttps://127.0.0.2:8099\n\nhttps://www.harbor.example"
    answer = signed_in(member).post(address, {"origins": typed}, follow=True)
    page = html.unescape(answer.content.decode())
    assert "The list of websites was saved." in page and "was saved as" not in page
    listed = ["'self'", "https://www.harbor.example", "https://127.0.0.2:8099"]
    assert directive(frame(client, organisation)) == listed
    assert directive(frame(client, make_organisation("Other Example Group"))) == ["'self'"]
    signed_in(member).post(address, {"origins": ""})
    assert directive(frame(client, organisation)) == ["'self'"]


@pytest.mark.parametrize(
    "line",
    [
        "https://www.harbor.example/events",
        "https://www.harbor.example?from=mail",
        "https://www.harbor.example:443",
    ],
)
def test_a_member_is_told_which_part_of_an_address_is_kept(organisation, member, line):
    address = f"/workspace/{organisation.slug}/website/"
    answer = signed_in(member).post(address, {"origins": line}, follow=True)
    assert f"“{line}” was saved as “https://www.harbor.example”." in html.unescape(answer.content.decode())
    assert EmbedSettings.objects.get().origins == ["https://www.harbor.example"]


def test_a_website_without_https_is_refused_with_the_reason_and_kept_in_the_field(organisation, member):
    address = f"/workspace/{organisation.slug}/website/"
    answer = signed_in(member).post(address, {"origins": "https://a.example\nhttp://harbor.example"})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422 and "“http://harbor.example” begins with http://." in page
    assert "https://a.example\nhttp://harbor.example</textarea>" in page
    assert not EmbedSettings.objects.exists()


@pytest.mark.parametrize(
    "line",
    [
        "harbor.example",
        "*",
        "https://*.example.org",
        "https://a.example; script-src *",
        "https://a.example script-src",
        "https://user:word@a.example",
        "ftp://a.example",
        "https://",
        "https://a.example:99999",
        "https://a..example",
        "'unsafe-inline'",
    ],
)
def test_what_is_no_website_is_refused_and_stays_in_the_field(organisation, member, line):
    answer = signed_in(member).post(f"/workspace/{organisation.slug}/website/", {"origins": line})
    assert answer.status_code == 422 and "is not a web address" in answer.content.decode()
    assert escape(line) in answer.content.decode() and not EmbedSettings.objects.exists()


def test_at_most_ten_websites_are_listed(organisation, member):
    many = "\n".join(f"https://w{number}.example" for number in range(11))
    answer = signed_in(member).post(f"/workspace/{organisation.slug}/website/", {"origins": many})
    assert answer.status_code == 422 and "at most 10" in answer.content.decode()


def test_origins_are_written_as_browsers_compare_them():
    assert origin_of(" HTTPS://Example.ORG:443/path?x#y ") == "https://example.org"
    assert origin_of("https://café.example") == "https://xn--caf-dma.example"


def test_a_canceled_event_says_so_and_an_organization_that_is_not_public_has_no_frame(
    client, organisation, member
):
    event = make_event(organisation, "Tea")
    status_changes.cancel(event, member, "weather")
    assert "Canceled" in frame(client, organisation).content.decode()
    organisation.unpublish()
    assert frame(client, organisation).status_code == 404
    assert (
        "not public yet" in signed_in(member).get(f"/workspace/{organisation.slug}/website/").content.decode()
    )


def test_the_frame_speaks_the_language_of_its_address(client, organisation):
    make_event(organisation, "Tea")
    soup = BeautifulSoup(frame(client, organisation, "/es").content, "html.parser")
    assert soup.html["lang"] == "es" and soup.h1.get_text() != "Next events"


def test_each_address_of_the_calendar_answers_with_this_organizations_events(client, organisation, member):
    make_event(organisation, "Tea")
    make_event(make_organisation("Other Example Group"), "Of somebody else")
    page = signed_in(member).get(f"/workspace/{organisation.slug}/website/").content
    addresses = [link["href"] for link in BeautifulSoup(page, "html.parser").select(".facts a")]
    assert len(addresses) == 4
    for address in addresses:
        answer = client.get(address.partition("testserver")[2])
        assert answer.status_code == 200 and b"Tea" in answer.content, address
        assert b"Of somebody else" not in answer.content, address


def test_the_json_says_when_and_where(client, organisation, django_assert_max_num_queries):
    make_event(organisation, "Tea", place_shown="confidential", venue_name="Secret House")
    for number in range(5):
        make_event(organisation, f"Event {number}")
    with django_assert_max_num_queries(16):
        answer = client.get(f"/events/calendar.json?organisation={organisation.slug}")
    found = json.loads(answer.content)
    assert answer["Content-Type"] == "application/json" and len(found["events"]) == 6
    [tea] = [event for event in found["events"] if event["title"] == "Tea"]
    assert tea["url"].startswith("http") and tea["organization"] == "Harbor Example Group"
    assert "T" in tea["start"] and tea["state"] == "" and "Secret House" not in answer.content.decode()
