"""A hub in which nothing is public: every address has help lines and the exit, in its language, and is kept out of caches and searches."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from portal.core.cache_version import bump_cache_version
from portal.design.storage import HubStaticFilesStorage
from portal.operations.health_checks import _check_opening
from portal.site import opening

pytestmark = pytest.mark.django_db
ADDRESSES = (
    "/",
    "/es/",
    "/so/get-help/",
    "/hmn/",
    "/get-help/",
    "/events/",
    "/nothing/",
    "/events/calendar.ics",
)


@pytest.fixture
def unopened():
    """As after `migrate`, or `setup` in production: Wagtail's own page is there, and all pages of the hub are drafts."""
    Page.objects.filter(depth__gt=1).update(live=False)
    root = Page.objects.get(depth=1)
    root.add_child(
        instance=Page(
            title="Welcome to your new Wagtail site!",
            slug="welcome",
            content_type=ContentType.objects.get_for_model(Page),
        )
    )
    bump_cache_version()


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_address_has_help_and_exit(client, unopened, address):
    answer = client.get(address)
    assert answer.status_code == 503 and answer["Retry-After"] == "3600"
    assert (
        answer["Cache-Control"] == "no-store" and answer["X-Robots-Tag"] == "noindex" and not answer.cookies
    )
    page = BeautifulSoup(answer.content, "html.parser")
    links = {link["href"] for link in page.find_all("a")}
    assert {"/exit/", "tel:911", "tel:+18883737888", "sms:233733", "/", "/es/", "/so/", "/hmn/"} <= links
    assert "Wagtail" not in page.text and "Minneapolis" not in page.text
    assert page.find("a")["href"] == "/exit/"
    language = address.split("/")[1]
    assert page.html["lang"] == (language if language in ("es", "so", "hmn") else "en")


def test_it_is_said_in_the_language_of_the_address(client, unopened):
    headings = {
        BeautifulSoup(client.get(address).content, "html.parser").h1.text
        for address in ("/", "/es/", "/so/", "/hmn/")
    }
    assert len(headings) == 4 and "This site is not open yet" in headings


def test_what_needs_no_page_answers_as_always(client, unopened):
    assert client.get("/healthz").status_code == 200
    assert client.get("/exit/").status_code == 302
    assert client.get("/accounts/login/").status_code == 200
    assert client.get("/robots.txt").status_code == 200


def test_doctor_says_so(unopened):
    assert "Nothing is public yet" in _check_opening().message


@pytest.fixture
def home_and_help():
    return [
        page.pk
        for page in Page.objects.filter(depth__in=(2, 3), locale__language_code="en", live=True)
        if page.slug == "get-help" or page.depth == 2
    ]


def test_one_public_page_opens_it_at_once(client, home_and_help, unopened):
    assert client.get("/get-help/").status_code == 503
    Page.objects.filter(pk__in=home_and_help).update(live=True)
    bump_cache_version()
    assert opening.is_open()
    assert client.get("/get-help/").status_code == 200
    assert client.get("/nothing/").status_code == 404


def test_the_command_is_only_told_where_the_demonstration_may_be_loaded(client, unopened, settings):
    settings.DEMO_ALLOWED = True
    assert "manage.py setup" in client.get("/").content.decode()
    settings.DEMO_ALLOWED = False
    assert "manage.py" not in client.get("/").content.decode()


def test_a_page_without_collected_files_lacks_its_style_and_is_no_error(tmp_path):
    assert (
        HubStaticFilesStorage(location=tmp_path, base_url="/static/").url("portal/icon.svg")
        == "/static/portal/icon.svg"
    )
