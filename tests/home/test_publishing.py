"""What goes to review or live is complete; a draft may be incomplete: in the admin's form and in code, with the same words."""

import datetime
import html
import re
import time

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.test.utils.form_data import rich_text, streamfield

from home.models import DefinitionPage, HomePage, InformationPage, InitiativePage, ResourcePage
from media.models import HubImage, VideoPage
from tests.home.edit_form import posted
from tests.live import published
from tests.portal.public import new_page, sitemap

pytestmark = pytest.mark.django_db

STATUTE = {
    "quotation": "The words of the law.",
    "language": "en",
    "wording": "statute",
    "quoted_by": "",
    "citation": "Minn. Stat. 1.01",
    "url": "https://www.example.org/statute",
    "jurisdiction": "Minnesota",
    "amended_note": "",
    "checked_on": "",
}


def english(model, slug):
    return model.objects.get(locale__language_code="en", slug=slug)


@pytest.fixture
def send(signed_in, account):
    """Saves a page's form as an account: send("editor", page, "action-submit", summary="")."""

    def save(name, page, action="", **changes):
        client = signed_in(name)
        data = posted(page, account(name), **changes)
        return client.post(f"/admin/pages/{page.pk}/edit/", {**data, **({action: "on"} if action else {})})

    return save


def words(response):
    return html.unescape(response.content.decode())


SOURCE = streamfield(
    [("source", {"title": "A report", "url": "", "publisher": "", "checked_on": "", "note": ""})]
)

FAILURES = [
    (DefinitionPage, "wage-theft", {}, "Name at least one source, or quote the statute."),
    (
        DefinitionPage,
        "wage-theft",
        {"sources": SOURCE, "plain_words": rich_text("<p></p>")},
        "Say in plain words what the term means.",
    ),
    (
        DefinitionPage,
        "wage-theft",
        {"statutes": streamfield([("statute", STATUTE)])},
        "Say when the statute's text was checked, or mark it as quoted.",
    ),
    (
        DefinitionPage,
        "wage-theft",
        {"statutes": streamfield([("statute", {**STATUTE, "wording": "as_quoted"})])},
        "Say who quotes the statute in these words.",
    ),
    (
        ResourcePage,
        "minnesota-statutes-609-52",
        {"link_url": ""},
        "Give an address or choose a document.",
    ),
    (
        VideoPage,
        "andrea-jenkins-message",
        {"address": "https://www.youtube.com/watch?v=aBcDeFgHiJk", "transcript": rich_text("<p></p>")},
        "Write the transcript: everything that is said and shown.",
    ),
    (
        VideoPage,
        "andrea-jenkins-message",
        {"address": "https://www.youtube.com/watch?v=aBcDeFgHiJk", "transcript": rich_text("<p>Words.</p>")},
        "Decide whether the video needs an audio description, and say why not.",
    ),
]


@pytest.mark.parametrize(("model", "slug", "changes", "message"), FAILURES)
@pytest.mark.parametrize(("who", "action"), [("editor", "action-submit"), ("coordinator", "action-submit")])
def test_what_is_incomplete_goes_neither_to_review_nor_live_and_the_form_says_why(
    send, model, slug, changes, message, who, action
):
    page = english(model, slug)
    response = send(who, page, action, title="Not ready", **changes)
    assert response.status_code == 200
    assert message in words(response)
    page.refresh_from_db()
    assert page.title != "Not ready" and page.current_workflow_state is None


@pytest.mark.parametrize(("model", "slug", "changes", "message"), FAILURES)
def test_the_same_is_saved_as_a_draft_without_complaint(send, model, slug, changes, message):
    page = english(model, slug)
    response = send("editor", page, title="Still a draft", **changes)
    assert response.status_code == 302
    page.refresh_from_db()
    assert page.get_latest_revision_as_object().title == "Still a draft"
    assert page.title != "Still a draft"


def test_a_page_without_a_summary_is_not_finished(send):
    page = english(InformationPage, "privacy")
    response = send("coordinator", page, "action-submit", title="Not ready", summary="")
    assert response.status_code == 200 and "Write a summary: one or two plain sentences." in words(response)
    page.refresh_from_db()
    assert page.title != "Not ready"


def test_an_editors_page_waits_for_the_office_and_is_live_after_its_approval(send, signed_in, client):
    page = english(InformationPage, "privacy")
    assert send("editor", page, "action-submit", title="Privacy, reviewed").status_code == 302
    page.refresh_from_db()
    assert page.title != "Privacy, reviewed"
    task = page.current_workflow_task_state
    approve = f"/admin/pages/workflow/action/{page.pk}/approve/{task.pk}/"
    client.post(approve)  # The editor is still signed in: nobody approves without the right to.
    page.refresh_from_db()
    assert page.title != "Privacy, reviewed"
    signed_in("approver").post(approve, {"comment": ""})
    page.refresh_from_db()
    assert page.title == "Privacy, reviewed"


def test_code_that_publishes_is_asked_the_same(db):
    page = english(ResourcePage, "minnesota-statutes-609-52")
    page.link_url, page.title = "", "Not ready"
    with pytest.raises(ValidationError) as refused:
        published(page, clean=False)
    assert refused.value.message_dict == {"link_url": ["Give an address or choose a document."]}
    page.refresh_from_db()
    assert page.title != "Not ready"


def test_code_that_saves_a_live_page_is_asked_the_same():
    page = english(InitiativePage, "community-partnerships")
    page.goal, page.lead_office = " ", " "
    with pytest.raises(ValidationError) as refused:
        page.save()
    assert refused.value.message_dict == {
        "goal": ["Say what the initiative should achieve."],
        "lead_office": ["Name the office that leads the initiative."],
    }


def test_an_incomplete_page_is_not_even_scheduled():
    page = english(ResourcePage, "minnesota-statutes-609-52")
    page.link_url = ""
    page.go_live_at = timezone.now() + datetime.timedelta(days=1)
    with pytest.raises(ValidationError):
        published(page, clean=False)
    assert not page.scheduled_revision


def test_a_scheduled_page_is_live_when_its_time_has_come(client, committed):
    page = english(ResourcePage, "minnesota-statutes-609-52")
    page.title = "Published in time"
    page.go_live_at = timezone.now() + datetime.timedelta(seconds=1)
    with committed():
        published(page)
    assert "Published in time" not in words(client.get("/resources/"))
    time.sleep(1.1)
    with committed():
        call_command("publish_scheduled", verbosity=0)
    assert "Published in time" in words(client.get("/resources/"))


def test_what_became_incomplete_while_it_waited_is_not_approved_and_the_approver_is_told_why(send, signed_in):
    page = english(VideoPage, "how-this-hub-keeps-your-visit-private")
    page.title = "Changed"
    page.save_revision()
    page.get_workflow().start(page, user=None)
    HubImage.objects.filter(pk=page.poster_id).update(is_decorative=False, description="")
    task = page.current_workflow_task_state
    response = signed_in("approver").post(
        f"/admin/pages/workflow/action/{page.pk}/approve/{task.pk}/", {"comment": ""}, follow=True
    )
    assert response.status_code == 200
    assert "Describe the picture, or mark it as decorative." in words(response)
    page.refresh_from_db()
    assert page.title != "Changed" and page.current_workflow_state.status == "in_progress"


def test_publishing_many_at_once_is_refused_in_words(signed_in):
    client = signed_in("coordinator")
    page = english(InformationPage, "privacy")
    page.title = "Published with others"
    page.save_revision()
    response = client.post(f"/admin/bulk/wagtailcore/page/publish/?next=/admin/&id={page.pk}", follow=True)
    assert response.status_code == 200
    page.refresh_from_db()
    assert page.title != "Published with others"


# --- Addresses ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "slug", ["es", "so", "hmn", "admin", "accounts", "workspace", "exit", "search", "uploads"]
)
def test_no_page_takes_an_address_that_the_hub_needs(slug):
    home = HomePage.objects.get(locale__language_code="en")
    with pytest.raises(ValidationError) as refused:
        new_page(home, InformationPage, slug=slug, summary="A summary.")
    assert refused.value.message_dict["slug"] == ["This site uses that address itself. Choose another one."]


def test_such_an_address_is_free_below_another_page():
    parent = english(InformationPage, "accessibility")
    assert new_page(parent, InformationPage, slug="search", summary="A summary.").url_path.endswith(
        "/search/"
    )


@pytest.mark.parametrize(
    "slug",
    [
        "accessibility",
        "campaigns",
        "contact",
        "definitions",
        "get-help",
        "initiatives",
        "privacy",
        "request-accessible-format",
        "resources",
        "stay-safe-online",
        "videos",
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_an_address_that_other_sites_rely_on_stays(slug, language):
    page = Page.objects.get(locale__language_code=language, slug=slug, depth=3).specific
    page.slug = "another"
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert refused.value.message_dict["slug"] == [f"Other sites link to this address. It stays “{slug}”."]


def test_another_information_page_may_change_its_address(client):
    page = english(InformationPage, "grievance-procedure")
    page.slug = "complaints"
    published(page)
    assert client.get("/accessibility/complaints/").status_code == 200


def test_a_page_that_moves_leaves_a_redirect_behind(client, committed):
    page = english(InformationPage, "grievance-procedure")
    page.slug = "complaints"
    with committed():
        published(page)
    response = client.get("/accessibility/grievance-procedure/")
    assert (response.status_code, response["Location"]) == (301, "/accessibility/complaints/")


def test_there_is_one_index_of_each_kind_in_a_language(signed_in):
    home = HomePage.objects.get(locale__language_code="en")
    client = signed_in("coordinator")
    # Only one kind of page may stand here as often as one likes: the editor is led straight to it.
    response = client.get(f"/admin/pages/{home.pk}/add_subpage/")
    assert response["Location"] == f"/admin/pages/add/home/informationpage/{home.pk}/"
    response = client.get(f"/admin/pages/add/home/campaignindexpage/{home.pk}/")
    assert response.status_code in (302, 403)


def test_a_new_page_with_a_reserved_address_is_refused_in_the_form(signed_in, account):
    home = HomePage.objects.get(locale__language_code="en")
    new = InformationPage(title="A page", summary="A summary.", slug="search", locale=home.locale)
    data = posted(new, account("editor"), parent=home)
    response = signed_in("editor").post(f"/admin/pages/add/home/informationpage/{home.pk}/", data)
    assert response.status_code == 200
    assert "This site uses that address itself. Choose another one." in words(response)
    assert not InformationPage.objects.filter(slug="search").exists()


# --- Review dates and related pages -------------------------------------------------------------------------
def test_a_page_says_when_it_was_reviewed_and_when_it_will_be(client):
    page = english(InformationPage, "privacy")
    page.last_reviewed, page.review_interval = timezone.localdate(), 12
    published(page)
    text = client.get("/privacy/").content.decode()
    assert "Last reviewed" in text and f"{timezone.localdate().year + 1}." in text


def test_an_overdue_review_is_shown_to_the_office_and_not_to_readers(client, signed_in):
    page = english(InformationPage, "privacy")
    page.last_reviewed, page.review_interval = datetime.date(2020, 1, 31), 1
    published(page)
    response = client.get("/privacy/")
    assert response.status_code == 200
    assert "reviewed" not in response.content.decode() and "2020" not in response.content.decode()
    report = signed_in("editor").get("/admin/reports/hub/due/?due=overdue").content.decode()
    assert f"/admin/pages/{page.pk}/edit/" in report and "February 1, 2020" in report
    assert "due/?due=overdue" in client.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("reviewed", "months", "due"),
    [("2026-01-31", 1, "2026-02-01"), ("2026-12-15", 12, "2027-12-01"), ("2026-11-30", 14, "2028-01-01")],
)
def test_the_next_review_is_a_day_that_exists(reviewed, months, due):
    page = InformationPage(last_reviewed=datetime.date.fromisoformat(reviewed), review_interval=months)
    assert page.next_review == datetime.date.fromisoformat(due)


def test_a_page_that_nobody_reviewed_has_no_review_date():
    page = InformationPage(last_reviewed=None)
    assert page.next_review is None and not page.is_review_overdue


def test_related_pages_are_those_that_the_public_may_read(client, committed):
    page = english(DefinitionPage, "wage-theft")
    other = english(DefinitionPage, "debt-bondage")
    draft = new_page(
        page.get_parent(), DefinitionPage, slug="draft", title="A secret draft", summary="Secret."
    )
    page.related_pages = [("page", draft), ("page", other)]
    published(page)
    main = client.get(page.url).content.decode().partition('id="related"')[2]
    assert other.title in main and "A secret draft" not in main
    with committed():
        other.unpublish()
    assert other.title not in client.get(page.url).content.decode().partition('id="related"')[2]


def test_nobody_can_hide_a_page_behind_a_sign_in_because_a_page_is_a_draft_or_public(signed_in, client):
    page = english(DefinitionPage, "debt-bondage")
    signed_in("coordinator").post(
        f"/admin/pages/{page.pk}/privacy/", {"restriction_type": "login", "password": "", "groups": []}
    )
    assert not PageViewRestriction.objects.exists()
    assert client.get(page.url).status_code == 200


@pytest.mark.parametrize(
    "address", ["/", "/definitions/", "/search/?q=unfinished", "/sitemap.xml", "/no-such/"]
)
def test_nothing_of_a_draft_can_be_read(client, address):
    page = english(DefinitionPage, "wage-theft")
    page.title = page.summary = "Unfinished business"
    page.save_revision()
    new_page(
        page.get_parent(), DefinitionPage, slug="unfinished", title="Unfinished too", summary="Unfinished"
    )
    text = client.get(address).content.decode()
    if address == "/sitemap.xml":
        text = sitemap(client)
    assert "Unfinished" not in text and "/unfinished/" not in text
    assert client.get("/definitions/unfinished/").status_code == 404


def test_the_discreet_title_stands_in_the_tab_and_the_title_on_the_page(client):
    page = english(DefinitionPage, "labor-trafficking")
    text = client.get(page.url).content.decode()
    assert f"<title>{page.discreet_title}</title>" in text
    assert f"<h1>{page.title}</h1>" in text
    assert f'property="og:title" content="{page.discreet_title}"' in text
    # A messenger shows a link with this text.
    description = re.search(r'property="og:description" content="([^"]*)"', text)[1]
    assert description and page.summary[:20] not in description
