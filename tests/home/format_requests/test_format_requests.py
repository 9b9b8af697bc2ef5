"""The request for an accessible format: what a reader sends, and what never gets lost or leaks."""

import html
import re

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from home.format_requests.services import LIMIT
from home.models import FormatRequest
from portal.models import OutboxMessage
from portal.notifications.outbox import deliver_due

pytestmark = pytest.mark.django_db

FORM = "/request-accessible-format/"
LEAST = {"need": "The page on wage theft in large print.", "answer_by": "email", "safe": "no"}
WHOLE = {
    "need": "The page on wage theft in large print.",
    "formats": ["large_print", "audio"],
    "page_path": "/definitions/wage-theft/",
    "language": "Soomaali",
    "assistive_technology": "A screen reader",
    "answer_by": "phone",
    "contact": "612-555-0100",
    "safe": "discreet",
    "may_leave_message": "on",
    "website": "",
}


def words(response):
    return html.unescape(response.content.decode())


def test_a_request_is_kept_whole_and_answered_with_its_reference(client):
    response = client.post(FORM, WHOLE, follow=True)
    record = FormatRequest.objects.get()
    assert response.redirect_chain == [(f"{FORM}done/{record.reference}/", 302)]
    assert record.reference in words(response)
    for name in (
        "need",
        "formats",
        "page_path",
        "language",
        "assistive_technology",
        "contact",
        "safe",
        "answer_by",
    ):
        assert getattr(record, name) == WHOLE[name], name
    assert record.may_leave_message and record.status == "new"
    assert record.answer_due is not None


def test_only_need_way_and_whether_it_is_safe_are_required(client):
    assert client.post(FORM, LEAST).status_code == 302
    assert FormatRequest.objects.get().contact == ""


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        ("need", "Tell us what you need, in a few words."),
        ("answer_by", "Choose how we should answer."),
        ("safe", "Tell us whether it is safe to contact you this way."),
    ],
)
def test_what_is_missing_is_said_in_a_summary_that_leads_to_the_field(client, missing, message):
    response = client.post(FORM, {name: value for name, value in WHOLE.items() if name != missing})
    page = words(response)
    assert response.status_code == 422
    summary = re.search(r'<div class="error-summary" role="alert".*?</div>', page, re.DOTALL)[0]
    target, text = re.search(r'<a href="#([^"]*)">([^<]*)</a>', summary).groups()
    assert message in text and f'id="{target}"' in page
    assert page.index("<title>Error:") < page.index("</title>")
    assert not FormatRequest.objects.exists()


def test_a_field_is_called_invalid_only_after_its_answer_was_refused(client):
    need = r'<textarea name="need"[^>]* aria-invalid="{}"'
    assert re.search(need.format("false"), client.get(FORM).content.decode())
    assert re.search(need.format("true"), client.post(FORM, LEAST | {"need": ""}).content.decode())


def test_what_was_typed_stays_when_something_is_wrong(client):
    page = words(client.post(FORM, {**WHOLE, "contact": "nonsense", "need": 'Say "<b>large</b>" & more'}))
    assert 'Say "<b>large</b>" & more' in page
    assert (
        "<b>large</b>"
        not in client.post(FORM, {**WHOLE, "contact": "x", "need": "<b>large</b>"}).content.decode()
    )
    for value in ("large_print", "audio", "phone", "discreet"):
        assert re.search(rf'value="{value}"[^>]*checked', page), value
    assert 'value="Soomaali"' in page and 'value="A screen reader"' in page
    assert re.search(r'name="may_leave_message"[^>]*checked', page)


@pytest.mark.parametrize(
    ("way", "contact", "message"),
    [
        ("email", "nonsense", "Enter the full email address, such as name@example.org."),
        ("email", "a@b\nBcc: c@example.org", "Enter the full email address, such as name@example.org."),
        ("phone", "call me", "Enter the phone number with its area code, such as "),
        ("text", "123", "Enter the phone number with its area code, such as "),
        ("post", "", "Tell us how to reach you, or choose that you will call us."),
    ],
)
def test_an_address_that_cannot_be_used_is_asked_for_again(client, way, contact, message):
    response = client.post(FORM, {**WHOLE, "answer_by": way, "contact": contact})
    assert response.status_code == 422 and message in words(response)


@pytest.mark.parametrize(
    ("way", "contact"),
    [
        ("email", "name@example.org"),
        ("phone", "+1 (612) 555-0100"),
        ("text", "612.555.0100"),
        ("post", "1 Main Street\nMinneapolis"),
    ],
)
def test_every_way_to_answer_works(client, way, contact):
    assert client.post(FORM, {**WHOLE, "answer_by": way, "contact": contact}).status_code == 302


# --- Mail -----------------------------------------------------------------------------------------------------
def test_the_mail_to_the_office_holds_the_reference_and_nothing_that_was_written(client, settings):
    settings.DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.post(FORM, WHOLE)
    record = FormatRequest.objects.get()
    waiting = OutboxMessage.objects.get()
    assert waiting.recipients == django_settings.OFFICE_MAIL and waiting.sent_at is None
    assert deliver_due() == 1
    sent = mail.outbox[-1]
    text = f"{sent.subject}\n{sent.body}"
    assert record.reference in sent.subject
    assert reverse("format_requests:edit", args=[record.pk]) in sent.body
    for value in (
        record.need,
        record.contact,
        record.language,
        record.assistive_technology,
        record.page_path,
    ):
        assert value not in text
    assert "traffick" not in text.lower()


def test_without_a_mail_server_the_mail_is_a_file_whose_path_is_said(client, settings, tmp_path, caplog):
    settings.EMAIL_FILE_PATH = tmp_path
    client.post(FORM, WHOLE)
    with caplog.at_level("INFO", logger="portal.notifications.outbox"):
        assert deliver_due() == 1
    (written,) = tmp_path.iterdir()
    assert FormatRequest.objects.get().reference in written.read_text()
    assert str(written) in caplog.text and "coordinator@example.org" not in caplog.text


def test_the_mail_is_in_english_whatever_the_readers_language(client):
    client.post("/es/request-accessible-format/", LEAST)
    assert OutboxMessage.objects.get().subject.startswith("New request ")


# --- The page concerned -----------------------------------------------------------------------------------------
def test_the_page_from_which_the_reader_comes_is_filled_in_and_can_be_emptied(client):
    shown = words(client.get(f"{FORM}?page=/definitions/wage-theft/"))
    assert re.search(r'name="page_path"[^>]*value="/definitions/wage-theft/"', shown)
    client.post(FORM, {**WHOLE, "page_path": ""})
    assert FormatRequest.objects.get().page_path == ""


@pytest.mark.parametrize(
    "page",
    [
        "/get-help/",
        "/es/get-help/",
        "/get-help/card/",
        "/get-help",
        "/stay-safe-online/",
        "http://testserver/get-help/",
    ],
)
def test_the_form_never_says_that_the_reader_looked_for_help(client, page):
    assert "get-help" not in re.search(r'name="page_path"[^>]*>', words(client.get(FORM, {"page": page})))[0]
    client.post(FORM, {**WHOLE, "page_path": page})
    assert FormatRequest.objects.get().page_path == ""


@pytest.mark.parametrize("address", ["/get-help/", "/get-help/card/", "/stay-safe-online/", "/es/get-help/"])
def test_the_footer_of_pages_on_help_leads_to_the_form_without_naming_them(client, address):
    assert 'request-accessible-format/"' in words(client.get(address))
    assert "request-accessible-format/?page" not in words(client.get(address))


def test_every_other_page_leads_to_the_form_with_its_own_address(client):
    assert "/request-accessible-format/?page=%2Fdefinitions%2Fwage-theft%2F" in words(
        client.get("/definitions/wage-theft/")
    )


@pytest.mark.parametrize(
    "page", ["https://evil.example.org/x", "//evil.example.org/x", "javascript:alert(1)"]
)
def test_an_address_of_another_site_is_not_repeated(client, page):
    assert "evil" not in words(client.get(FORM, {"page": page}))


# --- Misuse ---------------------------------------------------------------------------------------------------
def test_what_a_program_fills_in_is_refused_with_a_sentence_for_people(client):
    response = client.post(FORM, {**WHOLE, "website": "https://spam.example.org"})
    assert response.status_code == 422
    assert "It catches programs that fill in forms." in words(response)
    assert not FormatRequest.objects.exists()


def test_the_trap_is_hidden_from_people_and_their_screen_readers(client):
    page = words(client.get(FORM))
    trap = re.search(r'<div class="honeypot" aria-hidden="true">.*?</div>', page, re.DOTALL)[0]
    assert 'tabindex="-1"' in trap and 'autocomplete="off"' in trap


def test_after_ten_requests_in_an_hour_the_eleventh_is_kept_in_the_form_with_a_number_to_call(client):
    for _turn in range(LIMIT):
        assert client.post(FORM, WHOLE).status_code == 302
    response = client.post(FORM, WHOLE)
    assert response.status_code == 429
    page = words(response)
    assert WHOLE["need"] in page and 'value="Soomaali"' in page
    assert 'href="tel:+16126733000"' in page and "Too many requests" in page
    assert FormatRequest.objects.count() == LIMIT


def test_mistakes_do_not_count_towards_the_limit(client):
    for _turn in range(LIMIT + 5):
        client.post(FORM, {**WHOLE, "need": ""})
    assert client.post(FORM, WHOLE).status_code == 302


def test_one_busy_address_keeps_nobody_else_out(client):
    for _turn in range(LIMIT + 1):
        client.post(FORM, WHOLE, REMOTE_ADDR="192.0.2.1")
    assert client.post(FORM, WHOLE, REMOTE_ADDR="192.0.2.2").status_code == 302


def test_a_visitor_cannot_pass_the_limit_by_inventing_addresses(client):
    statuses = [
        client.post(FORM, WHOLE, headers={"X-Forwarded-For": f"192.0.2.{number}"}).status_code
        for number in range(LIMIT + 1)
    ]
    assert statuses[-1] == 429


@pytest.mark.parametrize("field", ["need", "page_path", "language", "assistive_technology", "contact"])
def test_what_is_too_long_is_kept_and_said(client, field):
    long = "x" * 5000
    response = client.post(FORM, {**WHOLE, field: long})
    assert response.status_code == 422
    assert "This is too long. Please use" in words(response) and long in words(response)


@pytest.mark.parametrize(
    "field", ["need", "page_path", "language", "assistive_technology", "contact", "answer_by"]
)
def test_a_zero_byte_is_refused_in_words(client, field):
    response = client.post(FORM, {**WHOLE, field: "a\0b"})
    assert response.status_code == 422
    assert not FormatRequest.objects.exists()


def test_bytes_in_another_encoding_are_no_error(client):
    body = b"need=caf\xe9+\xff\xfe&answer_by=post&safe=no&contact=Nu\xf1ez"
    response = client.post(FORM, body, content_type="application/x-www-form-urlencoded")
    assert response.status_code in (302, 400, 422)


@pytest.mark.parametrize(
    "charset", ["utf-8", "latin-1", "no-such-charset", "utf-16", "utf-7", "rot13", "zlib"]
)
def test_a_body_that_names_another_encoding_is_no_error(client, charset):
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    response = client.generic("POST", FORM, b"need=caf\xe9&answer_by=post&safe=no", content_type=kind)
    assert response.status_code in (302, 400, 415, 422)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{}", "application/json"),
        (b"--x", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"need=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"f%d=1" % number for number in range(10_002)), "application/x-www-form-urlencoded"),
        (b"%" * 1000, "application/x-www-form-urlencoded"),
    ],
)
def test_a_body_that_is_no_form_is_answered_with_a_page(client, body, kind):
    response = client.post(FORM, body, content_type=kind)
    assert response.status_code in (400, 422)
    assert 'class="help-bar"' in words(response)


def test_a_form_whose_protection_has_gone_is_sent_again_with_one_press():
    client = Client(enforce_csrf_checks=True)
    response = client.post(FORM, WHOLE)
    page = words(response)
    assert response.status_code == 403 and response["Cache-Control"] == "no-store"
    fields = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    data = {}
    for name, value in fields:
        data.setdefault(name, []).append(value)
    assert client.post(FORM, data).status_code == 302
    record = FormatRequest.objects.get()
    assert record.need == WHOLE["need"] and record.formats == WHOLE["formats"]


def test_other_forms_are_not_prepared_to_be_sent_again_for_a_stranger():
    response = Client(enforce_csrf_checks=True).post(
        "/accounts/login/", {"login": "a@example.org", "password": "x"}
    )
    assert response.status_code == 403
    assert 'name="password"' not in words(response) and "a@example.org" not in words(response)


# --- The reference ----------------------------------------------------------------------------------------------
def test_references_are_easy_to_read_aloud_and_hard_to_guess():
    from home.format_requests.models import new_reference

    references = {new_reference() for _turn in range(500)}
    assert len(references) == 500
    assert all(re.fullmatch(r"[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", reference) for reference in references)
    assert not {"O", "I", "L"} & set("".join(references))


@pytest.mark.parametrize("reference", ["AAAA-AAAA", "x", "%00", "..", "AAAA-AAAA'", "x" * 500, "é"])
def test_a_reference_that_does_not_exist_is_not_found(client, reference):
    assert client.get(f"{FORM}done/{reference}/").status_code == 404


def test_the_page_with_the_reference_says_nothing_of_the_request(client):
    response = client.post(FORM, WHOLE, follow=True)
    page = words(response)
    assert (
        WHOLE["need"] not in page
        and WHOLE["contact"] not in page
        and "Soomaali" not in page.partition("<main")[2]
    )
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_change_nothing(client, method):
    assert getattr(client, method)(FORM).status_code < 500
    assert not FormatRequest.objects.exists()
