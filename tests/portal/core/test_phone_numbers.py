"""The number that people read is the number that a phone dials, wherever both stand."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail.rich_text import RichText

from home.models import InformationPage
from partners.models import OrganisationPage
from partners.workspace.forms.profile import PhoneForm
from portal.core import phone_numbers
from portal.models import Alert, HelpLine, OfficeIdentity
from portal.workflow import approvals
from tests.partners.factories import make_event, make_member, make_organisation
from tests.portal.forms import snippet_form

DIFFER = "is not the number that is dialed"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+18662231111", "1-866-223-1111"),
        ("+12025550123", "202-555-0123"),
        ("+12025550123", "(202) 555-0123"),
        ("+12025550123", "+1 (202) 555.0123"),
        ("+12025550123", "202\u00a0555\u20110123"),
        ("+12025550123", "202-555-0123 ext. 4"),
        ("+12025550123", "202-555-0123 x12"),
        ("+12025550123", "202-555-0123 (24 hours)"),
        ("+18883737233", "1-888-373-SAFE"),
        ("+18883737233", "1-888-373-SAFE (7233)"),
        ("+18006288737", "1-800-MATTRESS"),
        ("233733", "233733 (BEFREE)"),
        ("233733", "BEFREE"),
        ("233733", "TEXT 233733"),
        ("911", "911"),
        ("211", "2-1-1"),
        ("988", "988"),
        ("711", "711 TTY"),
        ("+442079460958", "020 7946 0958"),
        ("+442079460958", "+44 (0)20 7946 0958"),
    ],
)
def test_one_number_in_two_writings(number, shown):
    assert phone_numbers.agree(number, shown) and not phone_numbers.disagreement(number, shown)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+18662231111", "1-866-223-1119"),
        ("911", "912"),
        ("988", "911"),
        ("+12025550123", "555-0123"),
        ("+12025550123", "202-555-0123 or 202-555-0124"),
        ("+12025550123", "202-555-0123 (TTY 711)"),
        ("+12025550123", "Call us"),
        ("+18883737888", "1-888-373-SAFE"),
        ("1888373", "1-888-373-SAFE"),
        ("+442079460958", "020 7946 0959"),
    ],
)
def test_two_numbers(number, shown):
    assert DIFFER in phone_numbers.disagreement(number, shown)


@pytest.mark.parametrize(
    ("shown", "number"),
    [
        ("202-555-0123", "+12025550123"),
        ("1 202 555 0123", "+12025550123"),
        ("202-555-0123 ext. 5", "+12025550123"),
        ("1-888-373-SAFE", "+18883737233"),
        ("+44 20 7946 0958", "+442079460958"),
        ("911", "911"),
        ("202-555-0123, 202-555-0124", ""),
        ("Call me", ""),
    ],
)
def test_what_a_text_dials(shown, number):
    assert phone_numbers.dialed(shown) == number


@pytest.mark.parametrize(
    ("address", "words", "right"),
    [
        ("tel:+12025550123", "Call the office", True),
        ("tel:+12025550123", "Call 202-555-0123 now", True),
        ("tel:+12025550123", "202-555-0124", False),
        ("sms:233733?body=HELP", "Text HELP to 233733", True),
        ("sms:233733", "Text HELP to 233734", False),
        ("tel:911", "Llame al 911", True),
        ("https://example.org/2025550123", "202-555-0124", True),
    ],
)
def test_words_of_links(address, words, right):
    assert bool(phone_numbers.link_disagreement(address, words)) is not right


# --- Where both stand -------------------------------------------------------------------------------------------------
pytestmark = pytest.mark.django_db


def day_one(language="en"):
    return HelpLine.objects.get(name="Day One", locale__language_code=language)


@pytest.mark.parametrize("language", ["en", "es", "so", "hmn"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("phone_display", "1-866-223-1119"),
        ("phone", "+18662231119"),
        ("text_display", "612-399-9990"),
        ("tty_display", "712"),
    ],
)
def test_no_version_of_a_help_line_in_any_language_shows_another_number(language, name, value):
    line = day_one(language)
    line.tty, line.tty_display = "711", "711"
    setattr(line, name, value)
    with pytest.raises(ValidationError, match=DIFFER):
        line.save_revision()


def test_the_form_of_a_help_line_and_an_emergency_refuse_it(signed_in, account):
    line = day_one()
    office = signed_in("coordinator")
    address = reverse(HelpLine.snippet_viewset.get_url_name("edit"), args=[line.pk])
    data = snippet_form(line, phone_display="1-866-223-1119", **{"action-emergency": "on"})
    answer = office.post(address, data)
    assert answer.status_code == 200 and "is not the number that is dialed" in answer.content.decode()
    assert (
        approvals.newest(line) is None
        or approvals.newest(line).as_object().phone_display == line.phone_display
    )
    assert "1-866-223-1119" not in office.get("/get-help/").content.decode()


def test_the_office(signed_in):
    office = OfficeIdentity.objects.filter(locale__language_code="en", live=True).get()
    phone = office.phones.all()[0]
    phone.display = "202-555-0199"
    office.phones = [phone]
    with pytest.raises(ValidationError, match=DIFFER):
        office.save_revision()
    with pytest.raises(ValidationError, match=DIFFER):
        phone.full_clean()


@pytest.mark.parametrize("language", ["en", "es"])
def test_organisations(language):
    organisation = OrganisationPage.objects.filter(
        phones__isnull=False, locale__language_code=language, live=True
    ).first()
    phone = organisation.phones.all()[0]
    phone.display = "202-555-0199"
    organisation.phones = [phone]
    assert any(DIFFER in failure.message for failure in organisation.publishing_errors())
    with pytest.raises(ValidationError, match=DIFFER):
        phone.full_clean()


def test_members_write_letters_and_extensions():
    for shown, number in (("1-888-373-SAFE", "+18883737233"), ("202-555-0123 ext. 5", "+12025550123")):
        form = PhoneForm({"display": shown, "kind": "voice"})
        assert form.is_valid(), form.errors
        assert form.number == number
    assert "display" in PhoneForm({"display": "202-555-0123 or 202-555-0124", "kind": "voice"}).errors


def test_an_event_with_two_numbers_dials_neither(client):
    event = make_event(make_organisation("Example Helpers"), contact_phone="202-555-0123, 202-555-0124")
    html = client.get(event.url).content.decode()
    assert "202-555-0123, 202-555-0124" in html and 'href="tel:2025550123' not in html


def test_links_in_texts(account):
    wrong = '<p><a href="tel:+12025550123">202-555-0124</a></p>'
    home = Page.objects.get(depth=2, locale__language_code="en").specific
    page = InformationPage(title="Calls", slug="calls", summary="Whom.", locale=home.locale, live=False)
    page.body = [("paragraph", RichText(wrong))]
    home.add_child(instance=page)
    assert any(DIFFER in failure.message for failure in page.publishing_errors())
    alert = Alert(title="Call", text=wrong, locale=Locale.get_default(), live=False)
    with pytest.raises(ValidationError, match=DIFFER):
        alert.full_clean()
    member = make_member(make_organisation("Example Helpers"), "member@example.org")
    event = make_event(member.memberships.get().organisation)
    event.description = wrong
    assert any(DIFFER in failure.message for failure in event.publishing_errors())
