"""The real hub refuses to start without what keeps people safe; preparing it twice is quick."""

import json
import os
import re
import subprocess
import sys
import time

import pytest
from django.conf import settings

pytestmark = pytest.mark.one_database

SECRET = "an-example-that-is-long-enough-for-the-checks-0123456789"
WHOLE = {"SECRET_KEY": SECRET, "ALLOWED_HOSTS": "hub.example.org", "BASE_URL": "https://hub.example.org"}


def run(arguments, tmp_path, environment):
    """Python with arguments, in an environment of its own; returns the ended process."""
    own = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    own.update(VAR_DIR=str(tmp_path), **environment)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=own,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def production(tmp_path, **environment):
    return run(["-c", "import portal.settings.production"], tmp_path, environment)


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "only-for-tests-and-known-to-everybody-and-long-enough-for-it"}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"BASE_URL": ""}, "BASE_URL"),
        ({"BASE_URL": "http://hub.example.org"}, "BASE_URL"),
    ],
)
def test_the_real_hub_does_not_start_and_names_what_is_missing(tmp_path, changes, named):
    ended = production(tmp_path, **{**WHOLE, **changes})
    assert ended.returncode != 0
    assert (
        "The hub does not start, because settings are missing:" in ended.stderr
        and f"{named}: " in ended.stderr
    )
    for other in {"SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL"} - {named}:
        assert f"{other}: " not in ended.stderr
    assert SECRET not in ended.stderr + ended.stdout


def test_the_address_of_a_proxy_must_be_whole(tmp_path):
    ended = production(tmp_path, **WHOLE, CACHE_PROXIES="http://10.0.0.4:6082,10.0.0.5:6082")
    assert ended.returncode != 0 and "CACHE_PROXIES: write each address as http://host:port." in ended.stderr


def test_all_that_is_missing_is_named_at_once(tmp_path):
    ended = production(tmp_path)
    assert ended.returncode != 0
    assert all(f"{name}: " in ended.stderr for name in WHOLE)


def test_the_real_hub_starts_when_nothing_is_missing_and_is_safe_by_djangos_checks(tmp_path):
    environment = {"DJANGO_SETTINGS_MODULE": "portal.settings.production", **WHOLE}
    check = ["manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    # In English alone: the catalogues of the others are a machine's, and that is said of each.
    ended = run(check, tmp_path, {**environment, "LANGUAGES": "en"})
    assert ended.returncode == 0, ended.stderr
    ended = run(check, tmp_path, {**environment, "LANGUAGES": "en,so"})
    assert ended.stderr.count("(portal.W001) Nobody has signed the catalogue of Soomaali") == 1
    assert "identified 1 issue " in ended.stderr


def test_the_real_hub_refuses_the_demonstration(tmp_path):
    environment = {"DJANGO_SETTINGS_MODULE": "portal.settings.production", **WHOLE}
    ended = run(["manage.py", "load_demo", "--force"], tmp_path, environment)
    assert ended.returncode != 0 and "never loaded under production settings" in ended.stderr


def test_the_real_hub_shows_no_demonstration_notice_unless_it_is_asked_to(tmp_path):
    code = "import portal.settings.production as s; print(s.DEMONSTRATION_NOTICE, s.DEBUG, s.SECURE_SSL_REDIRECT)"
    assert run(["-c", code], tmp_path, WHOLE).stdout.split() == ["False", "False", "True"]


def test_headers_of_a_proxy_are_believed_only_when_there_is_one(tmp_path):
    code = "import portal.settings.production as s; print(hasattr(s, 'SECURE_PROXY_SSL_HEADER'), hasattr(s, 'ALLAUTH_TRUSTED_PROXY_COUNT'))"
    assert run(["-c", code], tmp_path, WHOLE).stdout.split() == ["False", "False"]
    assert run(["-c", code], tmp_path, {**WHOLE, "BEHIND_PROXY": "1"}).stdout.split() == ["True", "True"]


@pytest.mark.django_db
def test_a_hub_that_is_prepared_is_prepared_again_in_no_time(settings, tmp_path, capsys):
    from django.core.management import call_command

    settings.VAR_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    call_command("setup")
    assert (tmp_path / "static" / "portal").is_dir()
    assert "Collecting" in capsys.readouterr().out
    began = time.monotonic()
    call_command("setup")
    assert time.monotonic() - began < 3
    said = capsys.readouterr().out
    assert "Collecting" not in said and "Loading" not in said and "Preparing" not in said


@pytest.mark.django_db
def test_the_addresses_and_accounts_are_the_last_that_is_printed_with_a_new_password(
    settings, tmp_path, capsys, monkeypatch
):
    from django.core.management import call_command

    def load(*args, show_password, stdout, **options):
        stdout.write("Loading the demonstration …")
        show_password("a-new-password")

    def call(name, *args, **options):
        return load(*args, **options) if name == "load_demo" else call_command(name, *args, **options)

    settings.VAR_DIR, settings.STATIC_ROOT = tmp_path, tmp_path / "static"
    monkeypatch.setattr("portal.management.commands.setup.call_command", call)
    call_command("setup")
    before, rule, block = re.split("(?m)^(=+)$", capsys.readouterr().out, maxsplit=1)
    assert "Loading" in before and "a-new-password" not in before and "Sign in" not in before
    assert block.rstrip().endswith(rule) and "Their password: a-new-password (shown only now)" in block
    for line in ("The hub: ", "Sign in: ", "The admin: ", "Workspace: ", "  editor@example.org (Editors)"):
        assert f"\n{line}" in block, line


def languages(tmp_path, entries):
    """What Django is told when LANGUAGES in the environment says these entries, or what is said instead of starting."""
    program = "import json; from portal.settings import demo as s; print(json.dumps([s.LANGUAGES, s.LANGUAGES_BIDI]))"
    ended = run(["-c", program], tmp_path, {"LANGUAGES": entries} if entries else {})
    return json.loads(ended.stdout) if ended.returncode == 0 else ended.stderr


def test_the_hub_speaks_four_languages_unless_it_is_told_others(tmp_path):
    names, from_the_right = languages(tmp_path, "")
    assert names == [["en", "English"], ["es", "Español"], ["so", "Soomaali"], ["hmn", "Hmoob"]]
    assert from_the_right == []


def test_a_fifth_language_is_a_setting_whether_django_knows_it_or_not(tmp_path):
    names, from_the_right = languages(tmp_path, "es,en,ar, om:oromoo ,ps:پښتو:rtl")
    assert names == [
        ["en", "English"],
        ["es", "Español"],
        ["ar", "العربيّة"],
        ["om", "Oromoo"],
        ["ps", "پښتو"],
    ]
    assert from_the_right == ["ar", "ps"], "Arabic by Django's knowledge, Pashto because the setting says so."


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ("en,om", "LANGUAGES: om is not known. Write its own name after the code, such as om:Oromoo"),
        ("es,so", "LANGUAGES: en is missing."),
        ("en,om:Oromoo:up", "LANGUAGES: “om:Oromoo:up” cannot be read."),
        ("en,../x:X", "LANGUAGES: “../x:X” cannot be read."),
    ],
)
def test_languages_that_cannot_be_are_refused_in_a_sentence(entries, sentence, tmp_path):
    assert sentence in languages(tmp_path, entries)


def test_links_lead_to_the_port_on_which_the_hub_is_served(tmp_path):
    script = "from portal.settings import demo; print(demo.WAGTAILADMIN_BASE_URL)"
    addresses = [
        run(["-c", script], tmp_path, environment).stdout.strip()
        for environment in ({"PORT": "8149"}, {}, {"PORT": "8149", "BASE_URL": "https://hub.example.org"})
    ]
    assert addresses == ["http://127.0.0.1:8149", "http://127.0.0.1:8000", "https://hub.example.org"]


@pytest.mark.django_db
def test_pages_name_the_host_and_port_where_they_are_read(client, settings):
    from wagtail.models import Site

    from home.models import DefinitionPage
    from portal.management.commands.setup import set_site_address

    page = DefinitionPage.objects.live().filter(locale__language_code="en").first()
    body = client.get(page.url, headers={"host": "127.0.0.1:8149"}).content.decode()
    assert '"url": "http://127.0.0.1:8149/definitions/' in body and "http://localhost" not in body
    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8149"
    set_site_address()
    assert Site.objects.get().root_url == "http://127.0.0.1:8149"
    assert DefinitionPage.objects.get(pk=page.pk).full_url.startswith("http://127.0.0.1:8149/")


@pytest.mark.django_db
def test_of_two_who_prepare_the_hub_at_once_one_waits():
    import threading

    from portal.management.commands.setup import alone

    order, inside, leave = [], threading.Event(), threading.Event()

    def first():
        with alone():
            inside.set()
            leave.wait(10)
            order.append("first")

    def second():
        with alone():
            order.append("second")

    threads = [threading.Thread(target=first), threading.Thread(target=second)]
    threads[0].start()
    assert inside.wait(10)
    threads[1].start()
    threads[1].join(0.5)
    assert order == []
    leave.set()
    for thread in threads:
        thread.join(10)
    assert order == ["first", "second"]
