"""Exports are in the audit trail, it can be exported itself, and nothing of visitors is in it."""

import json

import pytest
from django.core.management import CommandError
from django.urls import reverse
from wagtail_localize.models import TranslationSource

from home.models import DefinitionPage, FormatRequest
from tests.conftest import DEMO_PASSWORD
from tests.portal.audit.entries import export, only, sign_in


@pytest.mark.django_db
class TestExports:
    def test_a_list_as_a_file(self, signed_in, account, new):
        answer = signed_in("coordinator").get(reverse("format_requests:index") + "?export=csv")
        assert b"".join(answer.streaming_content)
        entry = only(new("export"))
        assert (entry.person, entry.data) == (account("coordinator").pk, {"view": "format_requests:index"})

    def test_a_report_and_the_texts_of_a_translation(self, signed_in, account, new):
        client = signed_in("coordinator")
        assert client.get("/admin/reports/hub/due/?export=csv").status_code == 200
        page = DefinitionPage.objects.live().filter(locale__language_code="en").first()
        source, _made = TranslationSource.get_or_create_from_instance(page)
        translation = source.translations.get(target_locale__language_code="es")
        address = reverse("wagtail_localize:download_pofile", args=[translation.pk])
        assert client.get(address).status_code == 200
        assert [entry.data["view"] for entry in new("export")] == [
            "hub_reports:due",
            "hub_localize:download_pofile",
        ]

    def test_a_page_is_no_export(self, signed_in, new):
        signed_in("coordinator").get(reverse("format_requests:index"))
        assert not new("export")

    def test_the_trail_itself(self, signed_in, account, new):
        client = signed_in("coordinator")
        assert client.get(reverse("hub_reports:audit")).status_code == 200
        answer = client.get(reverse("hub_reports:audit") + "?export=jsonl&action=sign-in")
        rows = [json.loads(line) for line in b"".join(answer.streaming_content).decode().splitlines()]
        assert {row["action"] for row in rows} == {"sign-in"}
        assert rows[-1]["person"] == account("coordinator").pk
        assert only(new("export")).data == {"view": "hub_reports:audit"}

    @pytest.mark.parametrize("name", ["editor", "translator", "approver", "riverside"])
    def test_others_may_not_read_it(self, signed_in, name):
        client = signed_in(name)
        for address in ("hub_reports:audit", "hub_reports:audit_results"):
            assert client.get(reverse(address)).status_code in (302, 403)
        assert client.get(reverse("hub_reports:audit") + "?export=jsonl").status_code in (302, 403)

    def test_every_line_of_the_command_parses_and_follows_the_one_before(self, client, account):
        sign_in(client, "editor@example.org", DEMO_PASSWORD)
        rows = [json.loads(line) for line in export().splitlines()]
        assert rows[-1]["action"] == "export"
        chain = sorted((row["seal"] for row in rows), key=lambda seal: seal["number"])
        assert [seal["number"] for seal in chain] == list(range(1, len(chain) + 1))
        assert all(
            later["previous"] == before["digest"] for before, later in zip(chain, chain[1:], strict=False)
        )
        assert export(since="2999-01-01") == ""

    def test_a_date_that_is_none_is_said(self):
        with pytest.raises(CommandError, match="year-month-day"):
            export(since="yesterday")


@pytest.mark.django_db
def test_nothing_of_a_visitor_is_in_it(client, new):
    """A request for a format, a search, a page that is not there, a reader with an account's address in the form."""
    typed = {
        "need": "The page on wage theft in large print, for Ayaan",
        "answer_by": "email",
        "contact": "ayaan@example.net",
        "safe": "yes",
        "page_path": "/definitions/",
        "website": "",
    }
    assert client.post("/request-accessible-format/", typed).status_code == 302
    client.get("/search/?q=where+can+i+hide")
    client.get("/nothing-here/")
    assert FormatRequest.objects.latest("pk").contact == typed["contact"]
    assert new() == []
    text = export()
    for personal in ("Ayaan", "ayaan@", "wage theft", "hide", "nothing-here", "127.0.0.1"):
        assert personal not in text
