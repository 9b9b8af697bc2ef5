"""Reports of the admin: the right rows for the least account that may see them, filters, CSV, and nobody else."""

import csv
import datetime
import io
import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Page

from home.models import DefinitionPage, InformationPage
from portal.models import HelpLine, OfficeRedirect, ReviewSteps
from portal.reports.base import REPORTS as REPORTS_OF_ALL_APPS
from portal.site.archive import archived
from portal.workflow.models.snippets import reviewed_models
from tests.browser.admin_addresses import REPORT_NAMES
from tests.portal import dashboard_rows

pytestmark = pytest.mark.django_db

REPORTS = "/admin/reports/hub/"
OFFICE = {"editor", "approver", "coordinator"}
DECIDE = {"approver", "coordinator"}
MAY_OPEN = {
    "due": OFFICE | {"translator"},
    "translations": OFFICE | {"translator"},
    "unsigned": OFFICE | {"translator"},
    "questions": OFFICE | {"translator"},
    "without-steward": OFFICE,
    "sources": OFFICE,
    "waiting": DECIDE,
    "approvals": DECIDE,
    "sent": OFFICE | {"translator"},
    "partner-activity": DECIDE,
    "quality": OFFICE | {"translator"},
    "links": OFFICE,
    "searches-without-results": OFFICE,
    "images-without-data": OFFICE,
    "documents-without-data": OFFICE,
    "videos-without-data": OFFICE,
    "audit": {"coordinator"},
}
LONG_AGO = datetime.date(2020, 1, 1)


def rows(client, name, query=""):
    """The rows of a report's CSV: dicts of heading to cell."""
    response = client.get(f"{REPORTS}{name}/?{query}&export=csv")
    assert response.status_code == 200 and response["Content-Type"] == "text/csv"
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode())))


def titles(found):
    return [row.get("Title") or row["Page"] for row in found]


def test_no_report_is_left_out_here():
    hooks.search_for_hooks()  # Each app lists its reports in one.
    assert set(MAY_OPEN) == {view.name for view in REPORTS_OF_ALL_APPS} == set(REPORT_NAMES)


@pytest.mark.parametrize("name", MAY_OPEN)
def test_a_report_opens_for_its_roles_and_stands_in_their_menu_only(name, client, account):
    for who in ("editor", "translator", "approver", "coordinator", "riverside"):
        client.force_login(account(who))
        expected = 200 if who in MAY_OPEN[name] else 403 if who == "riverside" else 302
        for tail in ("", "results/", "?export=csv"):
            response = client.get(f"{REPORTS}{name}/{tail}")
            assert response.status_code == expected, (who, tail)
        if who != "riverside":
            in_menu = f'"{REPORTS}{name}/"' in client.get("/admin/").content.decode()
            assert in_menu == (expected == 200), who


def test_wagtails_reports_that_ours_replace_are_gone_from_the_menu(signed_in):
    html = signed_in("coordinator").get("/admin/").content.decode()
    for name in ("workflow", "workflow-tasks", "aging-pages", "page-types-usage"):
        assert f'"/admin/reports/{name}/"' not in html
    assert "/admin/reports/locked/" in html and "/admin/reports/site-history/" in html


class TestDue:
    @pytest.fixture
    def pages(self, account):
        """One page each: overdue, due soon, never reviewed, not due."""
        today = timezone.localdate()
        overdue, soon, never, fine = dashboard_rows.new_pages(4, steward=account("editor"))
        for page, reviewed in (
            (overdue, LONG_AGO),
            # Due on the first of the next month.
            (soon, today.replace(year=today.year - 1, day=1) + datetime.timedelta(days=35)),
            (never, None),
            (fine, today),
        ):
            InformationPage.objects.filter(pk=page.pk).update(last_reviewed=reviewed, review_interval=12)
        return overdue, soon, never, fine

    def test_an_editor_sees_what_is_overdue_due_soon_or_never_reviewed(self, pages, signed_in):
        overdue, soon, never, fine = pages
        client = signed_in("editor")
        assert {overdue.title, soon.title, never.title} <= set(titles(rows(client, "due")))
        assert fine.title not in titles(rows(client, "due"))
        for query, page in (("due=overdue", overdue), ("due=soon", soon), ("due=never", never)):
            found = set(titles(rows(client, "due", query))) & {page.title for page in pages}
            assert found == {page.title}, query
        row = next(row for row in rows(client, "due") if row["Title"] == overdue.title)
        assert row["Page owner"] == "Eden Editor" and row["Due"] == "2021-01-01"
        late = (timezone.localdate() - datetime.date(2021, 1, 1)).days
        assert row["Days overdue"] == str(late)
        html = client.get(f"{REPORTS}due/?due=overdue").content.decode()
        assert f"/admin/pages/{overdue.pk}/edit/" in html and "January 1, 2021" in html

    def test_it_says_the_same_as_the_page_itself(self, pages, signed_in):
        listed = set(titles(rows(signed_in("editor"), "due", "due=overdue")))
        pages = InformationPage.objects.live().exclude(archived())
        for page in pages:
            assert (page.title in listed) == page.is_review_overdue or page.title in {
                other.title for other in pages.exclude(pk=page.pk)
            }

    def test_it_is_narrowed_by_steward_type_and_language(self, pages, signed_in, account):
        client = signed_in("editor")
        other = account("coordinator")
        InformationPage.objects.filter(pk=pages[0].pk).update(steward=other)
        assert titles(rows(client, "due", f"steward={other.pk}&due=overdue")) == [pages[0].title]
        kind = ContentType.objects.get_for_model(InformationPage).pk
        found = rows(client, "due", f"content_type={kind}")
        assert {row["Type"] for row in found} == {"Information page"}
        assert {row["Language"] for row in rows(client, "due", "locale=es")} == {"Spanish"}

    def test_a_translator_sees_translations(self, pages, signed_in):
        assert {row["Language"] for row in rows(signed_in("translator"), "due")} == {
            "Spanish",
            "Somali",
            "Hmong",
        }


def test_pages_without_a_steward_or_with_one_who_left(signed_in, account):
    nobody, somebody, left = dashboard_rows.new_pages(3)
    InformationPage.objects.filter(pk=somebody.pk).update(steward=account("editor"))
    former = get_user_model().objects.create_user("former@example.org", is_active=False)
    InformationPage.objects.filter(pk=left.pk).update(steward=former)
    found = {row["Title"]: row["Former owner"] for row in rows(signed_in("editor"), "without-steward")}
    assert found[nobody.title] == "" and found[left.title] == "former@example.org"
    assert somebody.title not in found


def test_sources_and_statutes_not_checked_for_a_year(signed_in):
    page, fresh = dashboard_rows.new_pages(2)
    for record, day in ((page, "2020-01-01"), (fresh, timezone.localdate().isoformat())):
        source = {"title": f"Report of {record.title}", "url": "https://source.example/", "checked_on": day}
        record.sources = [("source", source)]
        InformationPage.objects.filter(pk=record.pk).update(sources=record.sources)
    law = DefinitionPage.objects.live().exclude(statutes=[]).order_by("pk").first()
    statutes = list(law.statutes.raw_data)
    statute = statutes[0]["value"]
    statute["checked_on"] = "2019-05-01"
    stream = law.statutes.stream_block.to_python(statutes)
    DefinitionPage.objects.filter(pk=law.pk).update(statutes=stream)

    client = signed_in("editor")
    found = [row for row in rows(client, "sources") if row["Page"] in (page.title, fresh.title)]
    assert [(row["Source or citation"], row["What"], row["Checked on"]) for row in found] == [
        (f"Report of {page.title}", "Source", "2020-01-01")
    ]
    statutes = rows(client, "sources", "kind=statute")
    assert {row["What"] for row in statutes} == {"Statute"}
    row = next(row for row in statutes if row["Checked on"] == "2019-05-01")
    assert (row["Page"], row["Source or citation"]) == (law.title, statute["citation"])
    assert row["Address"] == statute["url"]
    assert f'href="{statute["url"]}"' in client.get(f"{REPORTS}sources/?kind=statute").content.decode()


def test_translations_out_of_date_help_first_then_the_first_level(signed_in):
    line = HelpLine.objects.filter(locale__language_code="es").first()
    spanish = Page.objects.filter(locale__language_code="es", live=True)
    first, deep = spanish.get(slug="resources", depth=3), spanish.get(slug="grievance-procedure")
    for model, record in ((HelpLine, line), (Page, first), (Page, deep)):
        model.objects.filter(pk=record.pk).update(live=True, last_published_at="2020-01-01T00:00Z")
    client = signed_in("translator")
    found = rows(client, "translations")
    assert titles(found) == [line.name, first.title, deep.title]
    assert [row["Importance"] for row in found] == ["Help, alerts, definitions", "First level", "Other pages"]
    assert titles(rows(client, "translations", "importance=2")) == [first.title]
    assert len(rows(client, "translations", "locale=es")) == 3
    # What is no translation yet is no translation that is out of date.
    Page.objects.filter(pk=deep.pk).update(live=False)
    assert titles(rows(client, "translations", "importance=3")) == []


def test_translations_that_nobody_has_signed_until_somebody_does(signed_in):
    client, line = signed_in("translator"), HelpLine.objects.get(name="Day One", locale__language_code="so")
    found = rows(client, "unsigned")
    assert found[0]["Importance"] == "Help, alerts, definitions" and found[-1]["Importance"] == "Other pages"
    assert {row["Language"] for row in found} == {"Spanish", "Somali", "Hmong"}
    assert {row["Translated by"] for row in found} == {"a machine"}
    # Written here in Spanish: it translates nothing.
    assert "Conozca sus derechos en el trabajo" not in titles(found)
    lines = titles(rows(client, "unsigned", "locale=so&importance=1"))
    assert line.name in lines
    HelpLine.objects.filter(pk=line.pk).update(translation_signed_on="2026-11-26")
    assert titles(rows(client, "unsigned", "locale=so&importance=1")) == [
        title for title in lines if title != line.name
    ]


class TestApprovals:
    @pytest.fixture
    def pages(self, account):
        """Sent by the editor: one waits, one is to be changed, one was rejected for good; one is the approver's."""
        pages = dashboard_rows.pages(4)
        for page in pages[:3]:
            dashboard_rows.send(page, account("editor"))
        dashboard_rows.send(pages[3], account("approver"))
        dashboard_rows.request_changes(pages[1], account("approver"), "Name the source.")
        state = pages[2].current_workflow_task_state
        state.task.specific.on_action(state, account("approver2"), "decline", comment="Not for the public.")
        return pages

    def test_who_sent_who_decided_how_and_why(self, pages, signed_in, account):
        client = signed_in("approver")
        found = {row["Title"]: row for row in rows(client, "approvals")}
        decisions = [found[page.title]["Decision"] for page in pages]
        assert decisions == ["Waiting", "Changes requested", "Permanently rejected", "Waiting"]
        row = found[pages[1].title]
        assert (row["Sent by"], row["Decided by"], row["Reason"], row["Days waited"]) == (
            "Eden Editor",
            account("approver").get_full_name(),
            "Name the source.",
            "0",
        )
        assert row["Type"] == "Information page" and row["Decided"]
        assert titles(rows(client, "approvals", "decision=rejected"))[0] == pages[1].title
        own = rows(client, "approvals", f"sent_by={account('approver').pk}")
        assert titles(own) == [pages[3].title]

    def test_what_waits_for_me_is_what_i_may_decide(self, pages, signed_in):
        assert titles(rows(signed_in("approver"), "waiting")) == [pages[0].title]
        assert titles(rows(signed_in("approver2"), "waiting")) == [pages[0].title, pages[3].title]
        client = signed_in("approver")
        html = client.get(f"{REPORTS}waiting/").content.decode()
        link = re.search(r'href="(/admin/reviews/\d+/)"', html)[1]
        assert client.get(link).status_code == 200

    def test_what_i_sent_is_mine(self, pages, signed_in):
        found = rows(signed_in("editor"), "sent")
        assert set(titles(found)) == {page.title for page in pages[:3]}
        assert titles(rows(signed_in("editor"), "sent", "decision=in_progress")) == [pages[0].title]
        assert titles(rows(signed_in("approver"), "sent")) == [pages[3].title]

    def test_what_i_sent_says_where_each_stands_now(self, pages, signed_in, account):
        """After an approval, a request for changes that was met, a withdrawal; and at which of two steps it waits."""
        editor, approver = account("editor"), account("approver")
        withdrawn, approved, again, law = [
            *dashboard_rows.new_pages(3),
            DefinitionPage.objects.get(locale__language_code="en", slug="labor-trafficking"),
        ]
        for page in (withdrawn, approved, again):
            dashboard_rows.send(page, editor)
        withdrawn.current_workflow_state.cancel(user=editor)
        # Taken back and sent once more: only the last time is listed.
        approved.current_workflow_state.cancel(user=editor)
        dashboard_rows.send(approved, editor)
        dashboard_rows.approve(approved, approver)
        dashboard_rows.request_changes(again, approver, "Name the source.")
        again.current_workflow_state.resume(editor)
        steps = ReviewSteps.load()
        steps.legal_review = True
        steps.save()
        dashboard_rows.send(law, editor)
        lawyer = account("approver2")
        lawyer.groups.add(Group.objects.get(name="Legal reviewers"))
        dashboard_rows.approve(law, lawyer)
        client = signed_in("editor")
        found = rows(client, "sent")
        assert len(titles(found)) == len(set(titles(found))), "one row for each page"
        stands = {row["Title"]: (row["State"], row["Step"], row["Reason"]) for row in found}
        assert stands[withdrawn.title] == ("Withdrawn", "", "")
        assert stands[approved.title] == ("Approved", "", "")
        assert stands[again.title] == ("Waiting", "Approval by the office", "")
        assert stands[law.title] == ("Waiting", "Approval by the office", "")
        assert stands[pages[1].title] == ("Changes requested", "", "Name the source.")
        assert stands[pages[2].title] == ("Permanently rejected", "", "Not for the public.")
        html = client.get(f"{REPORTS}sent/").content.decode()
        for page in (withdrawn, approved, again, law):
            assert f'href="/admin/pages/{page.pk}/edit/"' in html

    def test_the_numbers_on_the_dashboard_are_those_of_the_lists_behind_them(self, pages, signed_in, account):
        """A request for changes that was met is none any more, and what is not decided was not rejected."""
        pages[1].current_workflow_state.resume(account("editor"))
        state = pages[2].workflow_states.get()
        assert state.status == "cancelled"
        client = signed_in("editor")
        soup = BeautifulSoup(client.get("/admin/").content, "html.parser")
        links = [link for link in soup.select("a.dashboard__link") if "reports/hub/sent/" in link["href"]]
        assert links
        for link in links:
            query = link["href"].partition("?")[2]
            assert len(rows(client, "sent", query)) == int(link.select_one(".dashboard__number").get_text())
        assert not any("needs_changes" in link["href"] for link in links)

    @pytest.mark.parametrize("model", reviewed_models(), ids=lambda model: model.__name__)
    def test_they_open_whatever_is_in_review(self, model, pages, signed_in, account):
        """Redirects, search synonyms and the safety settings are in no language."""
        coordinator = account("coordinator")
        record = model.objects.first() or OfficeRedirect.objects.create(
            old_path="/old", redirect_link="https://example.org/", live=False
        )
        record.save_revision(user=coordinator)
        record.get_workflow().start(record, coordinator)
        for who, names in (("approver", ("waiting", "approvals")), ("coordinator", ("sent", "approvals"))):
            for name in names:
                for tail in ("", "?export=csv"):
                    answer = signed_in(who).get(f"{REPORTS}{name}/{tail}")
                    assert answer.status_code == 200, (who, name, tail)
                    body = answer.getvalue() if answer.streaming else answer.content
                    assert str(record)[:20].encode() in body or not tail

    def test_a_review_that_ended_by_itself_was_not_withdrawn(self, pages, signed_in):
        pages[0].current_workflow_state.cancel()
        found = {row["Title"]: row["State"] for row in rows(signed_in("editor"), "sent")}
        assert found[pages[0].title] == "Ended without a decision"

    def test_what_was_approved_for_later_says_when(self, pages, signed_in, account):
        moment = timezone.now() + datetime.timedelta(days=3)
        page = dashboard_rows.new_pages(1)[0]
        page.go_live_at = moment
        dashboard_rows.send(page, account("editor"), "Planned")
        dashboard_rows.approve(page, account("approver"))
        found = {row["Title"]: row["State"] for row in rows(signed_in("editor"), "sent")}
        assert found["Planned"].startswith("Approved. It becomes public at the planned time: ")


class TestFiles:
    @pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", " ="])
    def test_no_cell_is_a_formula(self, sign, signed_in):
        page = dashboard_rows.new_pages(1)[0]
        title = f'{sign}HYPERLINK("https://evil.example/")'
        Page.objects.filter(pk=page.pk).update(title=title)
        assert f"'{title}" in titles(rows(signed_in("editor"), "due", "due=never"))

    def test_wagtails_own_exports_are_as_safe_and_there_is_no_other_format(self, signed_in):
        client = signed_in("coordinator")
        dashboard_rows.format_request(page_path="=1+1")
        response = client.get("/admin/format-requests/?export=csv")
        assert "'=1+1" in b"".join(response.streaming_content).decode()
        for address in ("/admin/format-requests/", "/admin/reports/site-history/", f"{REPORTS}due/"):
            html = client.get(address).content.decode()
            assert "Download CSV" in html and "XLSX" not in html, address
            assert client.get(f"{address}?export=xlsx")["Content-Type"].startswith("text/html")


def test_reports_cost_the_same_however_many_rows_there_are(signed_in, account):
    """A page of a report shows at most 50 rows."""
    client, editor = signed_in("coordinator"), account("editor")
    made = dashboard_rows.new_pages(40)

    def add(pages):
        for page in pages:
            dashboard_rows.send(page, editor)
            page.sources = [("source", {"title": "Old", "checked_on": "2020-01-01"})]
            InformationPage.objects.filter(pk=page.pk).update(
                sources=page.sources, last_reviewed=LONG_AGO, steward=None, review_interval=6
            )
        spanish = Page.objects.filter(locale__language_code="es", live=True).values("pk")[: 2 * len(pages)]
        Page.objects.filter(pk__in=list(spanish.values_list("pk", flat=True))).update(
            last_published_at="2020-01-01T00:00Z"
        )

    def costs():
        found = {}
        # The trail grows by being looked at.
        for name in MAY_OPEN.keys() - {"audit"}:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"{REPORTS}{name}/results/").status_code == 200
            found[name] = len(queries)
        return found

    add(made[:10])
    costs()
    few = costs()
    add(made[10:])
    assert costs() == few
    # One query for each type of page that has sources, or may be signed.
    assert not {name: cost for name, cost in few.items() if cost > 25 and name not in ("sources", "unsigned")}
    assert few["sources"] <= 40, few
