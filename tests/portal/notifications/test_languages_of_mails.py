"""Mails, calendars and feeds speak the language of who reads them: the person's own, or that of the address."""

import datetime
import re
from types import SimpleNamespace
from xml.etree import ElementTree

import icalendar
import pytest
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import activate, override

from partners.members import invitations, joining
from partners.members import services as members
from partners.members.models import Role
from partners.models import JoinRequest, Membership
from partners.moderation import notifications
from portal.accounts import second_factor
from portal.accounts.services import CHANGES
from portal.models import MailPreference, OutboxMessage, TaxonomyTerm
from portal.notifications.services import send_digests
from tests.partners.factories import make_event, make_member, make_organisation

pytestmark = pytest.mark.django_db

LANGUAGES = [code for code, _name in settings.LANGUAGES]
EMAIL = "reader@example.org"
# No words: addresses, and what a calendar writes for machines.
NO_WORDS = re.compile(r"https?://\S+|\S+@\S+")
MORNING = datetime.datetime(2027, 2, 3, 16, tzinfo=datetime.UTC)


def other(language):
    """A language in which what happens is done, while somebody reads of it in this one."""
    return "es" if language == "en" else "en"


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


@pytest.fixture
def there(language, account):
    """An organisation with an event, its owner, and a member who reads this language."""
    organisation = make_organisation("Example Helpers")
    return SimpleNamespace(
        language=language,
        organisation=organisation,
        event=make_event(organisation, title="Bring your pay slips"),
        owner=make_member(organisation, "owner@example.org", role=Role.OWNER, first_name="Olive"),
        member=make_member(organisation, EMAIL, language=language, first_name="Robin"),
        office=account("coordinator"),
    )


@pytest.fixture
def unmarked(marked, there, content):
    """What the texts say that is neither in this language nor content: unmarked([text, …]) → a list."""
    # What is there, and what the tests send.
    known = content.with_more(
        "Example Helpers", "Bring your pay slips", "Robin", "Olive", there.event.summary
    )
    marked(there.language)
    activate(other(there.language))
    return lambda texts: known.unmarked(NO_WORDS.sub("", text) for text in texts)


# --- What causes a mail to a member, or to who asks to join: a function of what is there -------------------------------
def decided(write):
    return lambda there: notifications.tell_members(there.event, write)


def account_changed(there):
    for change in CHANGES:
        get_adapter().send_notification_mail(change, there.member)


def decided_and_gathered(there):
    MailPreference.objects.create(user=there.member, kind="decision", frequency="daily")
    notifications.tell_members(there.event, notifications._approved)
    send_digests(MORNING)


def password_forgotten(there):
    prefix = "" if other(there.language) == "en" else f"/{other(there.language)}"
    Client().post(f"{prefix}/accounts/password/reset/", {"email": EMAIL})


def asked_to_join(there):
    return JoinRequest.objects.create(
        organisation_name="Example Helpers",
        offers="What Example Helpers does.",
        contact_name="Robin",
        contact_email="asks@example.org",
        language=there.language,
    )


CAUSES = {
    **{
        write.__name__.strip("_").replace("_", " "): decided(write)
        for write in (
            notifications._approved,
            notifications._changes_requested,
            notifications._rejected,
            notifications._too_late,
            notifications._stays,
            notifications._not_as_planned,
        )
    },
    "changes of the account": account_changed,
    "second factor reset": lambda there: second_factor.reset(there.member, there.office),
    "password forgotten": password_forgotten,
    "invited, with an account": lambda there: invitations.invite(
        make_organisation("Example Helpers"), EMAIL, Role.MEMBER, there.owner
    ),
    "gathered in the morning": decided_and_gathered,
    "membership ended": lambda there: members.remove(Membership.objects.get(user=there.member), there.owner),
    "asked to join, taken in": lambda there: joining.approve(asked_to_join(there), there.office),
    "asked to join, declined": lambda there: joining.decline(
        asked_to_join(there), there.office, "Example Helpers"
    ),
}


def test_each_mail_is_in_the_language_of_who_gets_it(there, unmarked):
    """Subject and text, dates too, although it happens in another language; its links lead to pages in that language."""
    wrong = {}
    for cause, happen in CAUSES.items():
        OutboxMessage.objects.all().delete()
        happen(there)
        mails = [
            mail
            for mail in OutboxMessage.objects.all()
            if {EMAIL, "asks@example.org"}.intersection(mail.recipients)
        ]
        assert mails, cause
        wrong[cause] = unmarked(text for mail in mails for text in (mail.subject, mail.body))
        if there.language != "en" and happen != password_forgotten:
            wrong[cause] += [
                mail.body for mail in mails if re.search(r"//[^/\s]+/(workspace|accounts)/", mail.body)
            ]
    assert {cause: found for cause, found in wrong.items() if found} == {}


def test_a_stranger_reads_about_an_unknown_account_in_the_language_of_the_page(language, there, unmarked):
    OutboxMessage.objects.all().delete()
    prefix = "" if language == "en" else f"/{language}"
    Client().post(f"{prefix}/accounts/password/reset/", {"email": "stranger@example.org"})
    mail = OutboxMessage.objects.get(recipients=["stranger@example.org"])
    assert unmarked([mail.subject, mail.body]) == []


def test_dates_in_a_mail_are_written_as_the_reader_writes_them(there):
    OutboxMessage.objects.all().delete()
    notifications.tell_members(there.event, notifications._approved)
    mail = OutboxMessage.objects.get(recipients=[EMAIL])
    with override(there.language):
        assert date_format(there.event.start_date, "DATE_FORMAT") in mail.body


# --- Calendars and feeds ---------------------------------------------------------------------------------------------------
def test_calendars_are_in_the_language_of_their_address(there, unmarked, client):
    prefix = "" if there.language == "en" else f"/{there.language}"
    activate(there.language)
    answer = client.get(f"{prefix}/events/calendar.ics")
    calendar = icalendar.Calendar.from_ical(answer.content)
    said = [str(calendar.get(name, "")) for name in ("NAME", "X-WR-CALNAME", "DESCRIPTION", "X-WR-CALDESC")]
    categories = set()
    for event in calendar.walk("VEVENT"):
        said += [str(event.get(name, "")) for name in ("SUMMARY", "DESCRIPTION", "LOCATION")]
        if event.get("CATEGORIES"):
            categories |= {str(name) for name in event["CATEGORIES"].cats}
    assert unmarked(said) == []
    names = TaxonomyTerm.objects.filter(locale__language_code=there.language).values_list("name", flat=True)
    assert categories and categories <= set(names)


def test_a_feed_is_in_the_language_of_its_address(there, unmarked, client):
    prefix = "" if there.language == "en" else f"/{there.language}"
    activate(there.language)
    day = timezone.localdate()
    answer = client.get(f"{prefix}/events/feed.atom?from={day}&attendance=place")
    feed = ElementTree.fromstring(answer.content)
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == there.language
    said = [
        node.text or ""
        for node in feed.iter()
        if node.tag.rpartition("}")[2] in ("title", "subtitle", "name", "summary")
    ]
    assert len(said) > 4
    assert unmarked(said) == []
