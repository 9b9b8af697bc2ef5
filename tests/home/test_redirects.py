"""Old addresses lead on: when a page moves or changes its address, when it is deleted or taken down."""

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page

from home.models import DefinitionPage, InformationPage
from tests.live import approved

pytestmark = pytest.mark.django_db


def page_at(slug, language="en"):
    return Page.objects.get(slug=slug, locale__language_code=language).specific


@pytest.fixture
def make(committed):
    """Make a public text page: make(parent, "slug")."""

    def make_page(parent, slug):
        page = InformationPage(title=slug, slug=slug, summary="A summary.", live=False, locale=parent.locale)
        parent.add_child(instance=page)
        publish(page, committed)
        return page

    return make_page


def publish(page, committed, **changes):
    """A changed version that somebody else approves."""
    for name, value in changes.items():
        setattr(page, name, value)
    with committed():
        revision = page.save_revision()
        approved(revision)
        revision.publish()
    page.refresh_from_db()


def leads(client, path):
    """Where an address leads in one step: (status, address)."""
    answer = client.get(path)
    return answer.status_code, answer.headers.get("Location", "").replace("http://localhost", "")


@pytest.fixture
def operator(client, django_user_model):
    """Only operators delete pages together with those below."""
    account = django_user_model.objects.create_superuser("operator@example.org", password=None)
    client.force_login(account)
    return client


# --- Moved, renamed -----------------------------------------------------------------------------------------------
def test_a_changed_address_and_all_below_lead_to_the_new_one_in_one_step(client, make, committed):
    parent = make(page_at("home"), "old")
    make(parent, "below")
    parent.refresh_from_db()
    publish(parent, committed, slug="new")
    assert leads(client, "/old/") == (301, "/new/") and leads(client, "/old/below/") == (301, "/new/below/")
    parent.refresh_from_db()
    publish(parent, committed, slug="newest")
    for old in ("/old/", "/new/"):
        assert leads(client, old) == (301, "/newest/"), old
        assert leads(client, f"{old}below/") == (301, "/newest/below/")
        assert client.get(f"{old}below/?print=1", follow=True).status_code == 200


def test_each_language_has_its_own(client, make, committed):
    english = make(page_at("home"), "old")
    spanish = english.copy_for_translation(Locale.objects.get(language_code="es"))
    publish(spanish, committed)
    publish(spanish, committed, slug="nuevo")
    assert leads(client, "/es/old/") == (301, "/es/nuevo/")
    assert client.get("/old/").status_code == 200


def test_a_page_that_moves_takes_its_old_address_and_those_below_along(client, make, committed, signed_in):
    first, second = make(page_at("home"), "first"), make(page_at("home"), "second")
    page = make(first, "moving")
    make(page, "below")
    with committed():
        signed_in("approver").post(f"/admin/pages/{page.pk}/move/{second.pk}/confirm/")
    client.logout()
    assert leads(client, "/first/moving/") == (301, "/second/moving/")
    assert leads(client, "/first/moving/below/") == (301, "/second/moving/below/")


def test_a_page_that_comes_back_leads_in_no_circle_when_it_is_taken_down(client, make, committed):
    page = make(page_at("home"), "old")
    publish(page, committed, slug="new")
    publish(page, committed, slug="old")
    assert leads(client, "/new/") == (301, "/old/")
    with committed():
        page.unpublish()
    assert client.get("/old/").status_code == 404
    assert client.get("/new/", follow=True).status_code == 404


def test_two_pages_that_were_taken_down_in_turn_lead_in_no_circle(client, signed_in, make, committed):
    first, second = make(page_at("home"), "first"), make(page_at("home"), "second")
    office = signed_in("approver")
    with committed():
        office.post(f"/admin/pages/{first.pk}/unpublish/", {"redirect_to": second.pk})
    first.refresh_from_db()
    publish(first, committed)
    with committed():
        office.post(f"/admin/pages/{second.pk}/unpublish/", {"redirect_to": first.pk})
    with committed():
        office.post(f"/admin/pages/{first.pk}/unpublish/")
    client.logout()
    assert client.get("/second/", follow=True).status_code == 404
    assert client.get("/first/").status_code == 404


# --- Deleted, taken down ------------------------------------------------------------------------------------------
def test_a_deleted_page_leads_readers_to_the_page_that_was_chosen(client, operator, make, committed):
    page = make(page_at("home"), "old")
    make(page, "below")
    publish(page, committed, slug="new")
    target = page_at("resources")
    with committed():
        operator.post(f"/admin/pages/{page.pk}/delete/", {"redirect_to": target.pk})
    client.logout()
    assert not Page.objects.filter(pk=page.pk).exists()
    for path in ("/old/", "/new/", "/new/below/", "/old/below/"):
        assert leads(client, path) == (301, "/resources/"), path


def test_without_a_choice_a_deleted_page_is_gone(client, signed_in, make, committed):
    page = make(page_at("home"), "old")
    with committed():
        signed_in("approver").post(f"/admin/pages/{page.pk}/delete/")
    client.logout()
    assert client.get("/old/").status_code == 404 and not Redirect.objects.filter(old_path="/old").exists()


def test_a_page_that_is_away_for_a_while_leads_on_until_it_is_back(client, signed_in, committed):
    page = page_at("wage-theft")
    target = page_at("labor-trafficking")
    with committed():
        signed_in("approver").post(f"/admin/pages/{page.pk}/unpublish/", {"redirect_to": target.pk})
    client.logout()
    assert leads(client, "/definitions/wage-theft/") == (302, "/definitions/labor-trafficking/")
    page = DefinitionPage.objects.get(pk=page.pk)
    publish(page, committed)
    assert client.get("/definitions/wage-theft/").status_code == 200


def test_older_addresses_lead_to_the_page_again_when_it_is_back(client, signed_in, make, committed):
    page = make(page_at("home"), "old")
    child = make(page, "below")
    page.refresh_from_db()
    publish(page, committed, slug="new")
    with committed():
        signed_in("approver").post(
            f"/admin/pages/{page.pk}/unpublish/", {"redirect_to": page_at("resources").pk}
        )
    client.logout()
    assert client.get("/old/", follow=True).redirect_chain[-1][0].endswith("/resources/")
    child.refresh_from_db()
    assert client.get("/new/below/").status_code == 200
    with committed():
        child.unpublish()
    assert client.get("/new/below/").status_code == 404, "only the page itself led on"
    page.refresh_from_db()
    publish(page, committed)
    assert leads(client, "/old/") == (301, "/new/")


@pytest.mark.parametrize("which", ["itself", "below", "draft", "nonsense"])
def test_readers_are_not_led_to_what_is_gone_or_not_public(operator, make, which):
    page = make(page_at("home"), "old")
    below = make(page, "below")
    draft = InformationPage(title="Draft", slug="draft", live=False, locale=page.locale, summary="A summary.")
    page_at("home").add_child(instance=draft)
    target = {"itself": page.pk, "below": below.pk, "draft": draft.pk, "nonsense": "x"}[which]
    said = operator.post(
        f"/admin/pages/{page.pk}/delete/", {"redirect_to": target}, follow=True
    ).content.decode()
    assert Page.objects.filter(pk=page.pk, live=True).exists()
    assert ("This page would be removed too." in said) or ("Choose a page that is public." in said)


def test_several_pages_at_once_lead_on_too(client, signed_in, make, committed):
    one, two = make(page_at("home"), "one"), make(page_at("home"), "two")
    target = page_at("resources")
    address = f"/admin/bulk/wagtailcore/page/{{}}/?id={one.pk}&id={two.pk}&next=/admin/"
    office = signed_in("approver")
    with committed():
        office.post(address.format("unpublish"), {"redirect_to": target.pk, "include_descendants": ""})
    assert leads(client, "/one/") == leads(client, "/two/") == (302, "/resources/")
    with committed():
        office.post(address.format("delete"), {"redirect_to": target.pk})
    assert not Page.objects.filter(pk__in=[one.pk, two.pk]).exists()
    assert leads(client, "/one/") == leads(client, "/two/") == (301, "/resources/")
