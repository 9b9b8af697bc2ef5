"""Who is told what, when and in which language: at once, gathered in the morning, once a week, or never."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse
from wagtail.admin.mail import send_notification
from wagtail.models import Comment, TaskState, WorkflowState

from home.models import DefinitionPage, FormatRequest, InformationPage
from portal.models import Alert, HelpLine, MailPreference, MorningRun, Notice, OutboxMessage
from portal.notifications import preferences, reminders
from portal.notifications import services as notifications
from portal.notifications.preferences import DAILY, NEVER, WEEKLY
from portal.pages import stewardship
from tests.partners.factories import make_event, make_member, make_organisation
from tests.portal.notifications.mails import mails, sent_to, take_mails

pytestmark = pytest.mark.django_db

OFFICE = ["approver2@example.org", "approver@example.org", "coordinator@example.org"]
# A Monday, far enough for nothing else to be due by accident.
MONDAY = datetime.datetime(2030, 3, 4, 7, 30, tzinfo=ZoneInfo("America/Chicago"))
SECRET = "Hidden words of a draft"


def at(days=0, hour=7, minute=30):
    """A time in the office's zone, so many days after a certain Monday."""
    return (MONDAY + datetime.timedelta(days=days)).replace(hour=hour, minute=minute)


@pytest.fixture(autouse=True)
def nothing_waits(db):
    """What the demonstration holds is due for nobody."""
    WorkflowState.objects.all().delete()
    OutboxMessage.objects.all().delete()
    for model in stewardship.models():
        model.objects.update(steward=None)
    HelpLine.objects.update(verified_on=at().date())
    FormatRequest.objects.all().delete()


@pytest.fixture
def choose(account):
    def take(name, kind, frequency):
        MailPreference.objects.update_or_create(
            user=account(name), kind=kind, defaults={"frequency": frequency}
        )

    return take


@pytest.fixture
def draft(account):
    """A page of the office that an editor has sent for review."""
    page = DefinitionPage.objects.live().filter(locale__language_code="en").first()
    page.title, page.discreet_title, page.summary = "Wages in kitchens", "", SECRET
    page.save_revision(user=account("editor"))
    page.get_workflow().start(page, account("editor"))
    return page


@pytest.fixture
def steward(account):
    """An editor who answers for a page that was reviewed long ago."""
    page = InformationPage.objects.live().filter(locale__language_code="en").first()
    InformationPage.objects.filter(pk=page.pk).update(
        steward=account("editor"),
        last_reviewed=datetime.date(2029, 2, 10),
        review_interval=12,
        discreet_title="Information",
        sources=[],
    )
    return account("editor")


def decide(record, who, action, comment=""):
    state = record.current_workflow_task_state
    state.task.specific.on_action(state, who, action, comment=comment)


class TestSubmissions:
    def test_several_make_one_mail_for_each_who_may_approve(self, draft, account):
        alert = Alert.objects.create(title="Lines are closed", live=False)
        alert.save_revision(user=account("editor"))
        alert.get_workflow().start(alert, account("editor"))
        assert mails() == []
        reminders.tell_gathered()
        assert sent_to() == OFFICE
        for mail in mails():
            assert mail.subject == "2 submissions await review"
            assert SECRET not in mail.body
            assert "kitchens" not in mail.body
        reminders.tell_gathered()
        assert len(mails()) == 3

    def test_who_made_the_last_change_is_not_told(self, account):
        page = DefinitionPage.objects.live().first()
        page.save_revision(user=account("approver"))
        page.get_workflow().start(page, account("editor"))
        reminders.tell_gathered()
        assert "approver@example.org" not in sent_to()
        assert len(mails()) == 2

    def test_what_was_decided_meanwhile_is_not_told(self, draft, account):
        decide(draft, account("approver"), "reject", "Why?")
        take_mails()
        reminders.tell_gathered()
        assert mails() == []

    def test_operators_get_none(self, account, draft):
        operator = get_user_model().objects.create_superuser("operator@example.org", "river-stone-22-lantern")
        operator.groups.set(account("approver").groups.all())
        draft.current_workflow_state.cancel(user=account("editor"))
        draft.get_workflow().start(draft, account("editor"))
        reminders.tell_gathered()
        notifications.send_digests(at())
        assert "operator@example.org" not in sent_to()

    @pytest.mark.parametrize(("frequency", "count"), [(DAILY, 1), (WEEKLY, 1), (NEVER, 0)])
    def test_who_gathers_or_wants_none(self, draft, choose, frequency, count):
        choose("approver", preferences.SUBMISSION, frequency)
        reminders.tell_gathered()
        assert not mails("approver@example.org")
        TaskState.objects.update(started_at=at(-1))
        notifications.send_digests(at())
        found = take_mails("approver@example.org")
        assert len(found) == count
        for mail in found:
            assert "One submission from a colleague is waiting." in mail.body
            assert "kitchens" not in mail.body

    def test_the_command_does_both(self, draft, capsys):
        call_command("send_notices")
        assert "3 mails about what came" in capsys.readouterr().out
        call_command("send_notices")
        assert "0 mails about what came, 0 gathered." in capsys.readouterr().out

    def test_what_waits_for_three_working_days_is_recalled_once_for_every_three(self, draft):
        TaskState.objects.update(started_at=at(0))
        told = {}
        for day in range(1, 15):
            notifications.send_digests(at(day))
            told[day] = len(take_mails("approver@example.org"))
        # Monday to Thursday are three working days after the first; it is recalled on the day after them.
        assert [day for day, count in told.items() if count] == [4, 9, 14]


class TestDecisions:
    @pytest.mark.parametrize(
        ("action", "subject"),
        [
            ("approve", "Approved: “Wages in kitchens”"),
            ("reject", "Changes requested: “Wages in kitchens”"),
            ("decline", "Not published: “Wages in kitchens”"),
        ],
    )
    def test_the_author_is_told_with_the_title_and_a_link(self, draft, account, action, subject):
        decide(draft, account("approver"), action, "The third sentence is wrong.")
        mail = mails("editor@example.org")
        assert [one.subject for one in mail] == [subject]
        assert sent_to() == ["editor@example.org"]
        assert reverse("wagtailadmin_pages:edit", args=[draft.pk]) in mail[0].body
        assert "third sentence" not in mail[0].body
        assert SECRET not in mail[0].body
        assert (
            mail[0].headers["List-Unsubscribe"]
            == f"<{settings.WAGTAILADMIN_BASE_URL}/admin/preferences/#tab-notifications>"
        )

    def test_a_discreet_title_stands_for_the_title(self, account):
        page = DefinitionPage.objects.live().first()
        page.title, page.discreet_title = "Wages in kitchens", "Information"
        page.save_revision(user=account("editor"))
        page.get_workflow().start(page, account("editor"))
        decide(page, account("approver"), "reject", "Why?")
        assert [one.subject for one in mails("editor@example.org")] == ["Changes requested: “Information”"]
        assert "kitchens" not in mails("editor@example.org")[0].body

    def test_in_the_persons_language(self, draft, account):
        get_user_model().objects.filter(email="editor@example.org").update(language="es")
        decide(draft, account("approver"), "approve")
        assert mails("editor@example.org")[0].subject.startswith("Aprobado")

    def test_gathered_for_the_morning(self, draft, account, choose):
        choose("editor", preferences.DECISION, DAILY)
        decide(draft, account("approver"), "approve")
        assert not mails("editor@example.org")
        notifications.send_digests(at())
        (mail,) = take_mails("editor@example.org")
        assert mail.subject == "One thing is waiting for you"
        assert "Approved: “Wages in kitchens”" in mail.body
        notifications.send_digests(at(1))
        assert mails("editor@example.org") == []

    def test_members_gather_decisions_too(self, account):
        organisation = make_organisation("Example Helpers")
        member = make_member(organisation, "member@example.org")
        MailPreference.objects.create(user=member, kind=preferences.DECISION, frequency=DAILY)
        event = make_event(organisation, title="Know your pay", live=False)
        event.save_revision(user=member, clean=False)
        event.get_workflow().start(event, member)
        decide(event, account("approver"), "reject", "Which room?")
        assert not mails("member@example.org")
        notifications.send_digests(at())
        (mail,) = mails("member@example.org")
        assert "Changes requested" in mail.body
        assert "/workspace/" in mail.body
        assert "Which room" not in mail.body


class TestDue:
    def test_a_page_is_told_once_when_it_is_due_and_again_each_week(self, steward):
        days = []
        for day in range(0, 19):
            notifications.send_digests(at(day))
            if found := take_mails(steward.email):
                days.append(day)
                assert "- Information\n" in found[0].body
        assert days == [0, 7, 14]

    def test_not_before_it_is_due(self, steward):
        InformationPage.objects.filter(steward=steward).update(last_reviewed=datetime.date(2029, 4, 10))
        notifications.send_digests(at())
        assert mails() == []

    def test_once_a_week_for_who_wants_it_so_even_when_the_monday_was_missed(self, steward, choose):
        choose("editor", preferences.REVIEW, WEEKLY)
        days = []
        for day in (1, 2, 3, 4, 7, 8, 9):
            notifications.send_digests(at(day))
            if take_mails(steward.email):
                days.append(day)
        assert days == [1, 7]

    def test_never_is_never(self, steward, choose):
        choose("editor", preferences.REVIEW, NEVER)
        notifications.send_digests(at())
        assert mails() == []

    def test_sources_that_nobody_has_checked_for_a_year(self, steward):
        page = InformationPage.objects.get(steward=steward)
        source = {"title": "A law", "url": "", "publisher": "", "checked_on": "2029-02-01", "note": ""}
        InformationPage.objects.filter(pk=page.pk).update(
            last_reviewed=at().date(), sources=[{"type": "source", "value": source, "id": "a"}]
        )
        notifications.send_digests(at())
        (mail,) = mails(steward.email)
        assert "sources that nobody has checked for a year" in mail.body
        assert "A law" not in mail.body

    def test_a_help_line_that_nobody_has_called_goes_to_its_steward(self, account):
        line = HelpLine.objects.filter(live=True, enabled=True, locale__language_code="en").first()
        old = datetime.date(2029, 8, 1)
        HelpLine.objects.filter(translation_key=line.translation_key).update(
            verified_on=old, steward=account("editor")
        )
        notifications.send_digests(at())
        (mail,) = take_mails()
        assert mail.recipients == ["editor@example.org"]
        assert mail.body.count(f"- {line.name}") == 1
        assert f"/helpline/edit/{line.pk}/" in mail.body

    def test_without_a_steward_to_the_coordinators(self):
        line = HelpLine.objects.filter(live=True, enabled=True, locale__language_code="en").first()
        HelpLine.objects.filter(translation_key=line.translation_key).update(verified_on=None)
        notifications.send_digests(at())
        assert sent_to() == ["coordinator@example.org"]

    @pytest.mark.parametrize("assignee", ["editor", None])
    def test_an_overdue_request_by_its_number_only(self, account, assignee):
        record = FormatRequest.objects.create(
            need="Large print for Ayaan",
            contact="ayaan@example.net",
            answer_by="email",
            safe="yes",
            answer_due=at(-1).date(),
            assignee=account(assignee) if assignee else None,
        )
        notifications.send_digests(at())
        (mail,) = mails()
        assert mail.recipients == [f"{assignee or 'coordinator'}@example.org"]
        assert record.reference in mail.body
        assert "yaan" not in mail.body + mail.subject

    def test_all_in_one_mail_in_the_persons_language(self, steward):
        get_user_model().objects.filter(pk=steward.pk).update(language="es")
        FormatRequest.objects.create(
            need="x", answer_by="email", safe="yes", answer_due=at(-1).date(), assignee=steward
        )
        notifications.send_digests(at())
        (mail,) = mails(steward.email)
        assert mail.body.count(settings.WAGTAILADMIN_BASE_URL) == 3


class TestMorning:
    @pytest.mark.parametrize(
        ("when", "is_time"),
        [
            (at(0, 6, 59), False),
            (at(0, 7, 0), True),
            (at(4, 23, 0), True),
            (at(5), False),
            (at(6), False),
            (at(84), False),
            # Seven in the morning by the clock of the server is in the night of the office.
            (datetime.datetime(2030, 3, 4, 7, 30, tzinfo=datetime.UTC), False),
        ],
        ids=["early", "seven", "late on Friday", "Saturday", "Sunday", "Memorial Day", "UTC"],
    )
    def test_on_working_days_from_seven_in_the_offices_zone(self, steward, when, is_time):
        assert notifications.send_digests(when) == (1 if is_time else None)

    def test_a_second_run_on_the_same_day_sends_nothing(self, steward, account, draft, choose):
        TaskState.objects.update(started_at=at())
        assert notifications.send_digests(at()) == 1
        choose("editor", preferences.DECISION, DAILY)
        decide(draft, account("approver"), "approve")
        assert notifications.send_digests(at(0, 9)) is None
        assert len(mails(steward.email)) == 1
        assert notifications.send_digests(at(1)) == 1

    def test_a_failure_in_the_middle_is_made_good_by_the_next_turn(self, steward, monkeypatch):
        monkeypatch.setattr(settings, "EMAIL_BACKEND", "no.such.Backend")
        with pytest.raises(ImportError):
            notifications.send_digests(at())
        assert not MorningRun.objects.exists()
        assert not Notice.objects.filter(told_at__isnull=False).exists()
        monkeypatch.setattr(settings, "EMAIL_BACKEND", "portal.notifications.outbox.OutboxBackend")
        assert notifications.send_digests(at()) == 1


def test_a_mail_about_comments_holds_none(account):
    """Wagtail writes it, with our words: it would say what was written about a draft."""
    page = DefinitionPage.objects.live().first()
    page.draft_title = "Wages in kitchens"
    comment = Comment(text="Is the third sentence true?", page=page, user=account("approver"))
    words = {"page": page, "editor": account("approver"), "new_comments": [comment], "replied_comments": []}
    assert send_notification([account("editor")], "updated_comments", words)
    (mail,) = mails()
    assert mail.subject == "Comments on a page that you follow"
    assert f"/admin/pages/{page.pk}/edit/" in mail.body
    for hidden in ("third sentence", "kitchens"):
        assert hidden not in mail.body
