"""The office's pages of the review: what they show, who may open them, how a decision is taken there."""

import datetime
import re
from html import unescape

import pytest
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from partners.events.wording import day_words
from partners.models import EventPage
from partners.moderation import services as moderation
from partners.workspace import removals, status_changes, submission
from portal.models import OutboxMessage
from portal.workflow import approvals
from tests.home.edit_form import posted
from tests.live import fresh
from tests.partners.factories import make_event, make_member, make_organisation

QUEUE = "/admin/partner-submissions/"


@pytest.fixture
def organisation(db):
    return make_organisation("Example Helpers")


@pytest.fixture
def member(organisation):
    return make_member(organisation, "member@example.org")


@pytest.fixture
def send(organisation, member):
    """Make an event as a member and send it: send(title="…", live=True) sends a change of a public one."""

    def make(live=False, changes=None, **fields):
        event = make_event(organisation, live=live, **fields)
        for name, value in (changes or {}).items():
            setattr(event, name, value)
        event.save_revision(user=member, clean=False)
        event.get_workflow().start(event, member)
        return event

    return make


def page_of(event):
    return f"{QUEUE}{event.pk}/"


def words(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def seen(event):
    return approvals.revision_token(approvals.newest(event))


def public(event):
    return EventPage.objects.get(pk=event.pk)


def in_days(days):
    return timezone.localdate() + datetime.timedelta(days=days)


class TestQueue:
    def test_the_nearest_event_comes_first_with_what_an_approver_must_know(self, send, signed_in):
        send(title="Far away", start_date=in_days(40))
        send(title="Very near", start_date=in_days(1))
        send(title="A public one", live=True, start_date=in_days(20), changes={"accessibility_contact": ""})
        text = words(signed_in("approver").get(QUEUE))
        assert text.index("Very near") < text.index("A public one") < text.index("Far away")
        rows = {row.title: row for row in moderation.waiting()}
        assert rows["Very near"].is_urgent and not rows["Far away"].is_urgent
        assert (rows["Very near"].is_new, rows["A public one"].is_new) == (True, False)
        assert [failure.field for failure in rows["A public one"].failures] == ["accessibility_contact"]
        for expected in ("Urgent", "New", "Change to a public page", "One check failed", "Example Helpers"):
            assert expected in text

    def test_the_home_page_and_the_menu_lead_there(self, send, signed_in):
        event = send(title="Waits for somebody")
        html = signed_in("approver").get("/admin/").content.decode()
        assert page_of(event) in html
        assert re.search(r"Submissions \(\d+\)", html)
        # It stands in the queue, not in Wagtail's list too, where it could be approved unread.
        assert f"/admin/pages/workflow/action/{event.pk}/" not in html

    @pytest.mark.parametrize("name", ["editor", "translator"])
    def test_who_does_not_decide_sees_nothing(self, name, send, signed_in):
        event = send(title="Secret until approved")
        client = signed_in(name)
        response = client.get(QUEUE)
        assert response.status_code == 302 and response["Location"] == "/admin/"
        # Not even that there is such an event.
        assert client.get(page_of(event)).status_code == 404
        client.post(page_of(event), {"decision": "approve", "seen": seen(event)})
        assert not public(event).live
        assert "Secret until approved" not in client.get("/admin/").content.decode().split("Awaiting")[0]

    def test_members_are_outside(self, send, member, client):
        event = send(title="Own")
        client.force_login(member)
        for url in (
            QUEUE,
            page_of(event),
            f"/admin/pages/{event.pk}/history/",
            f"/admin/pages/{event.pk}/edit/",
        ):
            assert client.get(url).status_code == 403

    def test_wishes_to_remove_stand_there_and_are_answered_with_a_reason(
        self, organisation, member, signed_in
    ):
        event = make_event(organisation, title="To be removed")
        submission.request_removal(event, member, "The speaker is in danger.")
        client = signed_in("coordinator")
        text = words(client.get(QUEUE))
        assert "To be removed" in text and "The speaker is in danger." in text
        assert "Give a reason" in words(client.post(f"{page_of(event)}keep/", {"reason": " "}, follow=True))
        assert len(removals.removals()) == 1
        response = client.post(f"{page_of(event)}keep/", {"reason": "It is needed."}, follow=True)
        assert "“To be removed” stays." in words(response) and removals.removals() == []
        entry = PageLogEntry.objects.get(page=event.pk, action="partners.removal_refused")
        assert entry.comment == "It is needed."
        mail = OutboxMessage.objects.get(recipients=[member.email])
        assert "To be removed" in mail.subject and "It is needed." not in mail.body

    def test_only_who_decides_answers_a_wish(self, organisation, member, signed_in):
        event = make_event(organisation, title="To be removed")
        submission.request_removal(event, member, "No longer.")
        signed_in("editor").post(f"{page_of(event)}keep/", {"reason": "So."})
        assert len(removals.removals()) == 1


class TestReview:
    def test_it_shows_what_changes_side_by_side(self, send, signed_in):
        event = send(
            title="Public title",
            live=True,
            description='<p>Come. <a href="https://old.example/">Map</a></p>',
            changes={
                "title": "Changed title",
                "start_time": datetime.time(15),
                "description": '<p>Come. <a href="https://new.example/">Map</a></p>',
                "exception_dates": ["2027-01-20"],
                "moved_dates": [
                    {"date": "2027-04-15", "new_date": "2027-04-16", "new_start_time": "18:30:00"},
                    {
                        "date": "2027-04-22",
                        "new_date": "2027-04-22",
                        "new_start_time": "14:00:00",
                        "new_end_time": "16:00:00",
                        "proposed": "2026-11-30T17:00:00+00:00",
                    },
                ],
                "weekdays": "TU,TH",
                "month_days": "1,-1",
            },
        )
        html = signed_in("approver").get(page_of(event)).content.decode()
        html = html[html.index("What has changed") :]
        row = {
            re.sub(r"<[^>]+>", "", label): (re.sub(r"<[^>]+>", "", old), re.sub(r"<[^>]+>", "", new))
            for label, old, new in re.findall(
                r'<th scope="row">(.*?)</th>\s*<td class="comparison"[^>]*>(.*?)</td>\s*<td class="comparison"[^>]*>(.*?)</td>',
                html,
                re.DOTALL,
            )
        }
        assert row["Title"] == ("Public title", "Changed title")
        assert row["Starts at"] == ("10\xa0a.m.", "3\xa0p.m.")
        assert row["Except on"] == ("nothing", "Wednesday, January 20, 2027")
        assert row["Moved dates"][1] == (
            "Moves Thursday, April 15, 2027 to Friday, April 16, 2027, 6:30\xa0p.m."
            "Moves Thursday, April 22, 2027 to Thursday, April 22, 2027, 2\xa0p.m. to 4\xa0p.m."
        )
        assert row["On"] == ("nothing", "TuesdayThursday")
        assert row["Days of the month"] == ("nothing", "the 1stthe last day")
        # Where a link leads matters, though its words stay.
        assert (
            "https://old.example/" in row["Description"][0]
            and "https://new.example/" in row["Description"][1]
        )
        assert "Summary" not in row

    def test_a_new_one_is_shown_whole_with_its_failing_checks(self, send, signed_in):
        event = send(title="New one", accessibility_contact="")
        text = words(signed_in("approver").get(page_of(event)))
        for expected in (
            "New one",
            "An hour about pay and papers.",
            "Example Library",
            "Event: New",
            "Example Helpers",
        ):
            assert expected in text
        assert "Say who people can contact about accessibility." in text

    def test_what_a_member_writes_is_shown_as_words(self, send, signed_in):
        event = send(
            title="<script>alert(1)</script>", slug="hostile", venue_name='"><img src=x onerror=alert(1)>'
        )
        html = signed_in("approver").get(page_of(event)).content.decode()
        assert "<script>alert(1)" not in html and "<img src=x" not in html

    def test_approving_publishes_it(self, send, signed_in):
        event = send(title="Good one")
        response = signed_in("approver").post(
            page_of(event), {"decision": "approve", "seen": seen(event)}, follow=True
        )
        assert "“Good one” is approved." in words(response)
        assert public(event).live

    def test_the_dates_are_said_in_words(self, send, signed_in):
        day = timezone.localdate() + datetime.timedelta(days=20)
        skipped = day + datetime.timedelta(days=7)
        event = send(
            title="Often", start_date=day, frequency="weekly", count=9, exception_dates=[skipped.isoformat()]
        )
        html = signed_in("approver").get(page_of(event)).content.decode()
        assert html.count("<li>", html.index("<dt>When</dt>"), html.index("<dt>Where</dt>")) == 7
        assert "left out" in html and "and later dates" in html and "<dt>Language</dt>" in html

    def test_the_next_submission_follows_and_after_the_last_one_the_list(self, send, signed_in):
        first, second = send(title="First"), send(title="Second")
        client = signed_in("approver")
        for other in moderation.waiting():
            if other.page.pk not in (first.pk, second.pk):
                other.page.current_workflow_state.cancel()
        answer = client.post(page_of(first), {"decision": "approve", "seen": seen(first)})
        assert answer["Location"] == page_of(second)
        assert (
            client.post(page_of(second), {"decision": "approve", "seen": seen(second)})["Location"] == QUEUE
        )

    def test_others_at_the_same_time_and_likely_duplicates_are_named(self, send, organisation, signed_in):
        day = timezone.localdate() + datetime.timedelta(days=20)
        times = {"start_date": day, "start_time": datetime.time(9), "end_time": datetime.time(10)}
        make_event(organisation, "Tea", **times)
        make_event(organisation, "Later on", **{**times, "start_time": datetime.time(10), "end_time": None})
        make_event(make_organisation("Other Example Group"), "Know your wages!", **times)
        make_event(make_organisation("Third Example Group"), "Something else", **times)
        off = make_event(organisation, "Canceled tea", **times)
        status_changes.cancel(off, make_member(organisation, "second@example.org"), "weather")
        waiting = send(title="Know your wage", **times)
        event = send(title="Know your wages", **times)
        html = signed_in("approver").get(page_of(event)).content.decode()
        found = html[html.index("Other events to compare") : html.index("What it says")]
        assert found.count("<li>") == 3
        assert found.count("it may be the same event") == 2 and page_of(waiting) in found
        assert re.search(r">Tea</a>.*same organization at the same time", found)
        for title in ("Later on", "Something else", "Canceled tea"):
            assert title not in found

    @pytest.mark.parametrize("decision", ["reject", "decline"])
    def test_without_a_reason_nothing_is_decided_and_a_sentence_says_so(self, decision, send, signed_in):
        event = send(title="Unclear one")
        response = signed_in("approver").post(
            page_of(event), {"decision": decision, "seen": seen(event), "comment": " "}
        )
        assert response.status_code == 422
        assert "Give a reason" in words(response)
        assert public(event).workflow_in_progress

    @pytest.mark.parametrize(("decision", "status"), [("reject", "needs_changes"), ("decline", "cancelled")])
    def test_with_a_reason_it_goes_back(self, decision, status, send, signed_in):
        event = send(title="Unclear one")
        response = signed_in("approver").post(
            page_of(event),
            {
                "decision": decision,
                "seen": seen(event),
                "comment": "Name the room.",
                "confirmed": "on",
            },
        )
        assert response.status_code == 302
        state = event.workflow_states.get()
        assert (state.status, state.current_task_state.comment) == (status, "Name the room.")
        assert not public(event).live

    def test_a_version_that_was_not_read_is_not_approved(self, send, account, signed_in):
        event = send(title="First words")
        read = seen(event)
        event.title = "Other words"
        event.save_revision(user=account("approver2"))
        response = signed_in("approver").post(page_of(event), {"decision": "approve", "seen": read})
        assert response.status_code == 422 and "Someone saved a newer version" in words(response)
        assert not public(event).live
        # The page that was sent back shows the newer one, and carries its mark.
        assert "Other words" in words(response) and seen(event) in response.content.decode()

    def test_who_changed_it_last_is_told_to_leave_it_to_another(self, send, account, signed_in):
        event = send(title="First words")
        event.title = "My words"
        event.save_revision(user=account("approver"))
        client = signed_in("approver")
        html = client.get(page_of(event)).content.decode()
        assert (
            "You wrote part of this version. Another person must approve it." in html
            and 'value="approve"' not in html
        )
        response = client.post(page_of(event), {"decision": "approve", "seen": seen(event)})
        assert response.status_code == 422 and not public(event).live

    def test_an_incomplete_one_is_not_approved(self, send, signed_in):
        event = send(title="Half done", accessibility_contact="")
        response = signed_in("approver").post(page_of(event), {"decision": "approve", "seen": seen(event)})
        assert response.status_code == 422 and not public(event).live

    def test_what_was_withdrawn_is_not_decided(self, send, member, signed_in):
        event = send(title="Taken back")
        read = seen(event)
        event.current_workflow_state.cancel(user=member)
        response = signed_in("approver").post(
            page_of(event), {"decision": "approve", "seen": read}, follow=True
        )
        assert "Someone has already decided this" in words(response)
        assert not public(event).live

    def test_a_page_that_is_no_partners_is_not_here(self, signed_in):
        page = Page.objects.get(depth=2, locale__language_code="en")
        assert signed_in("approver").get(f"{QUEUE}{page.pk}/").status_code == 302


class TestEditor:
    def test_it_warns_and_leads_to_the_review(self, send, signed_in):
        event = send(title="Waits")
        html = signed_in("approver").get(f"/admin/pages/{event.pk}/edit/").content.decode()
        assert "If you change it, someone else must approve it." in html and page_of(event) in html
        for name in ("action-cancel-workflow", "action-publish"):
            assert f'name="{name}"' not in html
        assert 'data-workflow-action-name="approve"' not in html

    def test_nobody_ends_a_review_there_without_a_reason(self, send, account, signed_in):
        event = send(title="Waits")
        data = posted(event, account("approver")) | {"action-cancel-workflow": "1"}
        response = signed_in("approver").post(f"/admin/pages/{event.pk}/edit/", data, follow=True)
        assert "Give a reason" in words(response)
        assert public(event).workflow_in_progress

    def test_the_history_opens_and_names_the_reason(self, send, account, signed_in):
        event = send(title="Waits")
        state = event.current_workflow_task_state
        state.task.specific.on_action(state, account("approver2"), "decline", comment="Not for the public.")
        text = words(signed_in("approver").get(f"/admin/pages/{event.pk}/history/"))
        assert "Permanently rejected" in text and "Not for the public." in text


def test_members_are_told_the_usual_answer_time(settings):
    settings.USUAL_ANSWER_WORKING_DAYS = 3
    assert moderation.usual_answer() == "The office usually answers within 3 working days."


def test_the_dashboard_says_of_each_submission_what_the_queue_says(send):
    """Read in two ways: the queue reads whole versions, the dashboard no more than a line says."""
    send(title="Comes again", start_date=in_days(-20), frequency="weekly", until=in_days(60))
    send(title="Very near", start_date=in_days(1))
    send(title="Changed", live=True, start_date=in_days(20), changes={"start_date": in_days(9)})
    rows, lines = moderation.waiting(), moderation.submission_lines()
    assert [(row.title, row.url, row.since, row.date, row.is_urgent) for row in rows] == [
        (line.title, line.url, line.since, line.date, line.is_urgent) for line in lines
    ]
    assert [row.organisation.pk for row in rows] == [line.organisation for line in lines]


class TestSentAgain:
    """What an approver sees of a submission that was sent back: what was asked for, and what has changed since."""

    def sent_back(self, event, account, name, reason, action="reject"):
        state = moderation.submission_of(Page.objects.get(pk=event.pk)).task_state
        state.task.specific.on_action(state, account(name), action, comment=reason)

    def sent_again(self, event, member, **fields):
        draft = submission.latest(fresh(event))
        for name, value in fields.items():
            setattr(draft, name, value)
        submission.save_draft(draft, member)
        submission.submit(fresh(event), member)

    def test_the_days_and_times_that_changed_are_said_in_words(self, send, member, account, signed_in):
        day = timezone.localdate() + datetime.timedelta(days=30)
        later = day + datetime.timedelta(days=2)
        event = send(start_date=day)
        self.sent_back(event, account, "approver", "Not on a holiday.")
        times = {"start_time": datetime.time(12), "end_time": datetime.time(13)}
        self.sent_again(event, member, start_date=later, **times)
        text = words(signed_in("approver").get(page_of(event)))
        part = text[text.index("What you asked for") : text.index("What it says")]
        assert "Not on a holiday." in part
        for said in (day_words(day), day_words(later), "10 a.m.", "noon"):
            assert said in part
        assert "It was sent again" in text and "Summary" not in part

    def test_each_request_since_the_last_publication_is_there(self, send, member, account, signed_in):
        event = send(title="First")
        self.sent_back(event, account, "approver2", "Say who speaks.")
        self.sent_again(event, member, title="Second")
        self.sent_back(event, account, "approver", "Say where.")
        self.sent_again(event, member, title="Third")
        text = words(signed_in("approver2").get(page_of(event)))
        part = text[text.index("What was asked for") : text.index("What it says")]
        assert part.index("Say where.") < part.index("One earlier request") < part.index("Say who speaks.")
        # Compared with what was looked at last.
        assert "Second" in part and "Third" in part and "First" not in part

    def test_the_reason_of_a_rejection_is_there_when_it_is_sent_again(self, send, member, account, signed_in):
        event = send(title="First")
        self.sent_back(event, account, "approver", "It is an advertisement.", "decline")
        self.sent_again(event, member, title="Second")
        text = words(signed_in("approver2").get(page_of(event)))
        assert "Why it was rejected" in text and "It is an advertisement." in text

    def test_a_profile_that_was_sent_again(self, organisation, member, account, signed_in):
        self.sent_again(organisation, member, offers="<p>Help with pay.</p>")
        self.sent_back(organisation, account, "approver", "Say for whom.")
        self.sent_again(organisation, member, offers="<p>Help with pay, for everyone.</p>")
        text = words(signed_in("approver").get(page_of(organisation)))
        part = text[text.index("What you asked for") : text.index("What has changed Field")]
        assert "Say for whom." in part and "for everyone" in part
