"""What the editors say after something was sent, taken back or refused: what happened, who decides, and what is kept."""

import html
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.models import DefinitionPage, InformationPage
from portal.models import HelpLine
from portal.workflow import approvals
from tests.home.edit_form import posted
from tests.live import fresh
from tests.portal import dashboard_rows
from tests.portal.forms import snippet_form

pytestmark = pytest.mark.django_db

LIBRARY = ("moderation", "workflow", "validation error", "This field is required", "Enter a valid")


def words(response):
    return " ".join(html.unescape(BeautifulSoup(response.content, "html.parser").get_text(" ")).split())


def told(response):
    """The messages above a page."""
    found = BeautifulSoup(response.content, "html.parser").select(".messages li")
    return [text for one in found if (text := " ".join(one.get_text(" ").split()))]


def summary(response):
    """The summary of what is to be mended: its heading, and its links by their texts."""
    section = BeautifulSoup(response.content, "html.parser").select_one("[data-publish-refused]")
    assert section, words(response)
    links = {" ".join(link.get_text(" ").split()): link["href"] for link in section.select("a")}
    return " ".join(section.h2.get_text(" ").split()), links


def page_kind(account):
    page = InformationPage.objects.get(locale__language_code="en", slug="privacy")
    return SimpleNamespace(
        record=page,
        name=page.title,
        url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        form=lambda user: posted(page, account(user), summary="What is recorded here, in one sentence."),
    )


def line_kind(account):
    line = HelpLine.objects.get(name="Day One", locale__language_code="en")
    return SimpleNamespace(
        record=line,
        name="Day One",
        url=reverse(line.snippet_viewset.get_url_name("edit"), args=[line.pk]),
        form=lambda user: snippet_form(line, confirm_note="Said in other words."),
    )


@pytest.fixture(params=[page_kind, line_kind], ids=["page", "help line"])
def kind(request, account):
    return request.param(account)


class TestSent:
    def test_it_says_who_decides_and_nothing_of_a_workflow(self, kind, signed_in):
        client = signed_in("editor")
        answer = client.post(kind.url, {**kind.form("editor"), "action-submit": "on"}, follow=True)
        said = told(answer)[0]
        assert said.startswith(f"“{kind.name}” was sent for review. These people can approve it:")
        assert "Avery Approver" in said and "You will get an email about the decision." in said
        assert not any(word in said for word in LIBRARY)
        assert fresh(kind.record).workflow_in_progress

    def test_a_new_page_too(self, signed_in, account):
        parent = InformationPage.objects.get(locale__language_code="en", slug="privacy").get_parent()
        page = InformationPage(title="A new page", summary="One sentence.", slug="a-new-page")
        address = reverse("wagtailadmin_pages:add", args=["home", "informationpage", parent.pk])
        body = streamfield([("paragraph", rich_text("<p>What is written here.</p>"))])
        data = posted(page, account("editor"), parent, body=body)
        answer = signed_in("editor").post(address, {**data, "action-submit": "on"}, follow=True)
        assert told(answer)[0].startswith("“A new page” was sent for review. These people can approve it:"), (
            words(answer)
        )

    def test_what_is_taken_back_is_a_draft_again(self, kind, signed_in):
        client = signed_in("editor")
        client.post(kind.url, {**kind.form("editor"), "action-submit": "on"})
        answer = client.post(kind.url, {**kind.form("editor"), "action-cancel-workflow": "on"}, follow=True)
        said = told(answer)[-1]
        assert said.startswith(f"“{kind.name}” was withdrawn; it is a draft again.")
        assert "The public version stays as it is." in said
        assert not any(word in said for word in LIBRARY)
        assert not fresh(kind.record).workflow_in_progress

    def test_what_was_never_public_has_no_public_version(self, signed_in, account):
        page = dashboard_rows.new_pages(1)[0]
        InformationPage.objects.filter(pk=page.pk).update(live=False)
        dashboard_rows.send(fresh(page), account("editor"))
        client = signed_in("editor")
        data = {**posted(fresh(page), account("editor")), "action-cancel-workflow": "on"}
        answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, follow=True)
        said = told(answer)[-1]
        assert "it is a draft again" in said and "public version" not in said

    def test_while_it_waits_the_author_reads_who_decides_and_how_to_change_it(self, kind, signed_in):
        client = signed_in("editor")
        client.post(kind.url, {**kind.form("editor"), "action-submit": "on"})
        shown = words(client.get(kind.url))
        assert "This is in review. These people can approve it:" in shown
        assert "To change it before it is decided, withdraw it from review first." in shown
        assert not any(word in shown for word in ("awaiting", "In Moderation", "Locked by workflow"))

    def test_who_did_not_send_it_is_not_told_to_withdraw_it(self, kind, signed_in, account):
        signed_in("editor").post(kind.url, {**kind.form("editor"), "action-submit": "on"})
        colleague = type(account("editor")).objects.create_user(
            "second.editor@example.org", "river-stone-lantern-43"
        )
        colleague.groups.set(account("editor").groups.all())
        lock = fresh(kind.record).get_lock()
        assert "Until it is decided, only they can change it." in str(lock.get_message(colleague))
        assert lock.get_message(account("approver")) is None


class TestWhoMayNotApprove:
    @pytest.fixture
    def of_both(self, account):
        """A page of which an approver wrote a part, and which an editor sent."""
        page = dashboard_rows.pages(1)[0]
        page.save_revision(user=account("approver"), clean=False)
        return dashboard_rows.send(fresh(page), account("editor"), "Another title")

    def test_reads_why_and_who_can(self, of_both, signed_in):
        shown = signed_in("approver").get(reverse("wagtailadmin_pages:edit", args=[of_both.pk]))
        said = " ".join(told(shown))
        assert "You wrote part of this version. Another person must approve it." in said
        assert "These people can approve it:" in said and "Blake Approver" in said
        assert "Avery Approver" not in said

    def test_is_offered_no_approval(self, of_both, signed_in):
        client, address = signed_in("approver"), reverse("wagtailadmin_pages:edit", args=[of_both.pk])
        shown = words(client.get(address))
        assert "Approve, or request changes" not in shown and "Request changes, or reject" in shown
        other = words(signed_in("approver2").get(address))
        assert "Approve, or request changes" in other and "Request changes, or reject" not in other

    def test_who_does_not_read_the_language_reads_who_does(self, account):
        page = DefinitionPage.objects.get(locale__language_code="es", slug="wage-theft")
        reader = account("approver2")
        reader.approves_in = ["es"]
        reader.save()
        account("approver")
        type(reader).objects.exclude(pk=reader.pk).update(approves_in=[])
        page.save_revision(user=account("translator"), clean=False)
        page.get_workflow().start(page, account("translator"))
        sentence = approvals.approval_blocker(account("approver"), fresh(page))
        assert "must approve this" in sentence and sentence.endswith(
            "These people can approve it: Blake Approver."
        )


class TestRefused:
    """What is sent and not ready is kept as a draft, and the person reads so; also without scripts."""

    @pytest.fixture
    def parent(self):
        return InformationPage.objects.get(locale__language_code="en", slug="privacy").get_parent()

    def send_new(self, client, user, parent, **changes):
        page = InformationPage(title="A first page", summary="", slug="a-first-page")
        address = reverse("wagtailadmin_pages:add", args=["home", "informationpage", parent.pk])
        data = posted(page, user, parent, summary="", body=streamfield([]), **changes)
        return client.post(address, {**data, "action-submit": "on"})

    def test_a_first_page(self, signed_in, account, parent):
        client = signed_in("editor")
        answer = self.send_new(client, account("editor"), parent)
        heading, links = summary(answer)
        assert heading.startswith("Kept as a draft, not sent. Fix ")
        assert "#:w:contentpath=summary" in links.values(), links
        page = InformationPage.objects.get(slug="a-first-page", locale__language_code="en")
        assert not page.live and not page.workflow_in_progress
        form = BeautifulSoup(answer.content, "html.parser").select_one("[data-edit-form]")
        assert form["action"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert form.select_one("[name=loaded_revision_id]")["value"] == str(page.latest_revision_id)
        assert any("Kept as a draft, not sent." in one for one in told(answer))
        assert not any("could not be" in one for one in told(answer))

    def test_the_same_form_again_leads_to_the_draft(self, signed_in, account, parent):
        client = signed_in("editor")
        for _time in range(2):
            answer = self.send_new(client, account("editor"), parent, csrfmiddlewaretoken="a" * 64)
        page = InformationPage.objects.get(slug="a-first-page", locale__language_code="en")
        assert answer.status_code == 302 and answer["Location"] == reverse(
            "wagtailadmin_pages:edit", args=[page.pk]
        )

    def test_a_page_that_is_there(self, signed_in, account):
        page = InformationPage.objects.get(locale__language_code="en", slug="privacy")
        before = page.latest_revision_id
        data = posted(page, account("editor"), title="Another title", summary="")
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        answer = signed_in("editor").post(address, {**data, "action-submit": "on"})
        assert summary(answer)[0].startswith("Kept as a draft, not sent.")
        kept = fresh(page)
        assert kept.latest_revision_id != before and kept.latest_revision.as_object().title == "Another title"
        assert kept.title != "Another title" and not kept.workflow_in_progress
        assert 'value="Another title"' in answer.content.decode()

    def test_what_not_even_a_draft_may_be_is_not_said_to_be_kept(self, signed_in, account):
        page = DefinitionPage.objects.get(locale__language_code="en", slug="wage-theft")
        sources = streamfield([("source", {"title": "A", "url": "no address", "publisher": "", "note": ""})])
        data = posted(page, account("editor"), sources=sources)
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        before = page.latest_revision_id
        client = signed_in("editor")
        heading, links = summary(client.post(address, {**data, "action-submit": "on"}))
        assert heading.startswith("Not sent, and not saved yet. Fix ")
        assert any("Enter a full web address" in text for text in links), links
        assert summary(client.post(address, data))[0].startswith("Not saved yet. Fix ")
        assert fresh(page).latest_revision_id == before

    def test_what_was_added_below_a_page_is_not_added_twice(self, signed_in, account):
        from partners.models import OrganisationPage

        page = OrganisationPage.objects.filter(live=True, locale__language_code="en", phones=None).first()
        phones = inline_formset(
            [{"id": "", "number": "+12025550123", "display": "202-555-0123", "label": "Office"}]
        )
        data = {**posted(page, account("coordinator"), summary=""), **nested_form_data({"phones": phones})}
        client, address = signed_in("coordinator"), reverse("wagtailadmin_pages:edit", args=[page.pk])
        answer = client.post(address, {**data, "action-submit": "on"})
        assert summary(answer)[0].startswith("Kept as a draft, not sent."), summary(answer)
        form = BeautifulSoup(answer.content, "html.parser").select_one("[data-edit-form]")
        again = {field["name"]: field.get("value", "") for field in form.select("input[name^=phones]")}
        client.post(address, {**data, **again, "summary": "One sentence."})
        assert len(fresh(page).latest_revision.as_object().phones.all()) == 1

    def test_a_record(self, signed_in, account):
        line = HelpLine.objects.get(name="Day One", locale__language_code="en")
        address = reverse(line.snippet_viewset.get_url_name("edit"), args=[line.pk])
        data = snippet_form(line, phone="call us")
        heading, links = summary(signed_in("editor").post(address, {**data, "action-submit": "on"}))
        assert "not sent" in heading.lower()
        assert "#id_phone" in links.values(), links

    def test_a_first_record(self, signed_in):
        data = {"order": "5", "phone": "+12025550123", "phone_display": "202-555-0123"}
        address = reverse(HelpLine.snippet_viewset.get_url_name("add"))
        before = set(HelpLine.objects.values_list("pk", flat=True))
        answer = signed_in("editor").post(address, {**data, "action-submit": "on"})
        heading, links = summary(answer)
        assert heading.startswith("Kept as a draft, not sent. Fix "), links
        assert "#id_name" in links.values() and "#id_kind" in links.values(), links
        line = HelpLine.objects.exclude(pk__in=before).get()
        assert not line.live and not line.workflow_in_progress and line.phone == "+12025550123"
        form = BeautifulSoup(answer.content, "html.parser").select_one("[data-edit-form]")
        assert form["action"] == reverse(line.snippet_viewset.get_url_name("edit"), args=[line.pk])
        assert any("Kept as a draft, not sent." in one for one in told(answer))
