"""Values that are the same in every language change in public translations, and nothing else of a translation goes public with them."""

import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Locale, Revision

from portal.models import Approval, HelpLine
from portal.signoff import services as signoff
from portal.workflow import approvals
from tests.live import approved, fresh, published

pytestmark = pytest.mark.django_db
NUMBER = {"phone": "+18005550100", "phone_display": "1-800-555-0100"}


@pytest.fixture
def english():
    return HelpLine.objects.get(name="Day One", locale__language_code="en")


@pytest.fixture
def somali(english):
    return english.get_translation(Locale.objects.get(language_code="so"))


def send(line, user, **values):
    for name, value in values.items():
        setattr(line, name, value)
    line.save_revision(user=user)
    line.get_workflow().start(line, user)
    return fresh(line)


def approve(line, user):
    state = fresh(line).current_workflow_task_state
    seen = approvals.revision_token(approvals.newest(line))
    state.task.specific.on_action(state, user, "approve", called=True, seen=seen)


def test_a_number_goes_public_in_every_language_on_a_ground_of_its_own(english, somali, account):
    approver = account("approver2")
    approver.approves_in = []
    approver.save()
    words = somali.words_to_say
    send(english, account("editor"), **NUMBER)
    approve(english, approver)
    now = fresh(somali)
    assert now.phone == NUMBER["phone"] and now.words_to_say == words
    given = {
        line.locale.language_code: approvals.in_force(line.live_revision).get()
        for line in english.get_translations(inclusive=True)
    }
    assert given.pop("en").ground == Approval.Ground.REVIEW
    assert given and {(one.ground, one.approver) for one in given.values()} == {
        (Approval.Ground.CARRIED, approver)
    }


def test_words_of_a_draft_do_not_go_public_with_it(english, somali, account):
    somali.words_to_say = "Nobody has approved these words."
    somali.save_revision(user=account("translator"))
    send(english, account("editor"), **NUMBER)
    approve(english, account("approver"))
    now = fresh(somali)
    assert now.phone == NUMBER["phone"] and "Nobody has approved" not in now.words_to_say
    draft = approvals.newest(somali).as_object()
    assert (draft.phone, draft.words_to_say) == (NUMBER["phone"], "Nobody has approved these words.")


def test_a_signature_that_nobody_has_approved_does_not_go_public_with_it(english, somali, account):
    signoff.sign(somali, account("translator"), approvals.revision_token(approvals.newest(somali)))
    assert somali.translation_signed_on is None and fresh(somali).shows_english
    send(english, account("editor"), **NUMBER)
    approve(english, account("approver"))
    now = fresh(somali)
    assert now.phone == NUMBER["phone"]
    assert now.translation_signed_on is None and now.shows_english
    draft = approvals.newest(somali).as_object()
    assert draft.phone == NUMBER["phone"] and draft.translation_signed_on is not None


def test_a_public_signature_stays_although_the_draft_has_none(english, somali, account):
    signoff.sign(somali, account("translator"), approvals.revision_token(approvals.newest(somali)))
    approve(somali, account("approver"))
    day = fresh(somali).translation_signed_on
    draft = fresh(somali)
    draft.words_to_say = "Other words."
    draft.save_revision(user=account("editor"))
    assert approvals.newest(somali).as_object().translation_signed_on is None
    send(english, account("editor"), **NUMBER)
    approve(english, account("approver"))
    now = fresh(somali)
    assert now.phone == NUMBER["phone"] and now.translation_signed_on == day
    assert day and not now.shows_english


def test_a_translation_that_was_changed_after_its_approval_keeps_all_of_it_from_the_public(
    english, somali, account
):
    revision = somali.live_revision
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "words_to_say": "Slipped in"})
    before = fresh(english).phone
    send(english, account("editor"), **NUMBER)
    with pytest.raises(
        approvals.NotApproved, match="The version in Somali contains something that nobody has approved"
    ):
        approve(english, account("approver"))
    assert fresh(english).workflow_in_progress
    assert fresh(english).phone == fresh(somali).phone == before


def test_words_that_were_slipped_into_the_row_are_not_approved_with_it(english, somali, account):
    words = somali.words_to_say
    HelpLine.objects.filter(pk=somali.pk).update(words_to_say="Slipped in")
    send(english, account("editor"), **NUMBER)
    approve(english, account("approver"))
    assert (fresh(somali).phone, fresh(somali).words_to_say) == (NUMBER["phone"], words)


def test_a_planned_change_changes_every_language_at_its_time(english, somali, account):
    before = somali.phone
    planned = timezone.now() + datetime.timedelta(days=2)
    send(english, account("editor"), go_live_at=planned, **NUMBER)
    approve(english, account("approver"))
    assert fresh(english).phone == fresh(somali).phone == before
    with time_machine.travel(planned + datetime.timedelta(minutes=1)):
        call_command("publish_scheduled", verbosity=0)
    assert fresh(english).phone == fresh(somali).phone == NUMBER["phone"]
    approval = approvals.in_force(fresh(somali).live_revision).get()
    assert (approval.ground, approval.approver) == (Approval.Ground.CARRIED, account("approver"))


def test_a_translation_that_is_not_public_stays_so(english, somali, account):
    somali.unpublish()
    send(english, account("editor"), **NUMBER)
    approve(english, account("approver"))
    assert not fresh(somali).live


def test_nothing_is_carried_over_where_nothing_shared_changes(english, account):
    before = Approval.objects.filter(ground=Approval.Ground.CARRIED).count()
    line = published(english)
    approved(line.save_revision(), account("approver")).publish()
    assert Approval.objects.filter(ground=Approval.Ground.CARRIED).count() == before
