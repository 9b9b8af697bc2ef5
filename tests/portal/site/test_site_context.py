"""What stands around every page is read from the cache, and every change of it is seen at once by every process."""

import datetime
import re
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import Locale

from home.models import InformationPage
from portal.core import cache_version
from portal.models import Alert, HelpLine, OfficeIdentity, SafetySettings
from portal.site.site_context import get_site_context
from tests.live import published

pytestmark = pytest.mark.django_db


def read(client, address="/"):
    return client.get(address).content.decode()


def english(model, **conditions):
    return model.objects.filter(locale__language_code="en", **conditions).first()


@pytest.fixture
def publish(committed):
    def save_and_publish(record):
        with committed():
            published(record)

    return save_and_publish


@pytest.fixture
def alert(publish):
    def make(language="en", **fields):
        record = Alert(locale=Locale.objects.get(language_code=language), title="Office closed", **fields)
        publish(record)
        return record

    return make


# --- Seen at once -----------------------------------------------------------------------------------------------
def test_a_changed_number_is_seen_at_once(client, publish):
    read(client)
    line = english(HelpLine, name="Day One")
    line.phone, line.phone_display = "+18005550100", "1-800-555-0100"
    publish(line)
    for address in (
        "/",
        "/get-help/",
        "/get-help/card/",
        "/definitions/wage-theft/",
        "/search/",
        "/no-such-page/",
    ):
        assert "1-800-555-0100" in read(client, address) and "1-866-223-1111" not in read(client, address), (
            address
        )


def test_a_line_that_is_switched_off_unpublished_or_deleted_is_gone_at_once(client, publish, committed):
    assert "1-888-373-7888" in read(client, "/get-help/")
    line = english(HelpLine, phone="+18883737888")
    line.enabled = False
    publish(line)
    assert "1-888-373-7888" not in read(client, "/get-help/")
    line.enabled = True
    publish(line)
    assert "1-888-373-7888" in read(client, "/get-help/")
    with committed():
        line.unpublish()
    assert "1-888-373-7888" not in read(client, "/get-help/")
    with committed():
        line.delete()
    assert "1-888-373-7888" not in read(client, "/get-help/")


def test_a_draft_of_a_line_is_not_shown(client, committed):
    line = english(HelpLine, name="Day One")
    line.phone, line.phone_display = "+18005550100", "1-800-555-0100"
    with committed():
        line.save_revision()
    assert "1-800-555-0100" not in read(client, "/get-help/") and "1-866-223-1111" in read(
        client, "/get-help/"
    )


def test_a_new_line_that_nobody_published_is_not_shown(client, committed):
    with committed():
        HelpLine.objects.create(
            locale=Locale.objects.get(language_code="en"),
            name="New line",
            kind="confidential",
            in_strip=True,
            phone="+18005550100",
            phone_display="1-800-555-0100",
            live=False,
        )
    assert "1-800-555-0100" not in read(client, "/get-help/")


def test_a_changed_office_is_seen_at_once_in_its_language_only(client, publish):
    read(client), read(client, "/es/")
    office = english(OfficeIdentity)
    office.office_name = "Office of Good Neighbours"
    publish(office)
    assert "Office of Good Neighbours" in read(client)
    assert "Office of Good Neighbours" not in read(client, "/es/")


def test_a_changed_phone_of_the_office_is_seen_at_once(client, publish):
    read(client)
    office = english(OfficeIdentity)
    phone = office.phones.first()
    phone.number, phone.display = "+12025550199", "202-555-0199"
    office.phones.add(phone)
    publish(office)
    assert "555-0199" in read(client, "/contact/")


def test_a_changed_exit_address_is_seen_at_once(client, publish):
    client.get("/exit/")
    record = SafetySettings.objects.get()
    record.exit_url = "https://www.example.com/weather"
    publish(record)
    assert client.get("/exit/")["Location"] == "https://www.example.com/weather"


def test_without_a_published_exit_address_the_operators_holds(client, committed, settings):
    settings.EXIT_URL = "https://www.example.net/"
    with committed():
        SafetySettings.objects.get().unpublish()
    assert client.get("/exit/")["Location"] == "https://www.example.net/"


def test_the_menu_follows_titles_and_what_is_in_it(client, publish, committed):
    page = english(InformationPage, slug="privacy")
    menu = read(client).partition('<nav class="menu"')[2].partition("</nav>")[0]
    assert 'href="/privacy/"' not in menu
    page.show_in_menus, page.title = True, "What we record"
    publish(page)
    menu = read(client).partition('<nav class="menu"')[2].partition("</nav>")[0]
    assert 'href="/privacy/"' in menu and "What we record" in menu
    with committed():
        page.unpublish()
    menu = read(client).partition('<nav class="menu"')[2].partition("</nav>")[0]
    assert 'href="/privacy/"' not in menu


def test_a_moved_page_has_its_new_address_in_links_and_menu(client, publish):
    page = english(InformationPage, slug="grievance-procedure")
    page.show_in_menus = True
    publish(page)
    old = page.url
    assert f'href="{old}"' in read(client, "/accessibility/")
    page.slug = "complaints"
    publish(page)
    assert f'href="{old}"' not in read(client, "/accessibility/")


# --- Several processes --------------------------------------------------------------------------------------------
def test_a_second_process_sees_the_change_of_the_first():
    """Another process has objects of its own over the same store."""
    from django.core.cache import caches

    first = get_site_context("en")
    version = cache_version.known_cache_version()
    # Forget everything that this process holds in memory.
    del caches["default"]
    cache_version._source.cache_clear()
    assert cache_version.known_cache_version() == version and get_site_context("en") == first
    other = cache_version.version_source()
    cache_version._source.cache_clear()
    cache_version.bump_cache_version()
    assert other.current() == cache_version.known_cache_version() != version


def test_a_reader_who_was_late_puts_nothing_old_before_others(committed):
    """Process A reads the old number, B publishes the new one, then A writes into the cache what it has read."""
    from portal.core.cache_version import get_cache_version
    from portal.site.site_context import _build

    get_site_context("en")
    late_key = f"site-context:{get_cache_version()}:en"
    late_context = _build("en")
    line = english(HelpLine, name="Day One")
    line.phone, line.phone_display = "+18005550100", "1-800-555-0100"
    with committed():
        published(line)
    cache.set(late_key, late_context)
    assert "1-800-555-0100" in {line.phone_display for line in get_site_context("en").help_bar_lines}


def test_a_change_that_is_taken_back_is_never_shown(client):
    from django.db import transaction

    read(client)
    with pytest.raises(LookupError), transaction.atomic():
        line = english(HelpLine, name="Day One")
        line.phone, line.phone_display = "+18005550100", "1-800-555-0100"
        published(line)
        raise LookupError
    assert "1-800-555-0100" not in read(client)


def test_an_empty_cache_is_no_error(client):
    read(client)
    cache.clear()
    assert client.get("/").status_code == 200


# --- Alerts -------------------------------------------------------------------------------------------------------
def test_an_alert_stands_on_every_page_with_its_level_in_words(client, alert):
    alert(level="warning", text="<p>Call <b>311</b>.</p>")
    for address in ("/", "/get-help/", "/definitions/wage-theft/", "/search/", "/no-such-page/"):
        page = read(client, address)
        assert "Warning: Office closed" in page and 'class="alert warning"' in page, address


def test_an_alert_of_the_home_page_stands_there_only(client, alert):
    alert(place="home")
    assert "Office closed" in read(client) and "Office closed" not in read(client, "/definitions/")


def test_an_alert_is_shown_in_its_language_only(client, alert):
    alert(language="es")
    assert "Office closed" in read(client, "/es/") and "Office closed" not in read(client)


@pytest.mark.parametrize(
    ("starts", "ends", "shown"), [(-2, None, True), (-2, 1, True), (1, 2, False), (-2, -1, False)]
)
def test_an_alert_is_shown_from_its_beginning_to_its_end_though_nobody_touches_the_cache(
    client, alert, starts, ends, shown
):
    now, hour = timezone.now(), datetime.timedelta(hours=1)
    alert(starts_at=now + starts * hour, ends_at=None if ends is None else now + ends * hour)
    assert ("Office closed" in read(client)) == shown
    assert ("Office closed" in read(client)) == shown  # From the cache.


def test_a_draft_of_an_alert_is_not_shown_and_an_unpublished_one_goes(client, alert, committed):
    record = alert()
    record.title = "Changed words"
    with committed():
        record.save_revision()
    assert "Changed words" not in read(client) and "Office closed" in read(client)
    with committed():
        record.unpublish()
    assert "Office closed" not in read(client)


def test_an_alert_that_ends_before_it_starts_is_refused():
    from django.core.exceptions import ValidationError

    now = timezone.now()
    record = Alert(
        locale=Locale.objects.get(language_code="en"),
        title="x",
        starts_at=now,
        ends_at=now - datetime.timedelta(1),
    )
    with pytest.raises(ValidationError) as refused:
        record.full_clean()
    assert refused.value.message_dict["ends_at"] == ["The alert must end after it starts."]


def test_parts_that_are_rendered_once_fit_the_page_that_shows_them(client):
    def current(address):
        menu = read(client, address).partition('<nav class="menu"')[2].partition("</nav>")[0]
        return re.findall(r'href="([^"]*)" aria-current="(\w+)"', menu)

    for _turn in range(2):
        assert current("/events/") == [("/events/", "page")]
        assert current("/events/past/") == [("/events/", "true")]
        assert current("/es/definitions/wage-theft/") == [("/es/definitions/", "true")]
        assert current("/search/") == [("/search/", "page")]
        assert current("/privacy/") == []
        for address in ("/privacy/", "/contact/"):
            assert f'request-accessible-format/?page={quote(address, safe="")}"' in read(client, address)
