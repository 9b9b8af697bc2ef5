"""manage.py start_hub: a city opens a hub of its own, from its answers alone. What it makes: test_made_hub.py."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from wagtail.models import Page

from home.models import DefinitionPage
from home.start_hub.answers import AnswerError, ask, checked, number_of
from home.start_hub.services import FOLDER
from portal.models import HubPage
from portal.settings.languages import languages
from tests.home.example_city import settings_of_the_city
from tests.home.start_hub.commands import command, write_answers

pytestmark = pytest.mark.one_database

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def example_city_settings():
    with settings_of_the_city:
        yield


@pytest.fixture
def answers_file(tmp_path):
    return write_answers(tmp_path)


# --- Before anything is made ------------------------------------------------------------------------------------
def test_a_used_database_is_refused_and_left_as_it_is(db, answers_file):
    before = Page.objects.count()
    with pytest.raises(CommandError, match="The database is in use"):
        command("--from", answers_file)
    assert Page.objects.count() == before


def test_without_tables_the_operator_is_told_to_run_setup(tmp_path):
    environment = {
        **{name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")},
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "x1" * 30,
        "ALLOWED_HOSTS": "hub.example.org",
        "BASE_URL": "https://hub.example.org",
    }
    ended = subprocess.run(
        [sys.executable, "manage.py", "start_hub", "--from", "home/start_hub/starter/answers.yaml"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ended.returncode == 1
    assert ended.stderr.startswith(
        "CommandError: The database has no tables yet, or old ones. Run manage.py setup first."
    )


def test_the_questions_are_asked_again_until_their_answers_can_be_used(example_city_settings):
    given = {
        "Name of the hub": [""],
        "City, as it calls itself": ["", "Example City"],
        "Office that runs": ["Office of Public Safety"],
        "State": ["Example State"],
        "Address": ["1 Main Street / Example City"],
        "Office hours": [""],
        "Email address of the office": [""],
        "The city's own page": ["https://example-city.example/"],
        "ADA coordinator": [""],
        "Where “Leave this site” leads": [""],
        "Emergency number": [""],
        "Phone of the office": ["call us", "202-555-0100"],
        "Languages": ["es", "en fr"],
        "Email address of the first coordinator": ["robin", "robin@example-city.example"],
        "First name": ["Robin"],
        "Last name": [""],
    }
    said = []

    def read(question):
        return next(replies for name, replies in given.items() if question.startswith(name)).pop(0)

    found = checked(ask(read, said.append))
    assert not any(given.values())
    assert found["site_name"] == "Human Trafficking Prevention"
    assert found["address"] == "1 Main Street\nExample City"
    assert found["phones"] == [
        {"label": "City information", "display": "202-555-0100", "number": "+12025550100"}
    ]
    assert found["languages"] == ["en", "fr"]
    assert found["emergency_number"] == "911"
    assert "  Fill this in." in said


def test_the_example_of_answers_can_be_used_as_it_is(db):
    assert checked(yaml.safe_load((FOLDER / "answers.yaml").read_text()))["languages"] == ["en", "es"]


@pytest.mark.parametrize(
    ("display", "number"),
    [
        ("202-555-0100", "+12025550100"),
        ("1-202-555-0100", "+12025550100"),
        ("311", "311"),
        ("+44 20 7946 0000", "+442079460000"),
    ],
)
def test_a_number_is_dialled_as_it_is_read(display, number):
    assert number_of(display) == number


def test_languages_come_from_codes_with_their_own_names():
    assert languages(["fr", "en"]) == [("en", "English"), ("fr", "Français")]
    with pytest.raises(ImproperlyConfigured, match="en is missing"):
        languages(["fr"])
    with pytest.raises(ImproperlyConfigured, match="xx is not known"):
        languages(["en", "xx"])


def test_answers_that_make_no_hub_raise_a_sentence(example_city_settings):
    with pytest.raises(AnswerError, match="as home/start_hub/starter/answers.yaml shows it"):
        checked(["a"])


def test_the_starting_texts_are_pages_of_the_hub_and_name_no_place():
    named = re.compile("Minneapolis|Minnesota|Hennepin|612|Chicago|Day One|Minn\\.", re.IGNORECASE)
    for path in FOLDER.rglob("*.yaml"):
        assert not named.search(path.read_text()), path
    assert issubclass(DefinitionPage, HubPage)
