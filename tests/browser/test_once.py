"""A form that is sent twice, by a person's second click or at the same moment, makes one thing."""

import datetime
import re
import threading
import urllib.error
import urllib.request
from urllib.parse import urlencode

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from home.models import FormatRequest
from partners.models import EventPage
from portal.models import OutboxMessage, SentForm
from tests.browser.walk import sign_in
from tests.conftest import DEMO_PASSWORD
from tests.portal.forms import form_fields

TITLE = "Bring your pay slips, once"
DAY = timezone.localdate() + datetime.timedelta(days=40)
EVENT = {
    "title": TITLE,
    "summary": "We read them together.",
    "start_date": f"{DAY}",
    "start_time": "17:30",
    "venue_name": "Example Library",
    "action": "send",
}
NEW_EVENT = "/workspace/riverside-example-coalition/events/new/"


def double_click(page, button, path=NEW_EVENT):
    """Two clicks on a button of the page at a path, 100 ms apart, as fast as a nervous hand."""
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    where = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    posts = []
    page.on("request", lambda request: posts.append(request) if request.method == "POST" else None)
    page.mouse.click(*where)
    page.wait_for_timeout(100)
    page.mouse.click(*where)
    # The second click ends the navigation of the first, which wait_for_url() reports as an error.
    expect(page).not_to_have_url(re.compile(rf"{re.escape(path)}(\?.*)?$"), timeout=30_000)
    page.wait_for_load_state()
    assert len(posts) == 2


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        """Leave the answer as it is."""


def send_at_once(address, fields, cookies, times=3):
    """The (status, Location) of equal POSTs that are sent at the same moment."""
    together, answers = threading.Barrier(times), []
    headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
    opener = urllib.request.build_opener(_NoRedirects)

    def send():
        request = urllib.request.Request(address, urlencode(fields, doseq=True).encode(), headers)
        together.wait()
        try:
            answer = opener.open(request, timeout=60)
        except urllib.error.HTTPError as error:
            answer = error
        answers.append((answer.status, answer.headers["Location"]))

    threads = [threading.Thread(target=send) for _time in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.fixture
def form_of(site_url):
    """The fields of the last form of an address, and the cookies of who opened it: form_of("/…/", "riverside")."""

    def open_form(path, name=None):
        from django.contrib.auth import get_user_model

        client = Client(headers={"host": site_url.removeprefix("http://")})
        if name:
            person = get_user_model().objects.get(email=f"{name}@example.org")
            client.force_login(person)
        fields = form_fields(client.get(path, follow=True).content.decode())
        return fields, {key: morsel.value for key, morsel in client.cookies.items()}

    return open_form


def made():
    return EventPage.objects.filter(title=TITLE)


def test_a_second_click_within_150_ms_sends_one_event(fresh):
    page = fresh()
    sign_in(page, "riverside@example.org")
    page.goto(NEW_EVENT)
    for name in ("title", "summary", "start_date", "start_time", "venue_name"):
        page.locator(f"[name={name}]").fill(EVENT[name])
    double_click(page, page.get_by_role("button", name="Send to the office"))
    event = made().get()
    assert event.current_workflow_state is not None
    assert str(event.translation_key) in page.url
    assert "In review" in page.locator("main").inner_text()
    assert "Sent to the office" in page.locator("body").inner_text()


def test_a_second_click_on_what_is_incomplete_makes_one_draft_and_says_what_is_missing(fresh):
    page = fresh()
    sign_in(page, "riverside@example.org")
    page.goto(NEW_EVENT)
    page.locator("[name=title]").fill(TITLE)
    double_click(page, page.get_by_role("button", name="Send to the office"))
    assert made().count() == 1
    assert "Write a summary" in page.get_by_role("alert").inner_text()
    assert page.locator("[name=title]").input_value() == TITLE


@pytest.mark.parametrize("path", ["/accounts/login/", "/es/accounts/login/"])
def test_a_second_click_on_signing_in_signs_in(fresh, path):
    page = fresh()
    page.goto(path)
    page.locator("[name=login]").fill("riverside@example.org")
    page.locator("[name=password]").fill(DEMO_PASSWORD)
    double_click(page, page.locator("form:has([name=password]) button[type=submit]"), path)
    page.wait_for_url("**/workspace/riverside-example-coalition/")
    assert UserSession.objects.filter(user__email="riverside@example.org").count() == 1


def test_a_second_click_on_changing_the_password_says_that_it_is_changed(fresh):
    page, path = fresh(), "/accounts/password/change/"
    sign_in(page, "riverside@example.org")
    page.goto(path)
    page.locator("[name=oldpassword]").fill(DEMO_PASSWORD)
    for name in ("password1", "password2"):
        page.locator(f"[name={name}]").fill("meadow-candle-stone-91")
    OutboxMessage.objects.all().delete()
    double_click(page, page.locator("form:has([name=oldpassword]) button[type=submit]"), path)
    page.wait_for_url("**/workspace/riverside-example-coalition/")
    assert OutboxMessage.objects.count() == 1


def test_equal_posts_at_the_same_moment_make_one_event_and_get_one_answer(form_of, site_url):
    fields, cookies = form_of(NEW_EVENT, "riverside")
    answers = send_at_once(site_url + NEW_EVENT, {**fields, **EVENT}, cookies)
    event = made().get()
    assert event.current_workflow_state is not None
    assert len(set(answers)) == 1
    assert answers[0][0] == 302
    assert str(event.translation_key) in answers[0][1]


def test_a_reader_s_request_is_kept_once_and_nothing_tells_who_sent_it(form_of, site_url):
    path = "/request-accessible-format/"
    fields, cookies = form_of(path)
    assert set(cookies) == {"csrftoken"}
    before = FormatRequest.objects.count()
    sent = {**fields, "need": "Large print, once.", "answer_by": "phone", "safe": "no", "website": ""}
    answers = send_at_once(site_url + path, sent, cookies)
    assert FormatRequest.objects.count() == before + 1
    (answer,) = set(answers)
    number = FormatRequest.objects.latest("pk").reference
    assert number in answer[1]
    assert OutboxMessage.objects.filter(subject__contains=number).count() == 1
    row = " ".join(str(value) for value in SentForm.objects.values_list().get())
    assert number not in row and fields["csrfmiddlewaretoken"] not in row


def test_a_page_that_an_editor_copies_twice_at_the_same_moment_is_there_once(form_of, site_url):
    from home.models import InformationPage

    page = InformationPage.objects.get(locale__language_code="en", slug="privacy")
    path = f"/admin/pages/{page.pk}/copy/"
    fields, cookies = form_of(path, "coordinator")
    parent = page.get_parent().pk
    sent = {**fields, "new_title": "Copied once", "new_slug": "copied-once", "new_parent_page": parent}
    (answer,) = set(send_at_once(site_url + path, sent, cookies))
    assert answer == (302, f"/admin/pages/{parent}/")
    assert InformationPage.objects.filter(title="Copied once").count() == 1
