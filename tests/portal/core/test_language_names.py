"""Languages are named in the language of the screen where people work; readers are offered each by its own name."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from portal.core import language_names
from portal.models import HelpLine
from portal.workflow import approvals

pytestmark = pytest.mark.django_db

OWN_NAMES = ("Español", "Soomaali", "Hmoob")


def test_names_are_those_of_the_active_language():
    assert [name for _code, name in language_names.choices()] == ["English", "Spanish", "Somali", "Hmong"]
    assert "en" not in dict(language_names.choices(but_first=True))
    with override("es"):
        assert (
            language_names.name_of("es") == "Español"
            and str(Locale.objects.get(language_code="es")) == "Español"
        )
    assert str(Locale.objects.get(language_code="so")) == "Somali"
    assert language_names.name_of("zxx") == "zxx"


def test_no_screen_of_the_office_names_a_language_otherwise(signed_in, account):
    """The editor of translations, the lists and filters, and the sentences about who may approve."""
    spanish = Page.objects.get(locale__language_code="es", slug="wage-theft")
    translation = Translation.objects.get(
        source__object_id=spanish.translation_key, target_locale=spanish.locale
    )
    addresses = [
        f"/admin/pages/{spanish.pk}/edit/",
        f"/admin/translations/{translation.pk}/send/",
        "/admin/reports/hub/translations/",
        "/admin/reports/hub/unsigned/",
        reverse("translation_files"),
        "/admin/snippets/portal/helpline/",
        "/admin/snippets/home/searchwords/",
        "/admin/pages/",
    ]
    client = signed_in("coordinator")
    for address in addresses:
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        main = BeautifulSoup(answer.content, "html.parser").select_one("main")
        # What is written in that language says so; names of records hold such words, but are more than one word.
        for other in main.select("tbody a, [lang]:not([lang=en])"):
            if other.name != "option":
                other.decompose()
        said = {part.strip(" :()") for text in main.stripped_strings for part in text.split(",")}
        assert not said & set(OWN_NAMES), address
    heading = BeautifulSoup(client.get(addresses[0]).content, "html.parser").h1.get_text(" ", strip=True)
    assert heading.startswith("Translation of") and heading.endswith("into Spanish")
    line = HelpLine.objects.filter(locale__language_code="es").first()
    assert "Someone who reads Spanish must approve this." in approvals.language_blocker(
        account("editor"), line
    )


def test_members_choose_the_language_of_an_event_by_its_english_name(signed_in):
    shown = (
        signed_in("riverside")
        .get("/workspace/riverside-example-coalition/events/new/", follow=True)
        .content.decode()
    )
    options = [one.get_text() for one in BeautifulSoup(shown, "html.parser").select("#id_language option")]
    assert options == ["English", "Spanish", "Somali", "Hmong"]
