"""The admin's home page: what waits for each role, with a count and a link to where the work is done."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from home.models import DefinitionPage, InformationPage
from partners.models import JoinRequest
from portal.dashboard import items as dashboard
from portal.dashboard.home import DashboardPanel
from portal.models import Deputy, HelpLine, ReviewSteps
from portal.workflow.groups import EDITORS, LEGAL_REVIEWERS
from tests.portal import dashboard_rows

pytestmark = pytest.mark.django_db

# How many queries the dashboard of a coordinator, who sees most, may cost, whatever waits.
QUERIES = 38
REASON = "Take the number from the help lines."


@pytest.fixture
def the_dashboard(signed_in):
    """The dashboard that an account sees: the_dashboard("editor") → its part of the page."""

    def read(name):
        html = signed_in(name).get("/admin/").content.decode()
        return BeautifulSoup(html, "html.parser").select_one("#dashboard")

    return read


@pytest.fixture
def everything(account):
    """Something of every kind: two changes of the editor's, one asked to be changed; one of the approver's."""
    pages = dashboard_rows.pages(4)
    for page in pages[:2]:
        dashboard_rows.send(page, account("editor"))
    dashboard_rows.request_changes(pages[0], account("approver"), REASON)
    dashboard_rows.send(pages[2], account("approver"))
    dashboard_rows.alert()
    dashboard_rows.format_request(
        answer_due=timezone.localdate() - datetime.timedelta(days=1), assignee=account("coordinator")
    )
    dashboard_rows.format_request()
    return pages


def words(part):
    return " ".join(part.get_text(" ").split())


def count(part, label):
    """The item of the dashboard with this label, or None."""
    return next((item for item in part.select(".dashboard__count") if label in words(item)), None)


def number(part, label):
    item = count(part, label)
    return int(item.select_one(".dashboard__number").get_text()) if item else 0


class TestEditor:
    def test_sees_changes_asked_for_with_the_reason_and_what_was_sent(self, everything, the_dashboard):
        part = the_dashboard("editor")
        asked = count(part, "change requested from you")
        assert everything[0].title in words(asked) and REASON in words(asked) and "Approver" in words(asked)
        assert f"/admin/pages/{everything[0].pk}/edit/" in str(asked)
        sent = count(part, "page you sent is waiting for a decision")
        assert everything[1].title in words(sent) and "In review since" in words(sent)
        assert everything[2].title not in words(sent) + words(asked)

    def test_sees_neither_decisions_nor_requests_of_readers(self, everything, the_dashboard):
        text = words(the_dashboard("editor"))
        for foreign in ("are waiting for your decision", "accessible-format", "partner submissions"):
            assert foreign not in text

    def test_is_reminded_of_own_pages_only(self, the_dashboard, account):
        InformationPage.objects.update(steward=account("coordinator"))
        before = number(the_dashboard("editor"), "past their review date")
        page = dashboard_rows.pages(1)[0]
        InformationPage.objects.filter(pk=page.pk).update(
            steward=account("editor"), last_reviewed=datetime.date(2020, 1, 1), review_interval=6
        )
        part = the_dashboard("editor")
        assert number(part, "past their review date") == before + 1
        assert page.title in words(count(part, "past their review date"))


class TestApprover:
    def test_decides_about_what_others_changed_last(self, everything, the_dashboard):
        part = the_dashboard("approver")
        text = words(count(part, "review is waiting for your decision"))
        assert everything[1].title in text and everything[2].title not in text
        assert "Sent by Eden Editor" in text

    def test_own_change_of_what_somebody_sent_leaves_it_to_others(self, everything, the_dashboard, account):
        everything[1].save_revision(user=account("approver"), clean=False)
        assert count(the_dashboard("approver"), "your decision") is None
        assert number(the_dashboard("approver2"), "are waiting for your decision") == 2

    def test_sees_what_partners_sent_with_urgent_ones(self, the_dashboard):
        part = the_dashboard("approver")
        submissions = count(part, "partner submissions are waiting")
        assert submissions.select_one("a.dashboard__link")["href"] == "/admin/partner-submissions/"
        assert "1 urgent" in words(submissions)

    def test_too_few_approvers_is_a_warning(self, the_dashboard, account):
        assert "Only one person can approve" not in words(the_dashboard("approver"))
        names = ["approver2@example.org", "coordinator@example.org"]
        get_user_model().objects.filter(email__in=names).update(is_active=False)
        assert "Only one person can approve" in words(the_dashboard("approver"))
        assert "Only one person can approve" not in words(the_dashboard("editor"))


class TestOthersWhoDecide:
    def test_a_deputy_decides_on_the_own_days(self, account, the_dashboard, client):
        page = dashboard_rows.send(dashboard_rows.pages(1)[0], account("approver"))
        assert "your decision" not in words(the_dashboard("editor"))
        today = timezone.localdate()
        Deputy.objects.create(user=account("editor"), starts_on=today, ends_on=today)
        item = count(the_dashboard("editor"), "review is waiting for your decision")
        assert page.title in words(item)
        for link in item.select("a"):
            assert client.get(link["href"]).status_code == 200, link

    def test_who_only_reads_for_the_law_sees_what_waits_for_it(self, account, client):
        ReviewSteps.objects.update_or_create(defaults={"legal_review": True})
        reader = get_user_model().objects.create_user("law@example.org", "river-stone-lantern-42")
        reader.groups.add(Group.objects.get(name=LEGAL_REVIEWERS))
        law = DefinitionPage.objects.live().exclude(statutes=[]).order_by("pk").first()
        dashboard_rows.send(law, account("editor"))
        client.force_login(reader)
        part = BeautifulSoup(client.get("/admin/").content.decode(), "html.parser").select_one("#dashboard")
        links = [link["href"] for link in part.select("a")]
        assert law.title in words(part) and len(links) == 2
        for link in links:
            assert client.get(link).status_code == 200, link


class TestTranslator:
    def test_sees_translations_out_of_date_help_first(self, the_dashboard):
        assert count(the_dashboard("translator"), "out of date") is None
        page = Page.objects.filter(locale__language_code="es", live=True, depth=4).first()
        Page.objects.filter(pk=page.pk).update(last_published_at="2020-01-01T00:00Z")
        line = HelpLine.objects.filter(locale__language_code="es").first()
        original = HelpLine.objects.filter(translation_key=line.translation_key, locale__language_code="en")
        HelpLine.objects.filter(pk=line.pk).update(live=True, last_published_at="2020-01-01T00:00Z")
        # Older than the translations into other languages.
        original.update(live=True, last_published_at="2020-01-02T00:00Z")
        found = count(the_dashboard("translator"), "translations are out of date")
        # The page, and the line in this one language.
        assert number(found.parent, "out of date") == 2
        titles = [words(title) for title in found.select(".dashboard__title")]
        assert titles == [line.name, page.title]

    def test_in_the_own_language_only(self, the_dashboard, account, settings):
        page = Page.objects.filter(locale__language_code="es", live=True, depth=4).first()
        Page.objects.filter(pk=page.pk).update(last_published_at="2020-01-01T00:00Z")
        translator = account("translator")
        for language, seen in (("es", 1), ("so", 0), ("", 1)):
            get_user_model().objects.filter(pk=translator.pk).update(language=language)
            assert number(the_dashboard("translator"), "out of date") == seen, language


class TestCoordinator:
    def test_sees_requests_alerts_and_every_overdue_page(self, everything, the_dashboard, account):
        InformationPage.objects.filter(pk=everything[3].pk).update(
            steward=account("coordinator"), last_reviewed=datetime.date(2020, 1, 1), review_interval=6
        )
        JoinRequest.objects.create(organisation_name="New Helpers", contact_email="new@example.org")
        HelpLine.objects.filter(locale__language_code="en").update(verified_on=timezone.localdate())
        line = HelpLine.objects.filter(locale__language_code="en", live=True, enabled=True).first()
        HelpLine.objects.filter(pk=line.pk).update(verified_on=datetime.date(2020, 1, 1))
        part = the_dashboard("coordinator")
        assert number(part, "asks to join") == 1
        assert line.name in words(count(part, "help line to check"))
        assert "help line to check" not in words(the_dashboard("editor"))
        requests = count(part, "accessible-format requests to answer")
        assert number(part, "accessible-format requests to answer") == 2
        assert "1 overdue" in words(requests) and "yours: 1" in words(requests)
        assert "The office is closed today" in words(count(part, "alert is shown to readers"))
        assert "yours: 1" in words(count(part, "past their review date"))


@pytest.mark.parametrize("name", ["editor", "translator", "approver", "coordinator"])
def test_whoever_reads_a_desk_can_open_all_that_lies_on_it(name, everything, the_dashboard, client):
    links = [link["href"] for link in the_dashboard(name).select("a")]
    assert links or name == "translator"
    for link in links:
        # The dashboard's client is signed in.
        assert client.get(link).status_code == 200, link


@pytest.mark.parametrize("name", ["editor", "approver", "coordinator"])
def test_a_number_is_the_length_of_the_list_behind_it(name, everything, the_dashboard, client):
    for item in the_dashboard(name).select(".dashboard__count"):
        if item.select_one("a.dashboard__link") is None:
            continue
        link = item.select_one("a.dashboard__link")["href"]
        if "/reports/hub/" in link:
            rows = list(client.get(f"{link}{'&' if '?' in link else '?'}export=csv").streaming_content)
            assert len(rows) - 1 == int(item.select_one(".dashboard__number").get_text()), link


def test_an_empty_desk_says_so_kindly(client):
    user = get_user_model().objects.create_user("new@example.org", "river-stone-lantern-42")
    user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(user)
    assert "Nothing is waiting for you. Thank you" in client.get("/admin/").content.decode()


def test_nothing_is_said_twice_and_wagtails_other_panels_stay(everything, signed_in, account):
    locked = everything[3]
    Page.objects.filter(pk=locked.pk).update(
        locked=True, locked_by=account("approver"), locked_at=timezone.now()
    )
    html = signed_in("approver").get("/admin/").content.decode()
    assert "Awaiting your review" not in html and "Your pages and snippets in a workflow" not in html
    assert "Your locked pages" in html


def test_the_dashboard_costs_the_same_however_much_lies_on_it(account):
    coordinator, editor = account("coordinator"), account("editor")
    made = dashboard_rows.new_pages(
        40, steward=coordinator, last_reviewed=datetime.date(2020, 1, 1), review_interval=6
    )

    def look():
        # A new object, as every request has: nothing of a person is remembered.
        request = RequestFactory().get("/admin/")
        request.user = account("coordinator")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            DashboardPanel(request).render_html({"request": request})
        return len(queries)

    def add(pages):
        for page in pages:
            dashboard_rows.send(page, editor)
            dashboard_rows.format_request()
            dashboard_rows.alert(title=page.title)

    add(made[:10])
    # What is cached for good (types, locales) is read first.
    look()
    few = look()
    add(made[10:])
    many = look()
    assert many == few, (few, many)
    assert many <= QUERIES, many


def test_each_app_adds_items():
    from wagtail import hooks

    apps = {answer.__module__.split(".")[0] for answer in hooks.get_hooks(dashboard.HOOK)}
    assert apps >= {"portal", "partners", "home"}
