"""manage.py start_hub in a database that nobody has used: what it refuses, and what it makes of the answers."""

import io
import re
import sys

import pytest
import yaml
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management import CommandError
from django.test import TestCase
from wagtail.models import Page, Site, Workflow

from home.models import DefinitionPage
from portal.models import HelpLine, OfficeIdentity, SafetySettings
from tests.home import example_city
from tests.home.example_city import answers, publish_everything, settings_of_the_city, start
from tests.home.start_hub.commands import command, write_answers
from tests.live import published

pytestmark = [pytest.mark.one_database, pytest.mark.usefixtures("unused_database")]

CONTRACT = [
    "get-help",
    "definitions",
    "initiatives",
    "campaigns",
    "partners",
    "events",
    "videos",
    "resources",
    "request-accessible-format",
    "contact",
    "accessibility",
    "privacy",
    "stay-safe-online",
    "archive",
]


@settings_of_the_city
class TestInAnEmptyDatabase(TestCase):
    """What start_hub refuses, and what it makes of its answers."""

    @pytest.fixture(autouse=True)
    def files(self, tmp_path, monkeypatch, mailoutbox):
        self.folder, self.monkeypatch, self.mailoutbox = tmp_path, monkeypatch, mailoutbox
        self.answers_file = write_answers(tmp_path)

    def test_every_wrong_answer_is_named_at_once_and_nothing_is_made(self):
        wrong = answers() | {
            "city_name": "",
            "exit_url": "weather",
            "phones": [{"label": "TTY", "display": "202-555-0101", "kind": "tty"}],
            "languages": ["en", "es"],
            "coordinator": {"email": "nobody"},
            "colour": "blue",
            "office_name": "<b>Office</b>",
        }
        wrong["help_lines"] = [
            {"name": "Police", "kind": "law_enforcement", "display": "911", "in_strip": True}
        ]
        wrong["laws"] = [{"term": "Sex Trafficking", "quotation": "x"}]
        path = self.folder / "wrong.yaml"
        path.write_text(yaml.safe_dump(wrong))
        with pytest.raises(CommandError) as refused:
            command("--from", str(path))
        told = str(refused.value)
        for part in (
            "Nothing was made",
            "city_name: Fill this in.",
            "exit_url: Enter a full web address that begins with https:// or http://.",
            "phones: give at least one phone of the office that people can call.",
            "es is not switched on. Set LANGUAGES=en,es",
            "coordinator.email: Enter a full email address, such as name@example.org.",
            "colour: this is not asked.",
            "office_name: it must not contain < or >.",
            "help_lines 1: in_strip: Only emergency and confidential help lines may be shown in the help bar.",
            "laws 1: term:",
            "laws 1: citation: Fill this in.",
        ):
            assert part in told, part
        assert not get_user_model().objects.exists()

    def test_a_file_that_is_no_answers_is_refused_with_a_sentence(self):
        path = self.folder / "answers.yaml"
        for text in (
            "- just\n- a list",
            "name: [",
            "",
            "phones: 3\nlaws: x\ncoordinator: 1\ntranslations: []",
        ):
            path.write_text(text)
            with pytest.raises(CommandError):
                command("--from", str(path))
        with pytest.raises(CommandError, match="no-such-file.yaml cannot be read"):
            command("--from", "no-such-file.yaml")

    def test_without_a_terminal_and_without_a_file_it_says_how_to_answer(self):
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(""))
        with pytest.raises(CommandError, match="copy home/start_hub/starter/answers.yaml"):
            command()

    def test_a_law_stays_a_draft_until_somebody_compared_it_and_a_national_line_stands_for_one_of_the_place(
        self,
    ):
        laws = [{**answers()["laws"][0], "checked_on": None}]
        start(laws=laws, help_lines=[], languages=["en"], translations={})
        assert HelpLine.objects.get(locale__language_code="en", kind="confidential").in_strip
        page = DefinitionPage.objects.get(locale__language_code="en", slug="sex-trafficking")
        quoted = page.statutes[0].value
        assert (quoted["quotation"], quoted["wording"], quoted["jurisdiction"]) == (
            "Whoever commits sex-trafficking.",
            "statute",
            "Example State",
        )
        with pytest.raises(ValidationError, match="Say when the statute"):
            published(page)

    def test_what_is_printed_says_what_to_do_next_and_its_link_lets_the_coordinator_in_once(self):
        printed = command("--from", self.answers_file)
        for part in ("Nothing of it is public yet", "check each number", "manage.py doctor", "docs/adopt.md"):
            assert part in printed
        with pytest.raises(CommandError, match="The database is in use"):
            command("--from", self.answers_file)
        link = re.search(r"https://hub\.example-city\.example(/accounts/\S+)", printed)[1]
        form = self.client.get(link, follow=True)
        assert form.status_code == 200
        password = "meadow-lamp-seven-rivers"
        chosen = self.client.post(
            form.request["PATH_INFO"], {"password1": password, "password2": password}, follow=True
        )
        assert chosen.status_code == 200
        robin = get_user_model().objects.get(email="robin@example-city.example")
        assert robin.check_password(password)
        self.client.logout()
        entered = self.client.post("/accounts/login/", {"login": robin.email, "password": password})
        assert entered.status_code == 302
        assert self.client.get("/admin/").status_code == 200
        self.client.logout()
        again = self.client.get(link, follow=True)
        assert "password1" not in again.text
        assert not self.mailoutbox


@settings_of_the_city
class TestMadeHub(TestCase):
    """What start_hub has made, before anybody publishes it. It is made once for these tests."""

    @classmethod
    def setUpTestData(cls):
        cls.robin = start()

    def test_nothing_is_public_before_a_person_publishes_it(self):
        assert not Page.objects.filter(depth__gt=1, live=True).exists()
        for model in (HelpLine, OfficeIdentity, SafetySettings):
            assert model.objects.exists() and not model.objects.filter(live=True).exists()
        for address in ("/", "/fr/", "/get-help/", "/definitions/sex-trafficking/"):
            answer = self.client.get(address)
            assert answer.status_code == 503 and "tel:911" in answer.text
            # No number of the answers, which nobody has checked.
            assert set(re.findall(r'"tel:([^"]*)"', answer.text)) == {"911", "+18883737888"}

    def test_each_language_has_the_pages_whose_addresses_are_promised(self):
        for code in ("en", "fr"):
            home = (
                Site.objects.get(is_default_site=True)
                .root_page.get_translations(inclusive=True)
                .get(locale__language_code=code)
            )
            slugs = set(home.get_children().values_list("slug", flat=True))
            assert slugs == set(CONTRACT)
        site = Site.objects.get()
        assert (site.hostname, site.port) == ("hub.example-city.example", 443)

    def test_groups_and_review_are_there_and_the_coordinator_is_in_them(self):
        robin = self.robin
        assert {"Editors", "Translators", "Approvers", "Coordinators"} <= set(
            Group.objects.values_list("name", flat=True)
        )
        assert [group.name for group in robin.groups.all()] == ["Coordinators"]
        assert not robin.is_superuser
        assert Workflow.objects.filter(active=True).count() == 3
        assert Page.objects.get(slug="home").get_workflow() is not None

    def test_a_law_for_a_new_term_makes_a_page_for_it(self):
        page = DefinitionPage.objects.get(locale__language_code="en", slug="coerced-begging")
        assert page.title == "Coerced begging"
        assert page.publishing_errors()

    def test_each_draft_is_the_latest_revision_so_that_the_editor_opens_what_was_made(self):
        for page in example_city.pages():
            latest = page.get_latest_revision_as_object()
            assert (latest.title, latest.summary) == (page.title, page.summary)
            chosen = [[block["value"] for block in found.related_pages.raw_data] for found in (latest, page)]
            assert chosen[0] == chosen[1]

    def test_the_pages_that_are_not_about_a_law_can_be_published_as_they_are(self):
        failing = {page.slug for page in example_city.pages() if page.publishing_errors()}
        # A definition needs a source, which only the office can name.
        assert failing == {"human-trafficking", "coerced-begging"}

    def test_a_new_link_can_be_printed_and_only_for_an_account(self):
        robin = self.robin
        assert command("--link", robin.email.upper()).startswith(
            "https://hub.example-city.example/accounts/password/reset/key/"
        )
        with pytest.raises(CommandError, match="There is no active account"):
            command("--link", "nobody@example-city.example")

    def test_the_nearest_confidential_line_comes_first_and_stands_in_the_strip(self):
        lines = HelpLine.objects.filter(locale__language_code="en").order_by("order")
        assert [(line.name, line.in_strip) for line in lines] == [
            ("Emergency", True),
            ("Example Advocates", True),
            ("National Human Trafficking Hotline", False),
        ]

    def test_when_its_drafts_are_published_the_hub_is_open_and_its_pages_lead_to_those_of_their_language(
        self,
    ):
        publish_everything()
        home = self.client.get("/")
        assert home.status_code == 200
        for part in (
            "Free to Work",
            "Office of Public Safety",
            'href="tel:911"',
            'href="tel:+12025550123"',
            "202-555-0100",
        ):
            assert part in home.text
        french = self.client.get("/fr/")
        assert french.status_code == 200
        assert "Libre de travailler" in french.text
        exit_answer = self.client.get("/exit/")
        assert exit_answer["Location"] == "https://news.example/"
        card = self.client.get("/get-help/card/").text
        assert card.count("202-555-0123") >= 8
        page = DefinitionPage.objects.get(locale__language_code="fr", slug="labor-trafficking")
        related = [block["value"] for block in page.related_pages.raw_data]
        linked = re.findall(r'<a [^>]*\bid="(\d+)"', page.plain_words)
        assert related
        assert linked
        assert {found.locale.language_code for found in Page.objects.filter(pk__in=[*related, *linked])} == {
            "fr"
        }
