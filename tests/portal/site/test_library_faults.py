"""What a library cannot answer is a 400 or 404 with a sentence; a fault of the hub's own code stays a 500."""

import logging
from types import FunctionType

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import path
from django.views.generic import TemplateView
from wagtail.models import Page

from home.models import DefinitionPage
from portal.models import HelpLine
from portal.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500"]

pytestmark = pytest.mark.django_db

SENTENCE = "Go back, reload the page, and try again."
HUGE = 10**40


class Secret:
    """Fails like something that cannot read what somebody typed."""

    def __str__(self):
        raise ValueError("a secret of somebody")


class OwnTemplate(TemplateView):
    """A library's view with one of our templates, in which something fails."""

    template_name = "portal/400_library.html"
    extra_context = {"sentence": Secret()}


urlpatterns = [path("broken-template/", OwnTemplate.as_view()), *urlpatterns]


@pytest.fixture
def hub(account):
    """A client of an account, which gets 500 rather than an exception."""

    def sign_in(name="coordinator"):
        client = Client(raise_request_exception=False)
        client.force_login(account(name))
        return client

    return sign_in


@pytest.mark.parametrize("number", ["x", "None", "%00", "0", str(HUGE), "-1"])
@pytest.mark.parametrize(
    "address",
    [
        "/admin/images/chooser/chosen/{}/",
        "/admin/documents/chooser/chosen/{}/",
        "/admin/media/chooser/chosen/{}/",
        "/admin/snippets/choose/portal/helpline/chosen/{}/",
        "/admin/choose-page/{}/",
        "/admin/choose-page/chosen/?id={}",
        "/admin/images/chooser/chosen-multiple/?id={}",
        "/admin/snippets/choose/portal/helpline/chosen-multiple/?id={}",
        "/admin/snippets/portal/helpline/edit/{}/",
        "/admin/snippets/portal/helpline/history/{}/",
        "/admin/pages/{}/edit/",
        "/admin/pages/{}/take-back/",
        "/admin/pages/1/move/{}/confirm/",
        "/admin/pages/{}/move/2/confirm/",
        "/admin/partner-submissions/{}/keep/",
        "/admin/reports/site-history/?user={}&object_id={}",
        "/admin/pages/2/?p={}&ordering={}&locale={}&content_type={}",
    ],
)
def test_a_bad_number_is_no_error(hub, address, number):
    client = hub()
    for answer in (client.get(address.replace("{}", number)), client.post(address.replace("{}", number))):
        assert answer.status_code < 500


def test_a_comparison_with_bad_revisions_is_no_error(hub):
    line, client = HelpLine.objects.first(), hub("approver")
    page = DefinitionPage.objects.live().first()
    for a, b in (
        ("live", "latest"),
        ("earliest", "latest"),
        ("1", "2"),
        (HUGE, "live"),
        ("live", "live"),
        ("0", "0"),
    ):
        for start in (f"/admin/snippets/portal/helpline/history/{line.pk}", f"/admin/pages/{page.pk}"):
            assert client.get(f"{start}/revisions/compare/{a}...{b}/").status_code < 500
    for pk in ("x", "0", HUGE):
        address = f"/admin/snippets/portal/helpline/history/{pk}/revisions/compare/live...latest/"
        assert client.get(address).status_code == 404


def test_edit_forms_without_their_management_fields_are_no_error(hub):
    client = hub()
    for page in [*Page.objects.filter(depth__gt=1)[:40]]:
        answer = client.post(f"/admin/pages/{page.pk}/edit/", {"title": "Half a form"})
        assert answer.status_code < 500, page.specific_class
    for model in ("helpline", "alert", "officeidentity", "safetysettings", "glossaryterm"):
        for address in (f"/admin/snippets/portal/{model}/add/", f"/admin/snippets/portal/{model}/edit/1/"):
            assert client.post(address, {"a": "b"}).status_code < 500, address


@pytest.mark.parametrize("accept", ["text/html", "*/*", "image/png", "application/json", "x"])
def test_the_addresses_of_the_translation_editor_answer_whatever_is_accepted(hub, accept):
    client = hub()
    for number in (0, 1, 2, 99):
        for address in (f"/admin/localize/translate/{number}/strings/{number}/edit/",):
            for method in (client.get, client.put, client.delete):
                assert method(address, headers={"Accept": accept}).status_code < 500, address


@pytest.mark.parametrize("number", [1, 2])
def test_the_root_of_all_pages_is_neither_taken_back_nor_moved(hub, number):
    for role in ("editor", "approver", "coordinator"):
        client = hub(role)
        for address in (f"/admin/pages/{number}/take-back/", f"/admin/pages/1/move/{number}/confirm/"):
            assert client.get(address).status_code < 500 and client.post(address).status_code < 500, address


def test_wagtails_own_test_of_an_error_is_not_there(hub):
    assert hub().get("/admin/failwhale/").status_code == 404


def test_the_answer_says_what_to_do_and_the_log_says_where(hub, caplog):
    client = hub()
    address = "/admin/images/chooser/chosen/somebody/"
    answer = client.get(address)
    assert answer.status_code == 404 and "We cannot find this page" in answer.content.decode()
    answer = client.get(address + "?word=somebody")
    assert answer.status_code == 400 and SENTENCE in answer.content.decode()
    answer = client.get(address, headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.status_code == 404 and SENTENCE in answer.json()["error"]
    logged = [record for record in caplog.records if record.name == "portal.site.library_faults"]
    assert len(logged) == 3 and logged[0].levelno == logging.ERROR
    assert "chooser.py" in logged[0].getMessage() and "somebody" not in caplog.text


def _fail(*args, **kwargs):
    raise ValueError("a secret of somebody")


# The same as a part of the hub.
_fail = FunctionType(_fail.__code__, {"__name__": "portal.pretended", "ValueError": ValueError})


@pytest.mark.urls(__name__)
def test_a_fault_of_our_own_templates_stays_one(hub):
    assert hub().get("/broken-template/").status_code == 500


@pytest.mark.parametrize(
    ("broken", "address"),
    [
        ("portal.models.HelpLine.__str__", "/admin/snippets/portal/helpline/"),
        ("home.models.DefinitionPage.get_context", "/definitions/labor-trafficking/"),
        ("portal.redirects.removal_admin._prepare", "/admin/pages/{page}/unpublish/"),
        ("portal.workflow.editing.EditConflictMixin._may_be_overwritten", "/admin/pages/{page}/edit/"),
    ],
)
def test_a_fault_of_our_own_code_stays_one(hub, monkeypatch, caplog, broken, address):
    """Called by ourselves, by a library and its templates, by a hook, and within a view that hands on to a library's."""
    page, client = DefinitionPage.objects.live().first(), hub()
    address = page.url if "definitions" in address else address.format(page=page.pk)
    monkeypatch.setattr(broken, _fail)
    sends = "_prepare" in broken or "overwritten" in broken
    answer = client.post(address, {"overwrite_revision_id": "1"}) if sends else client.get(address)
    assert answer.status_code == 500
    assert not [record for record in caplog.records if record.name == "portal.site.library_faults"]


def test_a_database_that_fails_is_no_fault_of_a_library(hub, monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("gone")

    monkeypatch.setattr("wagtail.images.views.images.IndexView.get_queryset", fail)
    assert hub().get("/admin/images/").status_code in (500, 503)
