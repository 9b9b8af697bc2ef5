"""Wagtail's and Django's own texts in plain words: each stands for a text that the library still has, with the same placeholders."""

import re
from pathlib import Path

import django
import polib
import pytest
import wagtail
import wagtailmedia
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import Permission
from django.utils.translation import gettext, ngettext, override
from wagtail.models import Collection

from portal.models import Alert
from tests.tools.catalogue import LIBRARIES, source_strings

FOLDER = Path(settings.LOCALE_PATHS[1])
LANGUAGES = sorted(folder.name for folder in FOLDER.iterdir())
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]+\}")


def catalogue(language):
    return polib.pofile(str(FOLDER / language / "LC_MESSAGES" / "django.po"))


@pytest.fixture(scope="module")
def of_the_libraries():
    """The texts of the libraries, by their msgid."""
    files = [Path(django.__file__).parent / "conf/locale/en/LC_MESSAGES/django.po"]
    for library in (wagtail, wagtailmedia):
        files += Path(library.__file__).parent.rglob("locale/en/LC_MESSAGES/django.po")
    return {entry.msgid: entry.msgid_plural for file in files for entry in polib.pofile(str(file))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_text_is_one_of_a_library(language, of_the_libraries):
    for entry in catalogue(language):
        assert entry.msgid in of_the_libraries, entry.msgid
        assert entry.msgid_plural == of_the_libraries[entry.msgid], entry.msgid


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_asks_for_a_value_that_the_library_does_not_give(language):
    for entry in catalogue(language):
        forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        for form in forms:
            assert form and not entry.fuzzy, entry.msgid
            assert set(PLACEHOLDER.findall(form)) <= set(PLACEHOLDER.findall(entry.msgid)), entry.msgid


def test_both_languages_of_the_office_have_them():
    english, spanish = ({entry.msgid for entry in catalogue(language)} for language in ("en", "es"))
    ours = {entry.msgid for entry in polib.pofile(str(settings.LOCALE_PATHS[0] / "es/LC_MESSAGES/django.po"))}
    assert english <= spanish | ours and spanish <= english


def test_no_text_of_the_hub_is_changed():
    texts = {
        text
        for (_context, text), source in source_strings().items()
        if not set(source.files) <= set(LIBRARIES)
    }
    assert not texts & {entry.msgid for entry in catalogue("en")}


def test_they_are_what_people_read():
    with override("en"):
        assert gettext("In Moderation") == "In review"
        assert gettext("This field is required.") == "Fill this in."
        many = "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d)."
        assert ngettext(many.replace("characters", "character"), many, 2).startswith("Write at most")
    with override("es"):
        assert gettext("In Moderation") == "En revisión"


EMPTY_LISTS = [
    ("/admin/documents/", "There are no documents yet."),
    ("/admin/images/?collection_id={collection}", "There are no images in this collection."),
    ("/admin/snippets/portal/alert/", "There are no alerts yet. Add the first one ."),
    ("/admin/documents/?q=nonsense", "No document was found for “ nonsense ”."),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "said"), EMPTY_LISTS, ids=[row[0] for row in EMPTY_LISTS])
def test_an_empty_list_says_so_and_leads_only_to_what_the_person_may_do(signed_in, address, said):
    Alert.objects.all().delete()
    collection = Collection.get_first_root_node().add_child(name="Empty")
    client = signed_in("editor")
    text, links = main_part(client, address.format(collection=collection.pk))
    assert said in text and "Why not" not in text and "Sorry" not in text, text
    for link in links:
        assert client.get(link).status_code == 200, link


@pytest.mark.django_db
def test_who_may_not_add_is_not_invited_to(client, django_user_model):
    Alert.objects.all().delete()
    reader = django_user_model.objects.create_user("reader@example.org", "river-stone-lantern-42")
    for name in ("access_admin", "view_alert"):
        reader.user_permissions.add(Permission.objects.get(codename=name))
    client.force_login(reader)
    text, links = main_part(client, "/admin/snippets/portal/alert/")
    assert "There are no alerts yet." in text and "Add" not in text and not links, text


def main_part(client, address):
    """What a page of the admin says, and where it offers to add something."""
    main = BeautifulSoup(client.get(address).content, "html.parser").select_one("main")
    links = [link["href"] for link in main.select("a[href]") if "/add/" in link["href"]]
    return " ".join(main.get_text(" ").split()), links
