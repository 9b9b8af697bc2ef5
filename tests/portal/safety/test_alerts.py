"""Alerts: where, when and in which language they stand; the preview and the office's list."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page

from portal.core import cache_version
from portal.models import Alert
from portal.site import site_context
from tests.portal.workflow.test_permissions import snippet_form

pytestmark = pytest.mark.django_db

HOUR = datetime.timedelta(hours=1)


def locale(code):
    return Locale.objects.get(language_code=code)


@pytest.fixture
def publish(committed):
    """Publish a record as it is, on an approval."""

    def make_public(record):
        from tests.live import approved

        with committed():
            record.save()
            revision = record.save_revision()
            approved(revision)
            revision.publish()
        return record

    return make_public


@pytest.fixture
def alert(publish):
    def make(language="en", **fields):
        return publish(Alert(locale=locale(language), live=False, title="Office closed", **fields))

    return make


def read(client, path="/"):
    return client.get(path).content.decode()


# --- Languages ----------------------------------------------------------------------------------------------------
def test_an_emergency_that_is_not_translated_stands_in_english_and_says_so(client, alert, publish):
    english = alert(level="emergency", text="<p>Call 911.</p>")
    page = read(client, "/es/")
    assert '<span lang="en">Office closed</span>' in page and '<div class="rich-text" lang="en">' in page
    assert 'lang="en">Office' not in read(client)
    spanish = english.copy_for_translation(locale("es"))
    spanish.live = False
    spanish.save()
    assert '<span lang="en">Office closed</span>' in read(client, "/es/"), "a draft replaced what is public"
    spanish.title = "Oficina cerrada"
    publish(spanish)
    page = read(client, "/es/")
    assert "Oficina cerrada" in page and "Office closed" not in page


@pytest.mark.parametrize(("chosen", "seen"), [(True, True), (False, False)])
def test_the_office_chooses_whether_another_alert_stands_untranslated(client, alert, chosen, seen):
    alert(level="information", show_untranslated=chosen)
    assert ("Office closed" in read(client, "/es/")) == seen and "Office closed" in read(client)


def test_an_alert_in_spanish_alone_is_not_shown_in_english(client, alert):
    alert("es", level="emergency")
    assert "Office closed" in read(client, "/es/") and "Office closed" not in read(client)


# --- Places -------------------------------------------------------------------------------------------------------
def test_an_alert_of_a_section_stands_there_and_below_in_every_language(client, alert):
    section = Page.objects.get(slug="definitions", locale__language_code="en")
    alert(place="section", section=section, show_untranslated=True)
    for path in (
        "/definitions/",
        "/definitions/wage-theft/",
        "/definitions/no-such-page/",
        "/es/definitions/",
    ):
        assert "Office closed" in read(client, path), path
    for path in ("/", "/get-help/", "/es/", "/initiatives/"):
        assert "Office closed" not in read(client, path), path


def test_an_alert_of_a_section_names_one(alert):
    from django.core.exceptions import ValidationError

    record = Alert(locale=locale("en"), title="x", place="section")
    with pytest.raises(ValidationError) as refused:
        record.full_clean()
    assert refused.value.message_dict["section"] == ["Choose the section on whose pages the alert is shown."]


# --- Time ---------------------------------------------------------------------------------------------------------
def test_an_alert_goes_at_its_last_moment_though_everything_is_cached(client, alert, monkeypatch):
    now = timezone.now()
    alert(starts_at=now - HOUR, ends_at=now + HOUR)
    version = cache_version.get_cache_version()
    answer = client.get("/definitions/")
    assert "Office closed" in answer.content.decode()
    same = client.get("/definitions/", headers={"If-None-Match": answer["ETag"]})
    assert same.status_code == 304

    for seconds, seen in ((-1, True), (0, False), (1, False)):
        moment = now + HOUR + datetime.timedelta(seconds=seconds)
        monkeypatch.setattr(site_context.timezone, "now", lambda moment=moment: moment)
        # A browser that asks whether its copy still holds is told that it does not.
        again = client.get("/definitions/", headers={"If-None-Match": answer["ETag"]})
        assert (again.status_code == 304) == seen
        assert ("Office closed" in read(client, "/definitions/")) == seen
    monkeypatch.undo()
    assert cache_version.get_cache_version() == version, (
        "the site context was read anew, so the test says nothing of the cache"
    )


def test_a_planned_alert_comes_at_its_first_moment(client, alert, monkeypatch):
    now = timezone.now()
    alert(starts_at=now + HOUR)
    assert "Office closed" not in read(client)
    monkeypatch.setattr(site_context.timezone, "now", lambda: now + HOUR)
    assert "Office closed" in read(client)


# --- In the admin -------------------------------------------------------------------------------------------------
def test_the_list_says_how_it_stands_with_each(signed_in, alert):
    now = timezone.now()
    alert(starts_at=now - HOUR)
    alert(starts_at=now + HOUR)
    alert(starts_at=now - 2 * HOUR, ends_at=now - HOUR)
    Alert.objects.create(locale=locale("en"), title="Unfinished", live=False)
    page = signed_in("editor").get(reverse("wagtailsnippets_portal_alert:list")).content.decode()
    for state in ("In force", "Planned", "Ended", "Draft"):
        assert f">{state}" in page.replace("\n", "").replace("  ", ""), state


def preview(office, record):
    """What the side panel shows of the form as it is."""
    address = reverse("wagtailsnippets_portal_alert:preview_on_edit", args=[record.pk])
    start = timezone.localtime(record.starts_at).strftime("%Y-%m-%d %H:%M")
    assert office.post(address, snippet_form(record, starts_at=start)).json()["is_valid"]
    return office.get(address).content.decode()


def test_an_editor_sees_a_draft_on_a_real_page_before_anybody_approves_it(signed_in, client):
    record = Alert.objects.create(
        locale=locale("es"), title="Oficina cerrada", live=False, starts_at=timezone.now() + HOUR
    )
    record.save_revision()
    page = preview(signed_in("editor"), record)
    assert "Oficina cerrada" in page and '<html lang="es"' in page and 'class="help-bar' in page
    assert "Oficina cerrada" not in read(client, "/es/")


def test_the_preview_of_a_section_shows_the_section(signed_in):
    section = Page.objects.get(slug="definitions", locale__language_code="en")
    record = Alert.objects.create(
        locale=locale("en"), title="Under revision", live=False, place="section", section=section
    )
    record.save_revision()
    page = preview(signed_in("editor"), record)
    assert "Under revision" in page and f"<h1>{section.title}</h1>" in page
