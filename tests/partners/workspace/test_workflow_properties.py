"""The rules of the review hold whatever several people do to one event, in whatever order."""

import datetime
import itertools

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Revision

from partners.models import EventPage
from partners.workspace import submission
from portal.exceptions import ActionNotAllowed
from portal.models import Approval
from portal.workflow import approvals
from tests.partners.factories import make_member, make_organisation

REFUSALS = (ActionNotAllowed, PermissionDenied, ValidationError)
MEMBERS = ("member", "colleague")
STAFF = ("approver", "approver2", "coordinator")
STEPS = st.one_of(
    st.tuples(st.sampled_from(["save", "submit", "withdraw"]), st.sampled_from(MEMBERS)),
    st.tuples(
        st.sampled_from(["read", "approve", "approve", "request", "reject", "save", "publish"]),
        st.sampled_from(STAFF),
    ),
    # Who has no say tries it as well.
    st.tuples(st.sampled_from(["approve", "reject", "publish"]), st.sampled_from(MEMBERS)),
)


class Story:
    """One event and the people around it. Each step is tried; the hub refuses or does it; the rules must hold after it."""

    def __init__(self, people):
        self.people = people
        self.titles = (f"Title {number}" for number in itertools.count(1))
        organisation = people["member"].memberships.get().organisation
        fields = {
            "summary": "An hour about pay.",
            "start_date": datetime.date(2031, 1, 20),
            "start_time": datetime.time(10),
            "venue_name": "Example Library",
            "accessibility_contact": "access@example.org",
        }
        event = submission.new_event(organisation, people["member"], "en", title="A story", **fields)
        self.pk = event.pk
        self.read = {}
        self.public = None

    @property
    def event(self):
        return EventPage.objects.get(pk=self.pk)

    @property
    def newest(self):
        return approvals.newest(self.event)

    def play(self, action, name):
        before, newest = self.event, self.newest
        may = action == "approve" and self.may_approve(name)
        done = self.attempt(action, self.people[name], name)
        after = self.event
        if action == "approve":
            assert done == may, f"{name} approves: {done}, expected {may}"
        if action == "publish":
            assert not done
        if action == "approve" and done:
            # What was read is what is public, and nobody else's words.
            self.public = newest.content["title"]
            assert after.live and after.live_revision_id == newest.pk
            assert newest.user_id != self.people[name].pk
        self.hold(before, after, name, action, done)

    def may_approve(self, name):
        """The rule in a second wording: in review, one of the office, not the last editor, has seen the newest version."""
        return (
            name in STAFF
            and self.event.workflow_in_progress
            and self.newest.user != self.people[name]
            and self.read.get(name) == approvals.revision_token(self.newest)
        )

    def attempt(self, action, user, name):
        """Try a step as it is done in the hub. Returns whether it was done."""
        try:
            with transaction.atomic():
                return self.do(action, user, name) is not False
        except REFUSALS:
            return False

    def do(self, action, user, name):
        event = self.event
        if action == "read":
            self.read[name] = approvals.revision_token(self.newest)
        elif action == "save":
            version = submission.latest(event)
            version.title = next(self.titles)
            if name in MEMBERS:
                submission.save_draft(version, user)
            else:
                lock = event.get_lock()
                if lock and lock.for_user(user):
                    return False
                version.save_revision(user=user)
        elif action in ("submit", "withdraw"):
            getattr(submission, action)(event, user)
        elif action == "publish":
            self.newest.publish(user=user, skip_permission_checks=True)
            return self.newest.pk != event.live_revision_id
        else:
            task_state = event.current_workflow_task_state
            if task_state is None:
                return False
            task_state.task.specific.on_action(
                task_state,
                user,
                {"request": "reject", "reject": "decline"}.get(action, action),
                comment="" if action == "approve" else "Because.",
                seen=self.read.get(name, "never read"),
            )
        return True

    def hold(self, before, after, name, action, done):
        """What is true at every time."""
        # The public version never changes but by an approval, and is what was approved.
        assert (after.title if after.live else None) == self.public
        if after.live:
            approval = approvals.in_force(after.live_revision_id).get()
            assert approval.approver_id not in (None, after.live_revision.user_id)
            assert after.title == Revision.objects.get(pk=after.live_revision_id).content["title"]
        # One approval is in force at most.
        assert Approval.objects.filter(revision__in=after.revisions.all(), ended_at=None).count() <= 1
        # While it lies with the office, members change nothing.
        if before.workflow_in_progress and name in MEMBERS and action == "save":
            assert not done
        # Only who decides, or the members, end a review.
        if before.workflow_in_progress and not after.workflow_in_progress:
            assert done and (name in STAFF or action == "withdraw")


@pytest.fixture
def people(account):
    organisation = make_organisation("Example Helpers")
    return {
        "member": make_member(organisation, "member@example.org"),
        "colleague": make_member(organisation, "colleague@example.org"),
        **{name: account(name) for name in STAFF},
    }


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(STEPS, min_size=6, max_size=14))
def test_the_public_version_changes_only_by_the_approval_of_a_second_person(people, steps):
    with transaction.atomic():
        story = Story(people)
        for action, name in steps:
            story.play(action, name)
        transaction.set_rollback(True)


def test_a_story_with_every_turn(people):
    """The same rules over one sequence in which every step is done at least once, so that none is only ever refused."""
    story = Story(people)
    turns = [
        ("submit", "member", True),
        ("save", "colleague", False),
        ("withdraw", "colleague", True),
        ("save", "colleague", True),
        ("submit", "colleague", True),
        ("approve", "approver", False),  # Not read yet.
        ("read", "approver", True),
        ("request", "approver", True),
        ("save", "member", True),
        ("submit", "member", True),
        ("read", "approver", True),
        ("save", "approver2", True),
        ("approve", "approver", False),  # An edit conflict.
        ("read", "approver2", True),
        ("approve", "approver2", False),  # The own change.
        ("read", "approver", True),
        ("approve", "approver", True),
        ("save", "member", True),
        ("publish", "approver", False),
        ("submit", "member", True),
        ("reject", "coordinator", True),
    ]
    for action, name, expected in turns:
        rows_before = story.event.workflow_in_progress, story.newest.pk
        story.play(action, name)
        changed = (story.event.workflow_in_progress, story.newest.pk) != rows_before or action == "read"
        assert changed == expected, (action, name)
