"""What is public was approved, whatever several people do one after the other."""

import datetime
from contextlib import suppress

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Revision

from portal.models import HelpLine
from portal.workflow import approvals
from portal.workflow.content import content_digest
from tests.live import fresh

pytestmark = pytest.mark.django_db

REFUSALS = (PermissionDenied, ValidationError)
AUTHORS, DECIDERS = ("editor", "approver", "coordinator"), ("approver", "approver2", "coordinator")
STEPS = st.one_of(
    st.tuples(st.sampled_from(["save", "submit"]), st.sampled_from(AUTHORS)),
    st.tuples(st.sampled_from(["read", "approve", "approve", "request"]), st.sampled_from(DECIDERS)),
    st.tuples(st.sampled_from(["publish", "force", "schedule", "older"]), st.sampled_from(AUTHORS)),
    st.tuples(st.just("unpublish"), st.sampled_from(DECIDERS)),
    st.tuples(st.sampled_from(["approve", "tick"]), st.just("editor")),
)


class Story:
    """One page or help line and the people around it: each step is tried, and the rules must hold after it."""

    def __init__(self, record, people):
        self.record, self.people, self.read, self.number = record, people, {}, 0
        self.field = "hours" if isinstance(record, HelpLine) else "title"

    def play(self, action, name):
        # A refusal is as good as a step that is done: what counts is what is public then.
        with suppress(*REFUSALS), transaction.atomic():
            getattr(self, action)(fresh(self.record), self.people[name], name)
        self.hold()

    def save(self, record, user, name):
        lock = record.get_lock()
        if lock and lock.for_user(user):
            return
        version = record.get_latest_revision_as_object()
        self.number += 1
        setattr(version, self.field, f"Version {self.number}")
        version.save_revision(user=user)

    def submit(self, record, user, name):
        state = record.current_workflow_state
        if state and state.status == "needs_changes":
            state.resume(user)
        else:
            record.get_workflow().start(record, user)

    def approve(self, record, user, name):
        self._decide(record, user, "approve", seen=self.read.get(name, ""))

    def request(self, record, user, name):
        self._decide(record, user, "reject", comment="Because.")

    def _decide(self, record, user, action, **more):
        state = record.current_workflow_task_state
        if state:
            state.task.specific.on_action(state, user, action, called=True, **more)

    def publish(self, record, user, name):
        approvals.newest(record).publish(user=user, skip_permission_checks=True)

    def force(self, record, user, name):
        self.number += 1
        setattr(record, self.field, f"Forced {self.number}")
        record.live = True
        record.save()

    def schedule(self, record, user, name):
        version = record.get_latest_revision_as_object()
        version.save_revision(user=user, approved_go_live_at=timezone.now() - datetime.timedelta(seconds=1))

    def tick(self, record, user, name):
        call_command("publish_scheduled", verbosity=0)

    def older(self, record, user, name):
        record.revisions.order_by("created_at").first().publish(user=user, skip_permission_checks=True)

    def unpublish(self, record, user, name):
        record.unpublish(user=user)

    def hold(self):
        """The public words are those of a revision that another person approved."""
        record = fresh(self.record)
        if not record.live:
            return
        revision = Revision.objects.get(pk=record.live_revision_id)
        approval = approvals.in_force(revision).get()
        assert approval.content_digest == content_digest(revision.content)
        assert approval.approver_id is None or approval.approver_id != revision.user_id
        assert getattr(record, self.field) == revision.content[self.field]
        assert not getattr(record, self.field).startswith("Forced")


def play(record, people, steps):
    with transaction.atomic():
        story = Story(record, people)
        for action, name in steps:
            if action == "read":
                story.read[name] = approvals.revision_token(approvals.newest(fresh(record)))
            else:
                story.play(action, name)
        transaction.set_rollback(True)
    return story


@pytest.fixture
def people(account):
    return {name: account(name) for name in {*AUTHORS, *DECIDERS}}


@pytest.mark.parametrize("kind", ["page", "line"])
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEPS, min_size=5, max_size=12))
def test_no_sequence_puts_unapproved_words_on_the_public_site(request, people, kind, steps):
    play(request.getfixturevalue(kind), people, steps)


@pytest.mark.parametrize("kind", ["page", "line"])
def test_a_sequence_in_which_something_is_approved(request, people, kind):
    record = request.getfixturevalue(kind)
    before = record.live_revision_id
    story = Story(record, people)
    story.play("save", "editor")
    story.play("submit", "editor")
    story.play("approve", "editor")
    assert fresh(record).live_revision_id == before
    story.play("approve", "approver")
    assert fresh(record).live_revision_id != before
    assert getattr(fresh(record), story.field) == "Version 1"
