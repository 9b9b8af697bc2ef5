"""Loading the demonstration: the same each time, all of it or nothing, and never over a hub in use."""

import shutil

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from wagtail.models import Page

from home import demo_loader
from home.page_files import ContentError
from portal.models import HelpLine, OfficeIdentity, SafetySettings

pytestmark = pytest.mark.django_db


def contents():
    """What the demonstration consists of, without numbers of rows and moments."""
    pages = Page.objects.filter(depth__gt=1).order_by("path").select_related("locale")
    return {
        "pages": [(page.locale.language_code, page.url_path, page.title, page.live) for page in pages],
        "lines": sorted(
            HelpLine.objects.values_list("locale__language_code", "order", "name", "phone", "enabled")
        ),
        "offices": sorted(OfficeIdentity.objects.values_list("locale__language_code", "office_name")),
        "exit": list(SafetySettings.objects.values_list("exit_url", flat=True)),
        "accounts": sorted(
            (user.email, *user.groups.values_list("name", flat=True))
            for user in get_user_model().objects.all()
        ),
    }


def test_a_hub_in_use_is_left_as_it_is():
    before = contents()
    with pytest.raises(CommandError, match="The database is in use"):
        call_command("load_demo")
    call_command("load_demo", "--if-empty")
    assert contents() == before


@pytest.mark.slow
def test_loading_it_again_makes_the_same_and_keeps_passwords_but_drops_what_was_added(committed):
    before = contents()
    user = get_user_model().objects.get(email="editor@example.org")
    user.set_password("a-password-of-my-own-4")
    user.save()
    page = Page.objects.get(locale__language_code="en", slug="privacy").specific
    page.title = "Changed"
    page.save_revision().publish()
    with committed():
        call_command("load_demo", "--force", verbosity=0)
    assert contents() == before
    user.refresh_from_db()
    assert user.check_password("a-password-of-my-own-4")


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("pages/en/privacy.yaml", "title: [", "privacy.yaml"),
        ("pages/en/privacy.yaml", "type: NoSuchPage\ntitle: Privacy\n", "privacy"),
        (
            "pages/en/privacy.yaml",
            "type: InformationPage\ntitle: Privacy\nsummary: S\nnonsense: 1\n",
            "nonsense",
        ),
    ],
)
@pytest.mark.slow
def test_a_file_that_cannot_be_read_is_named_and_nothing_is_loaded(
    monkeypatch, tmp_path, file, content, message
):
    broken = tmp_path / "demo"
    shutil.copytree(demo_loader.FOLDER, broken)
    (broken / file).write_text(content)
    monkeypatch.setattr(demo_loader, "FOLDER", broken)
    before = contents()
    with pytest.raises(ContentError, match=message):
        call_command("load_demo", "--force", verbosity=0)
    assert contents() == before


def test_a_real_hub_never_loads_it(settings):
    settings.DEMO_ALLOWED = False
    before = contents()
    for options in ([], ["--force"], ["--if-empty"]):
        with pytest.raises(CommandError, match="never loaded under production settings"):
            call_command("load_demo", *options)
    assert contents() == before


def test_the_demo_accounts_are_those_that_are_promised(account):
    roles = {
        "coordinator": "Coordinators",
        "approver": "Approvers",
        "approver2": "Approvers",
        "editor": "Editors",
        "translator": "Translators",
    }
    for name, group in roles.items():
        user = account(name)
        assert user.groups.get().name == group and user.check_password("river-stone-lantern-42")
        assert not user.is_superuser
    assert not get_user_model().objects.filter(is_superuser=True).exists()


def test_every_page_of_the_demonstration_is_ready_for_the_public():
    for page in Page.objects.live().filter(depth__gt=1).specific():
        assert page.publish_failures() == [], page.url_path
        page.full_clean()


def test_the_addresses_that_are_promised_exist_in_every_language():
    slugs = {
        "get-help",
        "definitions",
        "initiatives",
        "campaigns",
        "videos",
        "resources",
        "request-accessible-format",
        "contact",
        "accessibility",
        "privacy",
        "stay-safe-online",
    }
    for language in ("en", "es"):
        pages = Page.objects.live().filter(depth=3, locale__language_code=language)
        assert slugs <= set(pages.values_list("slug", flat=True)), language


def test_a_translation_has_the_same_slugs_as_the_original():
    for page in Page.objects.live().filter(depth__gt=2, locale__language_code="es"):
        assert page.get_translations().get(locale__language_code="en").slug == page.slug


def test_what_a_machine_translated_is_marked_and_what_was_written_here_is_not():
    for page in Page.objects.live().filter(depth__gt=1).specific().select_related("locale"):
        assert page.translation_draft == (page.locale.language_code == "es"), page.url_path
