"""A form that is sent twice is taken once; one that was refused, or says something else, is taken anew."""

import datetime
import io

import pytest
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import OperationalError, connection
from django.urls import get_resolver, resolve
from django.utils import timezone
from django.utils.module_loading import import_string
from PIL import Image
from wagtail.models import Collection, Page

from home.models import FormatRequest
from media.models import HubImage
from partners.models import EventPage, ServicePage
from portal.core import submit_once
from portal.management.commands.run_scheduler import scheduled_commands
from portal.models import OutboxMessage, PreviewComment, PreviewLink, SentForm
from portal.previews import services as previews
from tests.partners.factories import make_event
from tests.portal.forms import form_fields, post_forms
from tests.portal.resolver import every_address

pytestmark = pytest.mark.django_db
REQUEST = "/request-accessible-format/"
NEW_EVENT = "/workspace/riverside-example-coalition/events/new/"
ASKED = {"need": "Large print", "answer_by": "phone", "safe": "no"}


@pytest.fixture
def operator(client):
    """An account that may do everything in the admin is signed in."""
    person = get_user_model().objects.create_superuser("operator@example.org", "river-stone-lantern-42")
    client.force_login(person)
    return person


@pytest.fixture
def opened(client):
    """Sends the form of an address as it was opened once: opened("/…/")(title="…") → the answer."""

    def open_form(path, send_to=None):
        page = client.get(path, follow=True)
        fields = form_fields(page.content.decode())
        shown = page.redirect_chain[-1][0] if page.redirect_chain else path
        return lambda **changes: client.post(send_to or shown, {**fields, **changes})

    return open_form


def test_a_reader_s_request_is_kept_once(opened):
    send = opened(REQUEST)
    first, second = send(**ASKED), send(**ASKED)
    assert (second.status_code, second["Location"]) == (first.status_code, first["Location"])
    assert second["Cache-Control"] == "no-store"
    assert FormatRequest.objects.count() == 1


def test_what_says_something_else_is_another_request(opened):
    send = opened(REQUEST)
    send(**ASKED)
    send(**{**ASKED, "need": "Braille"})
    assert FormatRequest.objects.count() == 2


def test_a_form_that_is_opened_again_is_another_one(opened):
    opened(REQUEST)(**ASKED)
    opened(REQUEST)(**ASKED)
    assert FormatRequest.objects.count() == 2


def test_a_form_that_was_refused_is_looked_at_again(opened):
    send = opened(REQUEST)
    assert send(need="").status_code == 422
    assert not SentForm.objects.exists()
    assert send(need="").status_code == 422
    assert send(**ASKED).status_code == 302


def test_a_form_whose_view_failed_is_taken_the_second_time(opened, client, monkeypatch):
    client.raise_request_exception = False
    send = opened(REQUEST)
    with monkeypatch.context() as patched:
        patched.setattr("home.format_requests.services._keep", lambda form: 1 / 0)
        assert send(**ASKED).status_code == 500
    assert send(**ASKED).status_code == 302
    assert FormatRequest.objects.count() == 1


def test_what_a_process_left_behind_that_ended_is_taken_over(opened):
    send = opened(REQUEST)
    send(**ASKED)
    long_ago = timezone.now() - submit_once.ABANDONED - datetime.timedelta(seconds=1)
    SentForm.objects.update(answer="", answered_until=None, started_at=long_ago)
    assert send(**ASKED).status_code == 302
    assert FormatRequest.objects.count() == 2


def test_the_second_answer_brings_the_first_one_s_message(signed_in, opened):
    signed_in("riverside")
    send = opened(NEW_EVENT)
    first, second = send(title="Once", action="save"), send(title="Once", action="save")
    assert second["Location"] == first["Location"]
    said = [[str(message) for message in get_messages(answer.wsgi_request)] for answer in (first, second)]
    # The client, which has followed neither, has kept the first one's as well.
    assert said[0] and said[1] == said[0] * 2
    assert EventPage.objects.filter(title="Once").count() == 1


def test_a_draft_that_cannot_be_sent_is_kept_once_and_says_what_is_missing(signed_in, opened, client):
    signed_in("riverside")
    send = opened(NEW_EVENT)
    first, second = send(title="Once", action="send"), send(title="Once", action="send")
    assert first.status_code == 302 and second["Location"] == first["Location"]
    EventPage.objects.get(title="Once")
    assert "Write a summary" in client.get(second["Location"]).content.decode()


def test_a_service_and_a_copy_of_an_event_are_made_once(signed_in, opened, account):
    signed_in("riverside")
    send = opened("/workspace/riverside-example-coalition/profile/services/new/")
    answers = {send(title="Only one", action="save")["Location"] for _time in range(2)}
    assert len(answers) == 1
    assert ServicePage.objects.filter(title="Only one").count() == 1
    organisation = account("riverside").memberships.get().organisation
    event = make_event(organisation, "Said again")
    page = f"/workspace/{organisation.slug}/events/{event.translation_key}/"
    send = opened(page, f"{page}duplicate/")
    assert len({send()["Location"] for _time in range(2)}) == 1
    assert EventPage.objects.filter(title="Said again").count() == 2


def test_an_invitation_is_sent_once(signed_in, opened):
    signed_in("riverside")
    path = "/workspace/riverside-example-coalition/members/"
    send = opened(path, f"{path}invite/")
    for _time in range(2):
        assert send(email="once@example.org", role="member").status_code == 302
    assert sum("once@example.org" in mail.recipients for mail in OutboxMessage.objects.all()) == 1


def test_what_changes_something_can_be_wanted_again_later(operator, opened):
    collection = Collection.get_first_root_node().add_child(name="Before")
    send = opened(f"/admin/collections/{collection.pk}/")
    send(name="After", parent=Collection.get_first_root_node().pk)
    (row,) = SentForm.objects.all()
    assert row.answered_until < timezone.now() + submit_once.SECOND_CLICK
    SentForm.objects.update(answered_until=timezone.now())
    Collection.objects.filter(pk=collection.pk).update(name="Between")
    send(name="After", parent=Collection.get_first_root_node().pk)
    collection.refresh_from_db()
    assert collection.name == "After"


def test_the_admin_makes_collections_and_redirects_once(operator, opened):
    send = opened("/admin/collections/add/")
    for _time in range(2):
        assert send(name="Only one", parent=Collection.get_first_root_node().pk).status_code == 302
    assert Collection.objects.filter(name="Only one").count() == 1


def test_a_picture_that_is_uploaded_twice_by_a_script_is_there_once(signed_in, opened):
    signed_in("editor")
    send, before = opened("/admin/images/multiple/add/"), HubImage.objects.count()
    file = io.BytesIO()
    Image.new("RGB", (20, 10), "navy").save(file, "PNG")
    answers = [
        send(**{"title": "Once", "files[]": SimpleUploadedFile("once.png", file.getvalue(), "image/png")})
        for _time in range(2)
    ]
    assert answers[0].json()["success"] and answers[1].json() == answers[0].json()
    waiting = HubImage.objects.count() - before + import_string("wagtail.models.UploadedFile").objects.count()
    assert waiting == 1
    other = SimpleUploadedFile("once.png", file.getvalue() + b"x", "image/png")
    assert send(**{"title": "Once", "files[]": other}).json() != answers[0].json()


def test_a_link_to_a_draft_is_made_once_and_both_answers_show_it(signed_in, opened):
    signed_in("editor")
    page = Page.objects.get(slug="privacy", locale__language_code="en")
    revision = page.specific.save_revision()
    send = opened(f"/admin/page-previews/{page.pk}/")
    shown = [
        send(note="group", days=7, revision=revision.pk).content.decode().partition('id="new-link"')[2][:200]
        for _time in range(2)
    ]
    assert shown[0] == shown[1] and "/preview/" in shown[0]
    PreviewLink.objects.get(note="group")


def test_a_reviewer_s_comment_is_kept_once_without_a_cookie(opened, client, account):
    page = Page.objects.get(slug="privacy", locale__language_code="en")
    _link, secret = previews.make(page.specific.save_revision(), account("editor"), "group")
    send = opened(f"/preview/{secret}/")
    for _time in range(2):
        assert send(text="A comment").status_code == 303
    PreviewComment.objects.get(text="A comment")
    send(text="Another comment")
    assert PreviewComment.objects.count() == 2
    assert not client.cookies


def test_another_person_never_gets_the_answer(signed_in, client):
    signed_in("riverside")
    fields = {
        **form_fields(client.get(NEW_EVENT, follow=True).content.decode()),
        "title": "Mine",
        "action": "save",
    }
    first = client.post(NEW_EVENT, fields)
    signed_in("riverside.colleague")
    assert client.post(NEW_EVENT, fields)["Location"] != first["Location"]


def test_what_is_remembered_tells_nothing_and_is_deleted_after_a_day(opened):
    send = opened(REQUEST)
    location = send(**ASKED)["Location"]
    row = SentForm.objects.get()
    number = location.strip("/").rpartition("/")[2]
    assert number not in f"{row.key} {row.answer}"
    call_command("delete_sent_forms", verbosity=0)
    assert SentForm.objects.exists()
    SentForm.objects.update(started_at=timezone.now() - submit_once.KEPT)
    call_command("delete_sent_forms", verbosity=0)
    assert not SentForm.objects.exists()
    assert "delete_sent_forms" in dict(scheduled_commands())


def _views(patterns):
    for entry in patterns:
        if hasattr(entry, "url_patterns"):
            yield from _views(entry.url_patterns)
        else:
            yield entry


def test_every_view_that_makes_something_is_known_by_its_name():
    makers = ("CreateView", "AddView", "CopyView", "UploadView", "CreateViewMixin", "CreateTask", "Create")
    unknown = [
        f"{entry.name}: {entry.pattern}"
        for entry in _views(get_resolver().url_patterns)
        if any(
            base.__name__ in makers
            for base in getattr(getattr(entry.callback, "view_class", None), "__mro__", [])
        )
        and not submit_once.CREATES.search(entry.name or "")
    ]
    assert unknown == []
    for address in (
        NEW_EVENT,
        REQUEST,
        "/partners/join/",
        "/admin/pages/add/home/homepage/1/",
        "/preview/x/",
    ):
        assert submit_once.creates(resolve(address)), address


def test_without_a_csrf_token_only_what_has_a_key_of_its_own_is_taken():
    """Django refuses every other form that has none: these are all."""
    exempt = {
        f"{entry.callback.__module__}.{entry.callback.__name__}"
        for entry in _views(get_resolver().url_patterns)
        if getattr(entry.callback, "csrf_exempt", False)
    }
    ours = {name for name in exempt if not name.startswith(("django.", "rest_framework.", "wagtail"))}
    # The directory and the admin's lists of pages, pictures and documents are only read. The API for partners takes no forms: its
    # requests have keys of their own (tests/partners/api/test_events.py).
    read = (
        "partners.api.views.view",
        "partners.api.views.description",
        "partners.hsds.views.",
        "portal.workflow.visibility_admin._Images",
        "portal.workflow.visibility_admin._Documents",
        "portal.workflow.visibility_admin._Pages",
    )
    assert {name for name in ours if not name.startswith(read)} == {"portal.previews.views.show"}


@pytest.mark.slow
@pytest.mark.parametrize("name", ["operator", "riverside", ""])
def test_every_form_of_every_address_carries_a_key(name, request, signed_in, client):
    client.raise_request_exception = False
    if name == "operator":
        request.getfixturevalue("operator")
    elif name:
        signed_in(name)
    page = Page.objects.get(slug="privacy", locale__language_code="en")
    definitions = Page.objects.get(slug="definitions", locale__language_code="en")
    slug = "riverside-example-coalition"
    event = EventPage.objects.filter(organisation__slug=slug).first()
    addresses = [
        address
        for address in every_address(page.pk, slug=slug, key=str(event.translation_key))
        if "logout" not in address
    ]
    known = [
        f"/admin/pages/add/home/definitionpage/{definitions.pk}/",
        REQUEST,
        f"/admin/pages/{page.pk}/copy/",
    ]
    without, keys, seen = [], set(), 0
    for address in [*addresses, *known]:
        answer = client.get(address)
        if answer.streaming or not answer["Content-Type"].startswith("text/html"):
            continue
        for form in post_forms(answer.content.decode(errors="replace")):
            if form.get("class") == "w-editing-sessions":
                continue  # Wagtail's script asks with it who else has the page open.
            seen += 1
            value = next(
                (form["fields"][field] for field in submit_once.FIELDS if form["fields"].get(field)), None
            )
            if value is None:
                without.append((address, form.get("action")))
            else:
                keys.add((address, value))
    assert without == []
    assert seen > (40 if name == "operator" else 1)
    # No key is shown at two addresses.
    assert len({value for _address, value in keys}) == len(keys)


def test_a_form_is_told_at_once_when_the_database_does_not_answer(opened, client):
    def refuse(execute, sql, params, many, context):
        tried.append(sql)
        raise OperationalError("The database is locked.")

    client.raise_request_exception = False
    send, tried = opened(REQUEST), []
    with connection.execute_wrapper(refuse):
        answer = send(**ASKED)
    assert answer.status_code == 503 and b"tel:911" in answer.content
    assert sum("portal_sentform" in sql or "home_formatrequest" in sql for sql in tried) <= 1
    assert send(**ASKED).status_code == 302
