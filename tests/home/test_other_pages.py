"""Home page, initiatives, resources, get help, contact: what each shows and how lists are narrowed."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from home.models import (
    GetHelpPage,
    HomePage,
    InitiativeIndexPage,
    InitiativePage,
    ResourceIndexPage,
    ResourcePage,
)
from portal.models import HelpLine, HubPage
from tests.live import published
from tests.portal.public import new_page

pytestmark = pytest.mark.django_db


def text(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def english(model, **conditions):
    return model.objects.get(locale__language_code="en", **conditions)


def titles(page, level=2):
    return re.findall(rf'<h{level}><a href="[^"]*">([^<]*)</a></h{level}>', page)


# --- Home -----------------------------------------------------------------------------------------------------
def test_the_home_page_leads_to_help_first(client):
    page = text(client, "/")
    main = page.partition("<main")[2]
    call, text_message = main.index('href="tel:+18662231111"'), main.index('href="sms:+16123999995"')
    assert call < text_message < main.index('href="/get-help/"') < main.index("<h2")


def test_the_home_page_shows_statement_definitions_initiatives_campaign_events_partners_and_contact(client):
    page = text(client, "/")
    home = english(HomePage)
    for words in (home.hero_heading, home.statement, home.what_heading, home.initiatives_heading):
        assert words in page
    assert 'id="campaign"' in page and 'id="events"' in page and 'href="/partners/"' in page
    # Once: in the footer.
    assert page.count("350 Fifth St. S., Room 301M") == 1


def test_the_home_page_shows_the_five_initiatives_of_the_reference_page(client):
    of_the_city = InitiativePage.objects.live().exclude(slug__startswith="example-")
    names = of_the_city.filter(locale__language_code="en").values_list("title", flat=True)
    assert len(names) == 5
    page = text(client, "/")
    assert all(name in page for name in names)


def test_a_definition_that_is_no_longer_public_leaves_the_home_page(client, committed):
    home = english(HomePage)
    shown = home.featured_definitions[0].value
    assert shown.title in text(client, "/").partition("<main")[2]
    with committed():
        shown.unpublish()
    assert f">{shown.title}</a>" not in text(client, "/").partition("<main")[2]


# --- Initiatives ----------------------------------------------------------------------------------------------
def test_initiatives_are_narrowed_by_status_and_the_heading_says_so(client, committed):
    page = english(InitiativePage, slug="community-partnerships")
    page.status = "paused"
    with committed():
        published(page)
    listed = text(client, "/initiatives/?status=paused")
    assert titles(listed) == [page.title]
    assert (
        "Paused" in re.search(r"<h1>.*?</h1>", listed)[0] and "(1)" in re.search(r"<h1>.*?</h1>", listed)[0]
    )
    assert "1 result" in re.search(r"<title>.*?</title>", listed)[0]


def test_a_status_that_no_initiative_has_says_so_and_leads_back(client):
    listed = text(client, "/initiatives/?status=completed")
    assert "No initiatives have this status." in listed and titles(listed) == []


@pytest.mark.parametrize("value", ["nonsense", "", "ACTIVE", "active'--", "%00", "active&status=planned"])
def test_a_status_that_does_not_exist_shows_all_initiatives(client, value):
    count = InitiativePage.objects.live().filter(locale__language_code="en").count()
    listed = titles(text(client, f"/initiatives/?status={value}"))
    assert len(listed) in (count, 0) if value.endswith("planned") else len(listed) == count


def test_an_initiative_names_goal_office_milestones_and_the_sources_of_its_figures(client):
    index = english(InitiativeIndexPage)
    page = new_page(
        index,
        InitiativePage,
        slug="new",
        title="New initiative",
        summary="A summary.",
        goal="That nobody is cheated.",
        lead_office="The office",
        milestones=[("milestone", {"title": "First step", "status": "not_necessary", "note": "Not needed."})],
        updates=[
            ("update", {"date": "2026-01-01", "title": "Older news", "text": "<p>Old.</p>"}),
            ("update", {"date": "2026-05-01", "title": "Newer news", "text": "<p>New.</p>"}),
        ],
        figures=[
            (
                "figure",
                {
                    "value": "12",
                    "label": "cases",
                    "source_title": "A report",
                    "source_url": "",
                    "year": "2025",
                },
            )
        ],
    )
    page.refresh_from_db()
    published(page)
    shown = text(client, "/initiatives/new/")
    assert "That nobody is cheated." in shown and "The office" in shown
    assert "No longer needed" in shown and "Not needed." in shown
    assert shown.index("Newer news") < shown.index("Older news")
    assert re.search(r"<b>12</b> cases <span class=\"meta\">2025, A report</span>", shown)


def test_an_initiative_shows_its_partners_and_how_to_take_part(client):
    page = english(InitiativePage, slug="example-safer-hotel-work")
    shown = text(client, page.url).partition("<main")[2]
    partners = re.search(r'<section aria-labelledby="partners">.*?</section>', shown, re.DOTALL)[0]
    assert "Riverside Example Coalition" in partners and "Northside Example Workers" in partners
    take_part = re.search(r'<section aria-labelledby="take-part">.*?</section>', shown, re.DOTALL)[0]
    assert "You run a hotel." in take_part and 'href="/events/"' in take_part


def test_the_example_of_an_initiative_says_that_it_is_invented_before_its_figures(client):
    shown = text(client, "/initiatives/example-safer-hotel-work/").partition("<main")[2]
    assert shown.index("This initiative is invented") < shown.index('id="figures"')
    assert shown.count("Invented for this demonstration") >= 3


def test_an_initiative_has_no_empty_section_and_says_how_to_take_part(client):
    """The City names no milestones of its initiatives: the page does not speak about what it does not have."""
    shown = text(client, "/initiatives/community-partnerships/").partition("<main")[2].partition("</main>")[0]
    assert re.findall(r"<dt>(.*?)</dt>", shown) == ["Status", "Goal", "Lead office"]
    assert re.findall(r'<h2 id="(.*?)"', shown)[:1] == ["take-part"]
    for nothing in ("milestone", "figures", "No ", "not known"):
        assert nothing not in re.sub(r"<[^>]*>", " ", shown)


@pytest.mark.parametrize("language", ["so", "hmn"])
@pytest.mark.parametrize(("section", "model"), [("initiatives", InitiativePage), ("resources", ResourcePage)])
def test_a_list_shows_in_english_what_its_language_does_not_have_and_says_so(
    client, language, section, model
):
    found = text(client, f"/{language}/{section}/").partition("<main")[2]
    for page in model.objects.live().filter(locale__language_code="en"):
        assert re.search(rf'<h2 lang="en"[^>]*><a href="{page.url}">', found), page.title
    assert ": English</p>" in found and "</p>" in found


def test_a_list_in_a_language_with_all_translations_names_no_other(client):
    for section in ("initiatives", "resources", "videos"):
        found = text(client, f"/es/{section}/").partition("<main")[2]
        assert not re.search(r'<h2[^>]* lang="en"', found) and ": English</p>" not in found


HEADS = Path(settings.BASE_DIR).glob("*/*/templates/**/*_page.html")


@pytest.mark.parametrize("template", sorted(HEADS), ids=lambda path: path.name)
def test_the_head_of_a_page_is_one_component(template):
    """First heading, notices and summary are written once (components/page_heading), but where a page has a head of its own."""
    own = {
        "home_page.html",
        "campaign_page.html",
        "get_help_page.html",
        "event_page.html",
        "event_index_page.html",
    }
    html = template.read_text()
    assert ("<h1" in html) == (template.name in own)
    assert ("components/page_heading/page_heading.html" in html) != (template.name in own)


# --- Resources ------------------------------------------------------------------------------------------------
def test_many_resources_stand_on_several_pages(client, monkeypatch):
    monkeypatch.setattr("home.resources.models.ON_A_PAGE", 2)
    of_law = list(
        ResourcePage.objects.live()
        .filter(locale__language_code="en", resource_type="law")
        .order_by("path")
        .values_list("title", flat=True)
    )
    assert len(of_law) > 2
    first, second = (text(client, f"/resources/?type=law{page}") for page in ("", "&page=2"))
    assert titles(first) == of_law[:2] and titles(second) == of_law[2:4]
    assert 'rel="next" href="?type=law&amp;page=2"' in first and 'rel="prev"' in second
    # The number is that of all of them; another type begins with its first page.
    assert f'<span class="count">({len(of_law)})</span>' in second and "page=2&amp;type" not in second
    assert titles(text(client, "/resources/?page=999"))


def test_resources_are_narrowed_by_type(client):
    laws = ResourcePage.objects.live().filter(locale__language_code="en", resource_type="law")
    assert sorted(titles(text(client, "/resources/?type=law"))) == sorted(law.title for law in laws)


@pytest.mark.parametrize("value", ["nonsense", "", "LAW", "%00", "law%00"])
def test_a_type_that_does_not_exist_shows_all_resources(client, value):
    count = ResourcePage.objects.live().filter(locale__language_code="en").count()
    assert len(titles(text(client, f"/resources/?type={value}"))) == count


def test_a_resource_says_publisher_language_format_and_whether_it_is_accessible(client):
    page = english(ResourcePage, slug="minnesota-statutes-609-52")
    shown = text(client, page.url)
    facts = re.search(r'<p class="meta">(Law.*?)</p>', shown, re.DOTALL)[1]
    assert page.publisher in facts and "English" in facts and page.link_format in facts
    assert "not checked yet" in facts.lower()
    assert f'href="{page.link_url}" rel="external"' in shown


def test_a_resource_that_may_not_be_accessible_leads_to_the_request_with_its_page_filled_in(client):
    shown = text(client, "/resources/minnesota-statutes-609-52/")
    assert 'href="/request-accessible-format/?page=/resources/minnesota-statutes-609-52/"' in shown


def test_a_document_of_the_hub_is_downloaded_from_the_hub_with_format_and_size(client, committed):
    from django.core.files.base import ContentFile

    from media.models import HubDocument

    document = HubDocument.objects.create(
        title="A guide", file=ContentFile(b"words" * 300, name="guide.pdf"), language="es", accessible="yes"
    )
    document.get_file_size()  # As the form of the admin does.
    index = english(ResourceIndexPage)
    page = new_page(
        index,
        ResourcePage,
        slug="guide",
        title="A guide",
        summary="A summary.",
        resource_type="guide",
        publisher="The office",
        document=document,
    )
    page.refresh_from_db()
    published(page)
    shown = text(client, "/resources/guide/")
    assert "PDF, 1.5" in shown and "Accessible" in shown
    address = re.search(r'href="(/documents/[^"]*)"', shown)[1]
    assert b"".join(client.get(address)) == b"words" * 300


# --- Get help -------------------------------------------------------------------------------------------------
def test_get_help_shows_confidential_help_then_emergency_then_city_lines(client):
    page = text(client, "/get-help/")
    main = page.partition("<main")[2]
    kinds = ("help-line confidential", "help-line emergency", "city")
    places = [main.index(f'class="{kind}') if " " in kind else main.index(f'id="{kind}"') for kind in kinds]
    assert places == sorted(places)
    assert "City information, office hours, not for emergencies" in page


def test_get_help_says_what_happens_when_you_call_and_leaves_out_what_is_not_known(client):
    page = text(client, "/get-help/")
    line = re.search(r'<article class="help-line confidential".*?</article>', page, re.DOTALL)[0]
    assert "Day One" in line and "What happens when you call" in line
    known = dict(HelpLine.objects.get(name="Day One", locale__language_code="en").disclosures)
    assert "" in known.values() and len(known) == 4
    for question, answer in known.items():
        assert (str(question) in line) == bool(answer)
    assert "An advocate does not call the police without your permission" in line
    assert "We do not know" not in page


def test_the_numbers_of_get_help_stand_before_everything_that_explains_them(client):
    page = text(client, "/get-help/").partition("<main")[2]
    for line in re.findall(r'<article class="help-line .*?</article>', page, re.DOTALL):
        buttons, _summary, folded = line.partition("<summary>")
        assert 'class="button call"' in buttons and "tel:" in buttons and "<dl" not in buttons
        assert "<dl" in folded


def test_get_help_says_in_which_language_texts_are_answered(client):
    page = text(client, "/get-help/")
    texts = re.findall(r"<dt>Texts[^<]*</dt><dd>([^<]*)</dd>", page)
    assert len(texts) == page.partition("<main")[2].partition("</main")[0].count('href="sms:')
    assert {"English", "English and Spanish"} <= set(texts)


def test_notes_of_the_office_about_help_lines_are_not_for_readers(client):
    unverified = HelpLine.objects.filter(locale__language_code="en", verified_on=None).exclude(
        confirm_note=""
    )
    assert unverified.exists()
    page = text(client, "/get-help/")
    assert 'href="tel:+18662231111"' in page
    for line in unverified:
        assert line.confirm_note not in page
    for words in ("erified", "To be confirmed"):
        assert words not in page


def test_lines_of_the_city_are_one_list(client):
    found = re.search(r'<ul class="help-line-list".*?</ul>', text(client, "/get-help/"), re.DOTALL)[0]
    lines = HelpLine.objects.filter(locale__language_code="en", kind="city", live=True)
    assert found.count("<li") == lines.count() > 1
    assert all(f'href="tel:{line.phone}"' in found for line in lines)


def test_get_help_warns_that_calls_stay_in_the_phone(client):
    for address in ("/get-help/", "/stay-safe-online/"):
        page = text(client, address)
        assert "Calls and texts stay in this phone and on its bill" in page
        assert "A borrowed phone is safer." in page
        assert "delete your history" not in page.lower()


def test_the_pocket_card_has_eight_cards_that_do_not_say_what_they_are_for(client):
    page = text(client, "/get-help/card/")
    assert GetHelpPage.CARDS_ON_A_SHEET == 8
    cards = re.findall(r'<li class="pocket-card">(.*?)</li>', page, re.DOTALL)
    assert len(cards) == 8 and len(set(cards)) == 1
    assert "1-866-223-1111" in cards[0] and "612-399-9995" in cards[0] and "911" in cards[0]
    assert "traffick" not in cards[0].lower()
    assert re.search(r"<title>[^<]*</title>", page)[0].lower().count("traffick") == 0


def test_the_page_on_law_enforcement_says_who_answers_and_that_it_is_not_confidential(client):
    page = text(client, "/get-help/report-to-law-enforcement/")
    assert 'href="tel:+18779966222"' in page
    assert "not confidential" in page
    assert "Immigration and Customs Enforcement" not in page  # Off until the office switches it on.


def test_the_line_of_the_department_of_homeland_security_names_who_answers_once_it_is_on(client, committed):
    line = HelpLine.objects.get(phone="+18663472423", locale__language_code="en")
    line.enabled = True
    with committed():
        published(line)
    page = text(client, "/get-help/report-to-law-enforcement/")
    assert "Immigration and Customs Enforcement" in page and "confidential" in page


def test_contact_shows_address_hours_phones_and_tty_apart_from_help(client):
    page = text(client, "/contact/")
    for words in (
        "350 Fifth St. S., Room 301M",
        "8 a.m. – 4:30 p.m.",
        "612-673-2157",
        "(TTY)",
        "Spanish",
        "Somali",
    ):
        assert words in page
    assert "City information, during office hours. Not for emergencies." in page


def test_every_page_type_has_a_page_in_the_demonstration():
    from django.apps import apps

    types = [model for model in apps.get_models() if issubclass(model, HubPage)]
    assert not [model.__name__ for model in types if not model.objects.live().exists()]


def test_every_page_right_below_the_home_page_exists_in_each_language():
    """Without one, the menu in that language leaves it out."""
    of_language = {
        home.locale.language_code: {page.translation_key: page.slug for page in home.get_children().live()}
        for home in HomePage.objects.select_related("locale")
    }
    assert len(of_language) == 4
    for language, pages in of_language.items():
        missing = [slug for key, slug in of_language["en"].items() if key not in pages]
        assert not missing, f"home/demo/pages/{language}/ lacks these pages."


# --- Callouts -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("address", "level", "title"),
    [
        ("/contact/", 2, "Not for emergencies"),
        ("/stay-safe-online/", 3, "Leaving does not remove traces"),
        ("/definitions/wage-theft/", 4, "If you are also afraid to leave"),
    ],
)
def test_the_title_of_a_callout_is_a_heading_below_the_one_above_it(client, address, level, title):
    shown = text(client, address).partition("<main")[2].partition("</main>")[0]
    headings = re.findall(r"<h([1-6])[^>]*>(.*?)</h\1>", shown, re.DOTALL)
    assert (str(level), title) in headings
    levels = [int(found) for found, _words in headings]
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))


# --- Words ----------------------------------------------------------------------------------------------------
def test_the_sentence_about_formats_stands_before_the_form(client):
    shown = text(client, "/request-accessible-format/")
    before = shown.partition('<form class="form')[0].partition("<main")[2]
    assert "Please tell us what format you need." in before and "email 311" in before


def test_a_publisher_with_the_name_of_its_source_is_named_once(client):
    page = text(client, "/not-a-citizen/")
    assert re.search(r">The Advocates for Human Rights</a>\. [A-Z]", page)
    assert "Policy Manual, volume 3, part B, chapter 2</a>, U.S. Citizenship" in page
