"""What the dashboard, the menus and the bar for several records offer to each role; what is asked before it is done."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Page, TaskState

from home.models import DefinitionPage
from partners.models import JoinRequest
from portal.dashboard import own_drafts
from portal.models import HelpLine
from portal.signoff.services import sign
from portal.workflow import approvals
from tests.portal import dashboard_rows

pytestmark = pytest.mark.django_db
REASON = "Not for the public."


def editor_of(record):
    if isinstance(record, Page):
        return reverse("wagtailadmin_pages:edit", args=[record.pk])
    return reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk])


def labels(client, address, selector):
    page = BeautifulSoup(client.get(address).content.decode(), "html.parser")
    return [" ".join(item.get_text(" ").split()) for item in page.select(selector)]


class TestDrafts:
    def test_an_author_sees_what_is_not_sent_yet(self, account, signed_in):
        page = dashboard_rows.pages(1)[0]
        page.title = "Not sent yet"
        page.save_revision(user=account("editor"), clean=False)
        line = HelpLine.objects.get(name="Day One", locale__language_code="en")
        line.save_revision(user=account("editor"))
        dashboard = signed_in("editor").get("/admin/").content.decode()
        assert "of your drafts have not been sent" in dashboard
        assert "Not sent yet" in dashboard and editor_of(page) in dashboard and editor_of(line) in dashboard
        assert "have not been sent" not in signed_in("approver").get("/admin/").content.decode().lower()

    def test_what_was_sent_approved_or_rejected_for_good_is_none(self, account):
        before = {revision.pk for revision in own_drafts.not_sent(account("editor"))}
        sent, back, gone, mine = dashboard_rows.pages(4)
        for page in (sent, back, gone):
            dashboard_rows.send(page, account("editor"))
        dashboard_rows.request_changes(back, account("approver"), REASON)
        state = gone.current_workflow_task_state
        state.task.specific.on_action(state, account("approver"), "decline", comment=REASON)
        mine.save_revision(user=account("editor"), clean=False)
        found = own_drafts.not_sent(account("editor")).exclude(pk__in=before)
        assert [int(revision.object_id) for revision in found] == [mine.pk]

    def test_a_draft_that_a_colleague_went_on_with_is_the_colleagues(self, account):
        page = dashboard_rows.pages(1)[0]
        page.save_revision(user=account("editor"), clean=False)
        page.save_revision(user=account("approver"), clean=False)
        assert not own_drafts.not_sent(account("editor")).filter(object_id=str(page.pk)).exists()
        assert own_drafts.not_sent(account("approver")).get().object_id == str(page.pk)


class TestToSign:
    @pytest.fixture
    def translator(self, account):
        get_user_model().objects.filter(email="translator@example.org").update(approves_in=["es"])
        return account("translator")

    def test_a_translator_sees_drafts_of_the_own_languages(self, translator, signed_in):
        client = signed_in("translator")
        dashboard = client.get("/admin/").content.decode()
        assert "translations to read and sign" in dashboard and "Spanish, drafted by a machine" in dashboard
        assert "Somali, drafted" not in dashboard
        rows = list(client.get(reverse("hub_reports:unsigned") + "?mine=on&export=csv").streaming_content)
        number = BeautifulSoup(dashboard, "html.parser").find(
            "a", href=reverse("hub_reports:unsigned") + "?mine=on"
        )
        assert int(number.select_one(".dashboard__number").get_text()) == len(rows) - 1

    def test_what_was_signed_and_waits_is_done(self, translator, signed_in):
        page = DefinitionPage.objects.get(locale__language_code="es", slug="wage-theft")
        page.save_revision(user=translator)
        sign(page, translator, approvals.revision_token(approvals.newest(page)))
        client, address = signed_in("translator"), reverse("hub_reports:unsigned")

        def listed(conditions):
            pages = range(1, client.get(f"{address}?{conditions}").context["paginator"].num_pages + 1)
            shown = [client.get(f"{address}?{conditions}&p={number}").content.decode() for number in pages]
            return any(f'href="{editor_of(page)}"' in html for html in shown)

        assert listed("")
        assert not listed("mine=on")

    def test_who_reads_no_other_language_signs_nothing(self, signed_in):
        assert "to read and sign" not in signed_in("editor").get("/admin/").content.decode()


class TestMenus:
    @pytest.mark.parametrize("name", ["approver", "coordinator"])
    def test_who_decides_has_one_way_to_the_decision(self, account, signed_in, name):
        page = dashboard_rows.send(dashboard_rows.pages(1)[0], account("editor"))
        line = HelpLine.objects.get(name="Day One", locale__language_code="en")
        line.save_revision(user=account("editor"))
        line.get_workflow().start(line, account("editor"))
        client = signed_in(name)
        for record in (page, line):
            found = labels(client, editor_of(record), "footer a, footer button")
            assert "Approve, or request changes" in found
            assert not [
                label for label in found if label in ("Reject", "Request changes") or "and Publish" in label
            ]

    @pytest.mark.parametrize(
        ("name", "offered"),
        [
            ("editor", {"Delete", "Move"}),
            ("translator", set()),
            ("approver", {"Delete", "Move", "Unpublish"}),
            ("coordinator", {"Delete", "Move", "Unpublish"}),
        ],
    )
    def test_the_bar_for_several_pages(self, signed_in, name, offered):
        home = Page.objects.get(depth=2, locale__language_code="en")
        address = reverse("wagtailadmin_explore", args=[home.pk])
        assert set(labels(signed_in(name), address, ".bulk-actions-buttons a")) == offered

    def test_the_bar_for_several_records(self, signed_in):
        address = reverse("wagtailsnippets_portal_helpline:list")
        bar = ".bulk-actions-buttons a"
        assert labels(signed_in("editor"), address, bar) == []
        assert labels(signed_in("coordinator"), address, bar) == ["Delete"]


class TestWords:
    def test_what_is_sent_and_withdrawn_says_so(self, account, signed_in):
        page = dashboard_rows.pages(1)[0]
        client = signed_in("editor")
        assert "Send for review" in labels(client, editor_of(page), "footer button")
        dashboard_rows.send(page, account("editor"))
        assert "Withdraw from review" in labels(client, editor_of(page), "footer button, footer a")
        dashboard_rows.request_changes(page, account("approver"), REASON)
        assert "Send for review again" in labels(client, editor_of(page), "footer button")
        line = HelpLine.objects.get(name="Day One", locale__language_code="en")
        assert "Send for review" in labels(client, editor_of(line), "footer button")

    def test_who_approved_is_told_that_it_is_live(self, account, signed_in):
        page = dashboard_rows.send(dashboard_rows.pages(1)[0], account("editor"))
        client = signed_in("approver")
        address = reverse("decide", args=[page.current_workflow_task_state.pk])
        seen = client.get(address).context["seen"]
        answer = client.post(address, {"decision": "approve", "seen": seen}, follow=True).content.decode()
        assert "is approved and live." in answer and "View it" in answer and page.full_url in answer
        again = client.post(address, {"decision": "approve", "seen": seen}, follow=True).content.decode()
        assert "Someone has already decided this, or it was withdrawn." in again


class TestQuestions:
    def test_what_is_rejected_for_good_is_asked_once(self, account, signed_in):
        page = dashboard_rows.send(dashboard_rows.pages(1)[0], account("editor"))
        state = page.current_workflow_task_state
        client, address = signed_in("approver"), reverse("decide", args=[state.pk])
        said = {"decision": "decline", "comment": REASON, "seen": client.get(address).context["seen"]}
        asked = client.post(address, said)
        assert "Cancel" in asked.content.decode() and REASON in asked.content.decode()
        assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_IN_PROGRESS
        form = BeautifulSoup(asked.content.decode(), "html.parser").select_one("main form")
        client.post(address, {field["name"]: field["value"] for field in form.select("input[name]")})
        assert TaskState.objects.get(pk=state.pk).status == TaskState.STATUS_CANCELLED

    def test_a_request_to_join_too(self, signed_in):
        record = JoinRequest.objects.create(organisation_name="New Helpers", contact_email="new@example.org")
        client, address = signed_in("coordinator"), reverse("join_requests:decide", args=[record.pk])
        assert (
            "is sent to the organization at once"
            in client.post(address, {"decline": "yes", "reason": REASON}).content.decode()
        )
        record.refresh_from_db()
        assert record.state == "open"
        client.post(address, {"decline": "yes", "reason": REASON, "confirmed": "on"})
        record.refresh_from_db()
        assert record.state != "open"
