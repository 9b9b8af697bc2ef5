"""Lists, choosers, reports and APIs show what a role may see: each address of the resolver is asked by each role."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale
from wagtailmedia.models import get_media_model

from home.models import InformationPage
from partners.models import EventIndexPage, OrganisationPage
from portal.models import Alert
from portal.workflow import groups
from tests.partners.factories import make_event, make_organisation
from tests.portal.resolver import every_address

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OFFICE = {"editor", "approver", "coordinator"}
DECIDE = {"approver", "coordinator"}
STAFF = [*sorted(OFFICE), "translator", "legal"]
# Approvers and coordinators, who decide about what partners send, may read all of it.
ASKED = ["editor", "translator", "legal", "riverside"]
# What must not be read, and who may read it.
MARKERS = {
    "Quagganew": DECIDE,  # An event that a partner has sent.
    "Quaggaorg": DECIDE,  # An organisation that is not public.
    "Quaggachange": DECIDE,  # A public event's title in a version that is not public.
    "Quaggapage": OFFICE | {"translator"},  # A page of the office.
    "Quaggaedit": OFFICE | {"translator"},  # A public page's title in a version that is not public.
    "Quaggaimage": OFFICE,
    "Quaggadocument": OFFICE,
    "Quaggavideo": OFFICE,
    "Quaggaalert": OFFICE | {"translator"},
}
# Addresses that look for what somebody types; what they answer to no words is asked for everywhere.
LISTS = re.compile(
    r"^/admin/(choose-page/search/|pages/search/|.*chooser/(results/)?$|snippets/choose/\w+/\w+/$|api/main/\w+/$)"
)


@pytest.fixture
def people(account):
    """A browser for each role, in which a person of it is signed in."""
    # The other reviewers have the same permissions: they read what waits for them, and nothing else.
    assert groups.PAGE_PERMISSIONS[groups.LEGAL_REVIEWERS] == []
    assert groups.PAGE_PERMISSIONS[groups.LIVED_EXPERIENCE_REVIEWERS] == []
    person = get_user_model().objects.create_user("legal@example.org", "quiet-harbour-lamp-19")
    person.groups.add(Group.objects.get(name=groups.LEGAL_REVIEWERS))
    browsers = {}
    for name in (*STAFF, "riverside"):
        browsers[name] = Client(raise_request_exception=False)
        browsers[name].force_login(account(name))
    return browsers


@pytest.fixture
def numbers(account):
    """Makes what is not public, and answers what stands for a number in addresses, by what they are about."""
    northside = OrganisationPage.objects.get(
        title="Northside Example Workers' Center", locale__language_code="en"
    )
    new = make_event(northside, "Quagganew", live=False)
    new.get_workflow().start(new, account("northside"))
    make_organisation("Quaggaorg", live=False)
    changed = make_event(northside, "A public event")
    changed.title = "Quaggachange"
    changed.save_revision(clean=False, user=account("northside"), log_action=True)
    office = InformationPage.objects.filter(live=True, locale__language_code="en").first()
    parent = office.get_parent()
    page = parent.add_child(
        instance=InformationPage(title="Quaggapage", slug="quaggapage", locale=office.locale, live=False)
    )
    page.save_revision(clean=False)
    office.title = "Quaggaedit"
    office.save_revision(clean=False)
    picture = ContentFile(b"", name="a.png")
    Image.new("RGB", (8, 8)).save(picture, "PNG")
    image = get_image_model().objects.create(title="Quaggaimage", file=picture, width=8, height=8)
    document = get_document_model().objects.create(
        title="Quaggadocument", file=ContentFile(b"a", name="a.pdf"), file_size=1
    )
    video = get_media_model().objects.create(
        title="Quaggavideo", file=ContentFile(b"a", name="a.mp4"), type="video", duration=1
    )
    alert = Alert.objects.create(
        title="Quaggaalert", locale=Locale.get_default(), starts_at=timezone.now(), live=False
    )
    alert.save_revision(clean=False)
    index = EventIndexPage.objects.get(locale__language_code="en")
    pages = [new, changed, page, index]
    return {
        r"/pages?/|/page-previews/|/partner-": [one.pk for one in pages],
        r"/images/": [image.pk],
        r"/documents/": [document.pk],
        r"/media/": [video.pk],
        r"alert": [alert.pk],
    }


def addresses(numbers):
    """Each address of the admin, and each that is about something once for each of it; with the search for a title."""
    plain = set(every_address(987654))
    found = {address for address in plain if "987654" not in address}
    for about, pks in numbers.items():
        for pk in pks:
            found |= {
                address
                for address in every_address(pk)
                if address not in found and re.search(about, address) and f"/{pk}" in address
            }
    ids = "&".join(f"id={pk}" for pks in numbers.values() for pk in pks)
    for address in sorted(found):
        # Of what the public reads nothing depends on the role.
        if "/logout" in address or not re.match(r"/(admin|documents|uploads|workspace|accounts)/", address):
            continue
        yield address
        if "chosen-multiple" in address:
            yield f"{address}?{ids}"
        elif LISTS.search(address):
            yield f"{address}?q=quagga&search=quagga"


def leaks(browser, name, found):
    cookies = browser.cookies.copy()
    for address in found:
        with transaction.atomic():
            answer = browser.get(address)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            transaction.set_rollback(True)
        browser.cookies = cookies.copy()
        words = content.decode(errors="replace")
        for marker, may in MARKERS.items():
            # What somebody typed may come back; the titles begin with a capital letter.
            if name not in may and marker in words:
                yield f"{name} {answer.status_code} {address}: {marker}"


@pytest.mark.parametrize("name", ASKED)
def test_nobody_reads_what_is_not_for_the_role(people, numbers, name):
    found = list(addresses(numbers))
    assert len(found) > 400
    seen = list(leaks(people[name], name, found))
    assert not seen, f"{len(seen)} leaks:\n" + "\n".join(seen)


def test_those_who_work_with_it_find_it(people, numbers):
    """The markers are there to be found: where a list shows something to its role, the test above looks at it."""
    client = people["approver"]
    for marker in ("Quagganew", "Quaggaorg", "Quaggapage"):
        answer = client.get("/admin/choose-page/search/", {"q": marker.lower()})
        assert marker in answer.text, marker
    index = EventIndexPage.objects.get(locale__language_code="en")
    assert "Quaggachange" in client.get(f"/admin/pages/{index.pk}/").text
    for address in ("/admin/images/chooser/", "/admin/documents/chooser/", "/admin/media/chooser/"):
        assert "Quagga" in people["editor"].get(address).text, address
