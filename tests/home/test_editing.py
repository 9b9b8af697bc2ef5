"""Every page type can be edited, previewed, compared and copied by those whose work it is."""

import html

import pytest
from wagtail.models import Page

from portal.models import HubPage
from tests.home.edit_form import posted

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TYPES = sorted(HubPage.__subclasses__(), key=lambda model: model.__name__)


def sample(model):
    """A live page of a type in English."""
    return model.objects.live().filter(locale__language_code="en").order_by("path").first()


@pytest.fixture
def editor(signed_in):
    return signed_in("editor")


@pytest.mark.parametrize("model", TYPES)
def test_the_edit_form_opens_for_the_least_privileged(signed_in, model):
    page = sample(model)
    # Translators change translations only (tests/portal/workflow/test_roles.py).
    response = signed_in("editor").get(f"/admin/pages/{page.pk}/edit/")
    assert response.status_code == 200
    assert page.title in html.unescape(response.content.decode())


@pytest.mark.parametrize("model", TYPES)
def test_a_change_is_previewed_before_it_is_saved(editor, account, model):
    page = sample(model)
    data = posted(page, account("editor"), summary="Seen in the preview")
    sent = editor.post(f"/admin/pages/{page.pk}/edit/preview/", data)
    assert sent.json() == {"is_valid": True, "is_available": True}
    shown = editor.get(f"/admin/pages/{page.pk}/edit/preview/")
    assert shown.status_code == 200
    page_as_public = shown.content.decode()
    assert "Seen in the preview" in page_as_public and 'class="help-bar"' in page_as_public
    assert "Seen in the preview" not in editor.get(page.url).content.decode()


# A home page is made by the operator, once for each language; index pages and others exist once.
@pytest.mark.parametrize(
    "model", [model for model in TYPES if model.max_count_per_parent != 1 and model.__name__ != "HomePage"]
)
def test_a_new_page_is_previewed_before_it_exists(editor, account, model):
    old = sample(model)
    parent = old.get_parent().specific
    new = model(title="A new page", summary="A summary.", slug="a-new-page", locale=parent.locale)
    for name in (
        "start",
        "end",
        "resource_type",
        "publisher",
        "goal",
        "lead_office",
        "plain_words",
        "link_url",
        "organisation",
        "start_date",
    ):
        if name in {field.name for field in model._meta.get_fields()}:
            setattr(new, name, getattr(old, name))
    data = posted(new, account("editor"), parent=parent)
    address = f"/admin/pages/add/{model._meta.app_label}/{model._meta.model_name}/{parent.pk}/preview/"
    assert editor.post(address, data).json()["is_available"]
    shown = editor.get(address)
    assert shown.status_code == 200 and "A new page" in shown.content.decode()


@pytest.mark.parametrize("model", TYPES)
def test_history_and_comparison_open(editor, account, model):
    page = sample(model)
    editor.post(f"/admin/pages/{page.pk}/edit/", posted(page, account("editor"), title="Another title"))
    assert editor.get(f"/admin/pages/{page.pk}/history/").status_code == 200
    page.refresh_from_db()
    compared = editor.get(f"/admin/pages/{page.pk}/revisions/compare/live...{page.latest_revision_id}/")
    assert compared.status_code == 200 and "Another title" in html.unescape(compared.content.decode())


def test_a_copy_is_a_draft_with_an_address_of_its_own(signed_in):
    page = Page.objects.get(locale__language_code="en", slug="wage-theft")
    data = {
        "new_title": "A copy",
        "new_slug": "a-copy",
        "new_parent_page": page.get_parent().pk,
        "copy_subpages": "",
    }
    response = signed_in("coordinator").post(f"/admin/pages/{page.pk}/copy/", data)
    assert response.status_code == 302
    copy = Page.objects.get(slug="a-copy")
    assert not copy.live and copy.translation_key != page.translation_key


def test_a_page_that_is_shown_in_the_admins_preview_is_framed_by_this_site_only(editor, account):
    page = sample(TYPES[0])
    editor.post(f"/admin/pages/{page.pk}/edit/preview/", posted(page, account("editor")))
    shown = editor.get(f"/admin/pages/{page.pk}/edit/preview/")
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert "no-store" in shown["Cache-Control"]


def test_the_admin_finds_pages_and_reports_open(signed_in):
    client = signed_in("coordinator")
    for address in (
        "/admin/pages/search/?q=wage",
        "/admin/reports/aging-pages/",
        "/admin/reports/locked/",
        "/admin/reports/workflow/",
        "/admin/images/",
        "/admin/documents/",
        "/admin/media/",
    ):
        assert client.get(address).status_code == 200, address
