"""The page of an organisation and of a service: what is said, in which order, and that no confidential place is anywhere."""

import datetime
import json

import pytest
from bs4 import BeautifulSoup
from django.utils.translation import override
from wagtail.models import Locale, Revision, Site

from partners.models import OrganisationLocation, OrganisationPhone
from partners.organisations.presenter import services_of
from tests.partners.factories import make_event, make_organisation, make_service, publish
from tests.partners.hsds.directory import SECRET, add_place, make_whole
from tests.portal.public import sitemap_parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(db):
    return make_whole(
        safe_contact="Who picks up says a first name only.", place_accessibility="Step-free way in."
    )


def opened(client, page):
    answer = client.get(page.url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def words_of(element):
    return " ".join(element.get_text(" ").split())


def json_ld(page):
    return json.loads(page.select_one('script[type="application/ld+json"]').string)


# --- The organisation ---------------------------------------------------------------------------------------------


def test_how_to_reach_it_stands_beside_what_it_offers(client, whole):
    headings = [words_of(heading) for heading in opened(client, whole[0]).select("main h2")]
    assert headings[:4] == [
        "How to reach it",
        "What it offers",
        "Services",
        "Where",
    ]


def test_phones_are_links_with_their_hours_and_languages(client, whole):
    reach = opened(client, whole[0]).select_one("section[aria-labelledby=reach]")
    links = {link["href"]: words_of(link) for link in reach.select("a")}
    assert links["tel:+16125550100"] == "Call +16125550100 , Whole Example 1"
    assert links["sms:+16125550101"] == "Text +16125550101 , Whole Example 1"
    assert links["tel:+16125550102"].startswith("TTY +16125550102")
    assert links["https://organisation.example/"]
    assert links["mailto:hello@example.org"]
    said = words_of(reach)
    assert "Day and night · Answered in: English, Somali." in said
    assert "Who picks up says a first name only." in said
    assert "/get-help/" in links


def test_a_service_is_told_whole_and_leads_to_its_page(client, whole):
    entry = opened(client, whole[0]).select_one(".service")
    assert entry.h3.a["href"] == whole[1].url
    facts = {words_of(row.dt): words_of(row.dd) for row in entry.select("dl > div")}
    assert facts["Status"] == "Offered now"
    assert facts["Who can use it"].endswith(". Everybody")
    assert facts["Cost"] == "Free"
    assert facts["Interpreters"] == "If you ask in advance"
    assert facts["Languages"]
    assert "We do not know" not in facts


def test_what_nobody_knows_is_left_out(client):
    organisation = make_organisation("Sparse Example")
    make_service(organisation, status="temporarily closed")
    entry = opened(client, organisation).select_one(".service")
    facts = {words_of(row.dt): words_of(row.dd) for row in entry.select("dl > div")}
    assert facts == {"Status": "Closed for now"}


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({}, None),
        ({"hours": "Day and night"}, "Day and night"),
        ({"languages": "Somali"}, "Answered in: Somali."),
        ({"hours": "Day and night", "languages": "Somali"}, "Day and night · Answered in: Somali."),
    ],
)
def test_a_number_says_only_what_is_known_of_it(client, known, said):
    organisation = make_organisation("Sparse Example")
    organisation.phones.add(OrganisationPhone(kind="voice", number="+16125550100", **known))
    publish(organisation)
    (phone,) = opened(client, organisation).select(".phones > li")
    assert [words_of(line) for line in phone.select(".meta")] == ["Phone", *([said] if said else [])]


def test_whether_somebody_checked_it_is_said(client, whole):
    assert "Last verified on November 2, 2026 by The office." in words_of(opened(client, whole[0]))
    sparse = make_organisation("Sparse Example")
    said = words_of(opened(client, sparse))
    assert "checked" not in said.lower() and "verified" not in said.lower()


def test_draft_services_are_not_shown(client):
    organisation = make_organisation("Sparse Example")
    make_service(organisation, "Not yet", live=False)
    assert "Not yet" not in words_of(opened(client, organisation))


def test_a_service_that_is_not_translated_is_shown_with_its_language(client, whole):
    translation = whole[0].copy_for_translation(Locale.objects.get(language_code="es"))
    publish(translation)
    entry = opened(client, translation).select_one(".service")
    assert entry.h3["lang"] == "en"
    assert entry.h3.a["href"] == whole[1].url


def test_the_next_events_lead_to_all_of_them(client, committed):
    organisation = make_organisation("Eventful Example")
    with committed():
        for day in range(7):
            make_event(
                organisation,
                f"Evening {day}",
                start_date=datetime.date.today() + datetime.timedelta(days=3 + day),
            )
    section = opened(client, organisation).select_one("section[aria-labelledby=events]")
    shown = [words_of(heading) for heading in section.select("h3")]
    assert len(shown) == 5
    assert shown[0].startswith("Evening 0")
    everything = section.select_one('a[href="/events/?organisation=eventful-example"]')
    assert len(BeautifulSoup(client.get(everything["href"]).content, "html.parser").select("li.event")) == 7


def test_search_engines_are_told_how_to_reach_it(client, whole):
    data = json_ld(opened(client, whole[0]))
    assert data["@type"] == "Organization"
    assert data["name"] == "Whole Example 1"
    assert [point["telephone"] for point in data["contactPoint"]][0] == "+16125550100"
    assert [place["address"]["streetAddress"] for place in data["location"]] == ["1 Example Street, Room 2"]
    assert data["makesOffer"][0]["itemOffered"]["name"] == "Legal help"


# --- The service --------------------------------------------------------------------------------------------------


def test_a_service_says_whose_it_is_how_to_begin_and_where(client, whole):
    organisation, service, _public, _hidden = whole
    page = opened(client, service)
    said = words_of(page.main)
    assert "First a talk ." in said
    assert "How to start Call" in said
    assert "1 Example Street" in said
    assert "The address is confidential." in said
    assert page.select_one(f'main a[href="{organisation.url}"]')
    assert page.select_one('a[href="tel:+16125550100"]')
    data = json_ld(page)
    assert data["@type"] == "Service"
    assert data["provider"]["name"] == "Whole Example 1"


# --- Confidential places -----------------------------------------------------------------------------

FORBIDDEN = [*SECRET.values(), "Refuge by the mill"]


def leaks(text):
    return [word for word in FORBIDDEN if word in text]


def test_a_confidential_place_is_said_to_be_one_and_nothing_else(client, whole):
    page = opened(client, whole[0])
    [place] = [found for found in page.select(".place") if "confidential" in words_of(found)]
    assert words_of(place) == (
        "A confidential place The address is confidential. "
        "Call or write first. The organization will tell you what you need to know."
    )


def test_no_output_holds_the_address_of_a_confidential_place(client, whole):
    organisation, service, *_places = whole
    addresses = [
        organisation.url,
        service.url,
        "/partners/",
        "/partners/?q=hidden+lane",
        "/search/?q=Hidden+Lane",
        "/search/?q=green+door+twice",
        "/events/",
        *sitemap_parts(client),
        "/api/hsds/services?full=true",
        "/api/hsds/organizations?full=true",
        "/api/hsds/service_at_locations?full=true",
    ]
    for address in addresses:
        assert leaks(client.get(address).content.decode()) == [], address


def test_a_place_that_becomes_confidential_leaves_the_page_and_its_row(client, whole, committed):
    organisation, service, public, _hidden = whole
    opened(client, organisation)
    opened(client, service)
    draft = organisation.get_latest_revision_as_object()
    for place in draft.locations.all():
        if place.translation_key == public.translation_key:
            place.is_confidential = True
            place.clean()
            draft.locations.add(place)
    with committed():
        publish(draft)
    for page in (organisation, service):
        assert "1 Example Street" not in client.get(page.url).content.decode()
    assert not OrganisationLocation.objects.filter(street_address="1 Example Street").exists()


def test_a_place_that_is_confidential_in_one_language_is_so_on_every_page(client, whole):
    organisation, service, public, _hidden = whole
    translation = organisation.copy_for_translation(Locale.objects.get(language_code="es"))
    publish(translation)
    OrganisationLocation.objects.filter(organisation=translation).update(is_confidential=True)
    assert OrganisationLocation.objects.get(pk=public.pk).street_address
    for page in (organisation, service, translation):
        said = client.get(page.url).content.decode()
        assert "1 Example Street" not in said
        assert "Main office" not in said


def test_a_preview_of_a_draft_shows_the_draft_and_nothing_confidential(signed_in, whole):
    organisation = whole[0]
    draft = organisation.get_latest_revision_as_object()
    draft.offers = "<p>Something new</p>"
    revision = draft.save_revision()
    client = signed_in("approver")
    answer = client.get(f"/admin/pages/{organisation.pk}/revisions/{revision.pk}/view/")
    assert answer.status_code == 200
    said = answer.content.decode()
    assert "Something new" in said
    assert "1 Example Street" in said
    assert leaks(said) == []
    for held in Revision.objects.for_instance(organisation):
        assert leaks(json.dumps(held.content)) in ([], ["Refuge by the mill"])


def test_places_with_an_address_are_told_whole(client):
    organisation = make_organisation("Open Example")
    add_place(organisation)
    place = words_of(opened(client, organisation).select_one(".place"))
    assert place.startswith("Main office 1 Example Street Room 2 Example City, MN 55400")
    for words in ("Bus 10", "A lift.", "Monday to Friday"):
        assert words in place
    assert Site.objects.count() == 1


def test_the_state_of_a_service_is_in_the_readers_language_whoever_asked_first(whole):
    with override("en"):
        assert {item.status_label for item in services_of(whole[0], "es")} == {"Se ofrece ahora"}
    with override("es"):
        assert {item.status_label for item in services_of(whole[0], "en")} == {"Offered now"}
