"""Nobody approves what he or she has written since the last approval, whoever saved or sent it last."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, TaskState
from wagtail.models.revisions import Revision
from wagtail_localize.models import Translation

from home.models import InformationPage
from partners.workspace import submission
from portal.dashboard import items as dashboard
from portal.models import Alert, Approval, Contribution, Deputy, HelpLine
from portal.review import emergencies
from portal.workflow import approvals, contributions
from tests.home.edit_form import posted
from tests.live import approved, fresh, published
from tests.partners.factories import make_event, make_member, make_organisation
from tests.portal.translation.test_work import submitted, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    home = Page.objects.get(depth=2, locale__language_code="en").specific
    page = InformationPage(
        title="Opening hours", slug="hours", summary="When.", locale=home.locale, live=False
    )
    home.add_child(instance=page)
    return published(page)


def alert():
    return published(
        Alert(title="The office is closed", text="<p>Until Monday.</p>", locale=Locale.get_default())
    )


def save(record, user, **fields):
    version = approvals.newest(record).as_object()
    for name, value in fields.items():
        setattr(version, name, value)
    return version.save_revision(user=user)


def send(record, user):
    record.get_workflow().start(fresh(record), user)
    return fresh(record)


def decision_page(record):
    state = fresh(record).current_workflow_task_state
    if reverse("partner_submissions") and state.workflow_state.workflow.name == approvals.PARTNER_SUBMISSIONS:
        return reverse("partner_submission", args=[record.pk])
    return reverse("decide", args=[state.pk])


def approve(client, record):
    return client.post(
        decision_page(record),
        {
            "decision": "approve",
            "seen": approvals.revision_token(approvals.newest(record)),
            "comment": "",
            "called": "on",
        },
    )


def refused(client, record):
    """The button is hidden, the reason said, and a request by hand answered with the same sentence."""
    html = client.get(decision_page(record)).content.decode()
    answer = approve(client, record)
    return (
        'value="approve"' not in html
        and "You wrote part of this version" in html
        and answer.status_code == 422
        and "You wrote part of this version" in answer.content.decode()
    )


def test_who_saved_a_draft_that_another_person_sent_does_not_approve_it(page, signed_in, account):
    second = signed_in("approver2")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    second.post(address, posted(page, account("approver2"), summary="By approver2."))
    editor = signed_in("editor")
    version = approvals.newest(page).as_object()
    editor.post(address, posted(version, account("editor")) | {"action-submit": "1"})
    assert fresh(page).workflow_in_progress and approvals.newest(page).user == account("editor")

    client = signed_in("approver2")
    state = fresh(page).current_workflow_task_state
    assert state not in dashboard.to_review(account("approver2"))
    assert state in dashboard.to_review(account("approver"))
    assert refused(client, page)
    assert "Blake Approver" not in client.get(decision_page(page)).content.decode()
    names = [user.email for user in approvals.who_can_approve(fresh(page))]
    assert names == ["coordinator@example.org", "approver@example.org"]
    # Wagtail's own address of the decision.
    client.post(f"/admin/pages/workflow/action/{page.pk}/approve/{state.pk}/")
    assert fresh(page).summary == "When."

    approve(signed_in("approver"), page)
    assert fresh(page).summary == "By approver2."


def test_what_was_approved_is_no_open_contribution(page, signed_in, account):
    save(page, account("approver2"), summary="By approver2.")
    send(page, account("editor"))
    approve(signed_in("approver"), page)
    assert fresh(page).summary == "By approver2."
    save(page, account("editor"), summary="By the editor.")
    send(page, account("editor"))
    assert [user.email for user in contributions.contributors(page)] == ["editor@example.org"]
    approve(signed_in("approver2"), page)
    assert fresh(page).summary == "By the editor."


def test_a_clock_that_was_ahead_hides_no_contribution(page, account):
    Revision.objects.filter(pk=page.live_revision_id).update(
        created_at=timezone.now() + datetime.timedelta(days=30)
    )
    save(page, account("approver2"), summary="By approver2.")
    save(page, account("editor"))
    assert account("approver2") in contributions.contributors(page)


def test_office_staff_who_changed_an_event_of_partners_do_not_approve_it(signed_in, account):
    member = make_member(make_organisation("Example Helpers"), "member@example.org")
    event = make_event(member.memberships.get().organisation, title="Public title")
    save(event, account("approver"), title="The approver's title")
    save(event, member)
    send(event, member)
    assert refused(signed_in("approver"), event)
    assert fresh(event).title == "Public title"
    approve(signed_in("approver2"), event)
    assert fresh(event).title == "The approver's title"


@pytest.mark.parametrize(
    "make", [alert, lambda: HelpLine.objects.get(name="Day One", locale__language_code="en")]
)
def test_snippets_follow_the_same_rule(make, signed_in, account):
    record = make()
    save(record, account("coordinator"))
    save(record, account("editor"))
    send(record, account("editor"))
    assert refused(signed_in("coordinator"), record)
    assert approve(signed_in("approver"), record).status_code == 302
    assert fresh(record).current_workflow_state is None


class TestTranslations:
    @pytest.fixture
    def translation(self, page, signed_in):
        return submitted(signed_in("editor"), page)

    def test_who_wrote_a_part_that_another_person_wrote_anew_does_not_approve_it(
        self, translation, approver, signed_in
    ):
        target, translation = translation
        write(signed_in("approver"), translation, "summary", "Por+la+aprobadora.")
        translator = signed_in("translator")
        write(translator, translation, "summary", "Por+la+traductora.")
        translator.post(reverse("send_translation", args=[translation.pk]))
        assert fresh(target).workflow_in_progress
        assert refused(signed_in("approver"), target)

    @pytest.fixture
    def approver(self, account):
        """An approver who reads all languages."""
        approver = account("approver")
        approver.approves_in = ["hmn", "so"]
        approver.save()
        return approver

    def test_who_deleted_a_part_that_another_person_sent_does_not_approve_it(
        self, translation, approver, signed_in
    ):
        target, translation = translation
        write(signed_in("translator"), translation, "summary", "Not+on+Fridays.")
        signed_in("translator").post(reverse("send_translation", args=[translation.pk]))
        approve(signed_in("approver"), target)
        assert fresh(target).summary == "Not on Fridays."
        segment = translation.source.stringsegment_set.get(context__path="summary")
        part = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
        assert signed_in("approver").delete(part).status_code == 200
        signed_in("editor").post(reverse("send_translation", args=[translation.pk]))
        assert approvals.newest(target).as_object().summary == "When."
        assert refused(signed_in("approver"), target)

    def test_a_part_that_no_version_holds_yet_is_not_approved_with_another_version(
        self, translation, approver, signed_in, account
    ):
        target, translation = translation
        signed_in("editor").post(reverse("send_translation", args=[translation.pk]))
        approve(signed_in("approver"), target)
        write(signed_in("approver"), translation, "summary", "By+the+approver.")
        approved(
            save(target, account("editor"), discreet_title="Information"), account("approver2")
        ).publish()
        assert fresh(target).summary == "When."
        signed_in("editor").post(reverse("send_translation", args=[translation.pk]))
        assert approvals.newest(target).as_object().summary == "By the approver."
        assert refused(signed_in("approver"), target)

    def test_nor_with_values_in_step(self, approver, signed_in, account):
        english = HelpLine.objects.get(name="Day One", locale__language_code="en")
        somali = english.get_translation(Locale.objects.get(language_code="so"))
        translation = Translation.objects.get(
            source__object_id=english.translation_key, target_locale=somali.locale
        )
        write(signed_in("approver"), translation, "hours", "By+the+approver.")
        save(english, account("editor"), enabled=False)
        send(english, account("editor"))
        approve(signed_in("approver2"), english)
        assert not fresh(somali).enabled
        signed_in("editor").post(reverse("send_translation", args=[translation.pk]))
        assert approvals.newest(somali).as_object().hours == "By the approver."
        assert refused(signed_in("approver"), somali)

    def test_values_in_step_keep_the_authors_of_the_draft(self, account):
        english = HelpLine.objects.get(name="Day One", locale__language_code="en")
        spanish = english.get_translation(Locale.objects.get(language_code="es"))
        assert spanish.live
        save(spanish, account("approver2"), hours="A todas horas")
        save(spanish, account("editor"))
        version = approvals.newest(english).as_object()
        version.enabled = False
        revision = version.save_revision(user=account("editor"))
        approved(revision, account("approver"))
        send(english, account("editor"))
        state = fresh(english).current_workflow_task_state
        state.task.specific.on_action(state, account("approver"), "approve", called=True)
        assert not fresh(spanish).enabled
        assert account("approver2") in contributions.contributors(spanish)


class TestReturn:
    def test_an_earlier_draft_that_is_taken_up_again_keeps_its_authors(self, page, signed_in, account):
        earlier = save(page, account("approver2"), summary="Never approved.")
        approved(save(page, account("editor"), summary="Other words."), account("approver")).publish()
        assert account("approver2") not in contributions.contributors(page)
        back = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, earlier.pk])
        signed_in("editor").post(back, posted(earlier.as_object(), account("editor")))
        assert approvals.newest(page).as_object().summary == "Never approved."
        assert set(contributions.contributors(page)) == {account("editor"), account("approver2")}

    def test_one_that_was_approved_has_only_the_person_who_took_it_up(self, page, signed_in, account):
        earlier = save(page, account("approver2"), summary="Approved.")
        approved(earlier, account("approver")).publish()
        approved(save(page, account("editor"), summary="Other words."), account("approver")).publish()
        back = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, earlier.pk])
        signed_in("editor").post(back, posted(earlier.as_object(), account("editor")))
        assert list(contributions.contributors(page)) == [account("editor")]


def test_deleted_revisions_keep_their_authors(page, account):
    save(page, account("approver2"), summary="By approver2.")
    save(page, account("editor"))
    save(page, account("approver2"), summary="By approver2.")
    Revision.objects.filter(user=account("approver2"), object_id=str(page.pk)).delete()
    assert account("approver2") in contributions.contributors(page)
    contributions.note(page, [account("approver2")])


def test_a_copy_keeps_the_authors_of_what_nobody_approved(page, signed_in, account):
    save(page, account("approver"), summary="Approved.")
    approved(approvals.newest(page), account("approver2")).publish()
    save(page, account("coordinator"), summary="Not approved.")
    signed_in("editor").post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "Copy", "new_slug": "copy", "new_parent_page": page.get_parent().pk},
    )
    copy = InformationPage.objects.get(slug="copy")
    assert set(contributions.contributors(copy)) == {account("editor"), account("coordinator")}


def test_an_event_that_is_posted_again_keeps_the_authors_of_what_nobody_approved(account):
    member = make_member(make_organisation("Example Helpers"), "member@example.org")
    event = make_event(member.memberships.get().organisation, title="Public title")
    save(event, account("approver"), title="The approver's title")
    again = submission.duplicate(fresh(event), member)
    assert again.title == "The approver's title"
    assert set(contributions.contributors(again)) == {account("approver"), member}


def test_where_everybody_wrote_some_of_it_the_page_says_what_to_do(page, signed_in, account):
    for name in ("approver", "approver2", "coordinator", "editor"):
        save(page, account(name))
    send(page, account("editor"))
    sentence = "A coordinator can name a deputy"
    assert sentence in signed_in("approver").get(decision_page(page)).content.decode()
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert sentence in signed_in("editor").get(editor).content.decode()

    Deputy.objects.create(
        user=account("translator"), starts_on=timezone.localdate(), ends_on=timezone.localdate()
    )
    assert approvals.who_can_approve(fresh(page)) == [account("translator")]
    approve(signed_in("translator"), page)
    assert TaskState.objects.filter(finished_by=account("translator"), status="approved").exists()


class TestEmergencies:
    @pytest.fixture
    def emergency(self, account):
        record = Alert.objects.create(
            locale=Locale.get_default(), title="Gas leak", level="emergency", live=False
        )
        record.save_revision(user=account("approver2"))
        emergencies.publish(record, account("coordinator"), "Smoke.")
        return Approval.objects.get(revision__object_id=str(record.pk), ground="emergency")

    def test_who_wrote_the_draft_does_not_confirm_it(self, emergency, signed_in):
        client = signed_in("approver2")
        html = client.get(reverse("emergencies")).content.decode()
        assert "Another person must confirm it." in html and "I have checked it" not in html
        answer = client.post(reverse("emergency_confirm", args=[emergency.pk]), follow=True)
        assert "Another person must confirm it." in answer.content.decode()
        emergency.refresh_from_db()
        assert emergency.confirmed_at is None
        signed_in("approver").post(reverse("emergency_confirm", args=[emergency.pk]))
        emergency.refresh_from_db()
        assert emergency.confirmed_by.email == "approver@example.org"

    def test_until_it_is_confirmed_its_authors_approve_no_later_version_either(self, emergency, account):
        record = emergency.revision.content_object
        save(record, account("editor"))
        wrote = set(contributions.contributors(record))
        assert wrote == {account("approver2"), account("editor")}
        # Who changed it later may still confirm what was public before.
        save(record, account("approver"))
        assert emergencies.may_confirm(account("approver"), emergency)
        emergencies.confirm(emergency, account("approver"))
        assert account("approver2") not in contributions.contributors(record)


def test_an_unknown_record_leaves_nothing_behind(page, account):
    save(page, account("editor"))
    number = page.pk
    page.delete()
    assert not Contribution.objects.filter(object_id=str(number)).exists()
