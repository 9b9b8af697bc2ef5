"""What the editor of a page says by itself: what was asked, what reviewers commented, when times apply, that it has expired."""

import datetime
import html

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from home.models import InformationPage
from portal.models import HelpLine
from portal.previews import services as previews
from tests.home.edit_form import posted
from tests.partners.factories import make_event, make_member, make_organisation
from tests.portal.forms import snippet_form

pytestmark = pytest.mark.django_db

REASON = "The second sentence has no source."


def words(response):
    return " ".join(html.unescape(BeautifulSoup(response.content, "html.parser").get_text(" ")).split())


def part(response, selector):
    found = BeautifulSoup(response.content, "html.parser").select_one(selector)
    return " ".join(found.get_text(" ").split()) if found else ""


@pytest.fixture
def article():
    return InformationPage.objects.get(locale__language_code="en", slug="privacy")


@pytest.fixture
def line():
    return HelpLine.objects.filter(locale__language_code="en", live=True).first()


def edit(page):
    return f"/admin/pages/{page.pk}/edit/"


def of_line(line):
    return reverse("wagtailsnippets_portal_helpline:edit", args=[line.pk])


@pytest.fixture
def send(signed_in, account):
    """Sends a page as an account: send("editor", page, summary="…")."""

    def post(name, page, action="action-submit", **changes):
        data = posted(page, account(name), **changes)
        return signed_in(name).post(edit(page), {**data, action: "on"} if action else data)

    return post


def decide(client, record, decision, comment=""):
    state = type(record).objects.get(pk=record.pk).current_workflow_state.current_task_state
    address = reverse("decide", args=[state.pk])
    seen = BeautifulSoup(client.get(address).content, "html.parser").select_one("[name=seen]")["value"]
    return client.post(address, {"decision": decision, "comment": comment, "seen": seen, "confirmed": "on"})


# --- What was asked ---------------------------------------------------------------------------------------------
def test_the_editor_of_a_page_says_who_asked_for_which_change_until_it_is_sent_again(
    send, signed_in, article
):
    assert send("editor", article, summary="First wording").status_code == 302
    decide(signed_in("approver"), article, "reject", REASON)
    notes = part(signed_in("editor").get(edit(article)), ".review-notes")
    assert "Changes were requested" in notes and "Avery Approver" in notes and REASON in notes
    # Also while the form is shown again after a failed check.
    refused = send("editor", article, summary="")
    assert refused.status_code == 200 and REASON in part(refused, ".review-notes")
    assert send("editor", article, summary="Second wording").status_code == 302
    assert REASON not in part(signed_in("editor").get(edit(article)), ".review-notes")


def test_what_was_rejected_for_good_is_said_with_the_reason(send, signed_in, article):
    send("editor", article, summary="First wording")
    decide(signed_in("approver"), article, "decline", REASON)
    notes = part(signed_in("editor").get(edit(article)), ".review-notes")
    assert "This was rejected" in notes and "Avery Approver" in notes and REASON in notes


def test_the_editor_of_a_snippet_says_it_too(signed_in, account, line):
    line.get_latest_revision_as_object().save_revision(user=account("coordinator"))
    line.get_workflow().start(line, account("coordinator"))
    decide(signed_in("approver"), line, "reject", REASON)
    shown = words(signed_in("coordinator").get(of_line(line)))
    assert "Avery Approver asked for changes on" in shown and REASON in shown


@pytest.mark.parametrize("reader", ["approver", "approver2"])
def test_what_is_sent_again_is_shown_with_the_request_and_what_changed_since(
    reader, send, signed_in, account, article
):
    first = article.summary
    send("editor", article, summary="First wording")
    decide(signed_in("approver"), article, "reject", REASON)
    # The browser's autosave writes over the newest version of the same person; the one that was read is kept.
    read = article.get_latest_revision()
    value = read.as_object()
    value.summary = "Autosaved"
    value.save_revision(user=account("editor"), overwrite_revision=read, clean=False)
    send("editor", article, summary="Second wording")
    task = InformationPage.objects.get(pk=article.pk).current_workflow_task_state
    shown = BeautifulSoup(
        signed_in(reader).get(reverse("decide", args=[task.pk])).content, "html.parser"
    ).select_one("[aria-labelledby=asked]")
    said = " ".join(shown.get_text(" ").split())
    assert ("What you asked for" in said) == (reader == "approver")
    assert "Avery Approver" in said and REASON in said
    before, after = (cell.get_text() for cell in shown.select("tbody td"))
    assert (before, after) == ("First wording", "Second wording")
    assert first not in said
    # Once it was public, the next change begins without it.
    decide(signed_in("approver"), article, "approve")
    send("editor", article, summary="Third wording")
    task = InformationPage.objects.get(pk=article.pk).current_workflow_task_state
    assert REASON not in words(signed_in(reader).get(reverse("decide", args=[task.pk])))


def test_what_a_partner_sends_again_is_shown_so_too(signed_in, account):
    from partners.workspace import submission

    organisation = make_organisation("Organization of the tests")
    member = make_member(organisation, "member@tests.example")
    event = make_event(organisation, "Evening of the tests", live=False)
    event.save_revision(user=member, clean=False)
    submission.submit(event, member)
    state = event.current_workflow_task_state
    state.task.specific.on_action(state, account("approver"), "reject", comment=REASON)
    draft = submission.latest(type(event).objects.get(pk=event.pk))
    draft.title = "Another name of the evening"
    submission.save_draft(draft, member)
    submission.submit(type(event).objects.get(pk=event.pk), member)
    shown = part(
        signed_in("approver").get(reverse("partner_submission", args=[event.pk])), "[aria-labelledby=asked]"
    )
    assert "What you asked for" in shown and REASON in shown
    assert "Evening of the tests" in shown and "Another name of the evening" in shown


# --- Reviewers' comments ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("tie", ["owner", "steward", "maker"])
def test_comments_stand_on_the_editor_page_and_on_the_dashboard_of_whose_page_it_is(
    tie, signed_in, account, article
):
    eden, maker = account("editor"), account("editor" if tie == "maker" else "coordinator")
    article.owner, article.steward = None, None
    setattr(article, tie if tie != "maker" else "owner", eden if tie != "maker" else None)
    type(article).objects.filter(pk=article.pk).update(owner=article.owner, steward=article.steward)
    link, _secret = previews.make(article.save_revision(user=account("approver")), maker, "Advisory group", 7)
    previews.comment(link, "The third paragraph frightens.")
    client = signed_in("editor")
    assert "The third paragraph frightens." in part(client.get(edit(article)), ".review-notes")
    shown = part(client.get("/admin/"), "#dashboard")
    assert "The third paragraph frightens." in shown and "Advisory group" in shown
    assert "The third paragraph frightens." not in part(signed_in("approver2").get("/admin/"), "#dashboard")
    written = link.comments.get()
    written.done_at = timezone.now()
    written.save()
    assert "The third paragraph frightens." not in part(signed_in("editor").get("/admin/"), "#dashboard")


# --- The schedule -----------------------------------------------------------------------------------------------
def test_the_schedules_dialog_says_what_is_true_and_in_which_time(signed_in, article):
    for account in ("editor", "approver"):
        said = " ".join(html.unescape(signed_in(account).get(edit(article)).content.decode()).split())
        assert "The times take effect once another person has approved this version." in said
        assert "All times are in America/Chicago (C" in said
        assert "publishing permissions" not in said


@pytest.mark.parametrize("action", ["", "action-submit"])
@pytest.mark.parametrize("sends_it", [True, False])
@pytest.mark.parametrize("kind", ["page", "help line"])
def test_what_has_expired_can_be_edited_and_sent_again(
    kind, sends_it, action, signed_in, account, article, line, committed
):
    record, name = (article, "editor") if kind == "page" else (line, "coordinator")
    address = edit(article) if kind == "page" else of_line(line)
    passed = timezone.now() + datetime.timedelta(hours=1)
    version = record.get_latest_revision_as_object()
    version.expire_at = passed
    revision = version.save_revision(user=account("approver2"), clean=False)
    type(record).objects.filter(pk=record.pk).update(expire_at=passed)
    with time_machine.travel(passed + datetime.timedelta(hours=2)):
        record = type(record).objects.get(pk=record.pk)
        record.unpublish(set_expired=True)
        client = signed_in(name)
        shown = client.get(address)
        assert "unpublished as planned" in words(shown)
        field = BeautifulSoup(shown.content, "html.parser").find_all("template")
        assert not any('name="expire_at" value=' in str(one) for one in field)
        field_name = "summary" if kind == "page" else "confirm_note"
        changed = {field_name: "Written anew"}
        version = record.get_latest_revision_as_object()
        form = (
            posted(version, account(name), **changed) if kind == "page" else snippet_form(version, **changed)
        )
        form.pop("expire_at", None)
        if sends_it:
            form["expire_at"] = f"{timezone.localtime(passed):%Y-%m-%d %H:%M}"
        answer = client.post(
            address,
            {
                **form,
                "loaded_revision_id": revision.pk,
                "loaded_revision_created_at": revision.created_at.isoformat(),
                **({action: "on"} if action else {}),
            },
        )
        assert answer.status_code == 302, words(answer)
        record = type(record).objects.get(pk=record.pk)
        newest = record.get_latest_revision_as_object()
        assert newest.expire_at is None and getattr(newest, field_name) == "Written anew"
        if action:
            state = record.current_workflow_state.current_task_state
            with committed():
                state.task.specific.on_action(state, account("approver"), "approve", called=True)
            record = type(record).objects.get(pk=record.pk)
            assert record.live and not record.expired
