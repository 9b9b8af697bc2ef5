"""The first steps of a new organization: profile, sent, approved, first event; and what waits for whom."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partners.events import wording

from . import submission
from .submission import State

DONE, YOURS, OFFICE, LATER = "done", "yours", "office", "later"
_REVIEWED = (State.IN_REVIEW, State.LIVE_IN_REVIEW)


@dataclass
class Step:
    """One step.

    Attributes:
        title: what is to be done.
        state: DONE, YOURS (it waits for the members), OFFICE (it waits for the office) or LATER (another step comes first).
        sentence: what to do now, or since when it waits.
        url: where to do it; "" if there is nothing to do.
        action: the words of the link.
    """

    title: str
    state: str
    sentence: str = ""
    url: str = ""
    action: str = ""

    @property
    def who(self):
        """The state in words."""
        return {
            DONE: _("Done"),
            YOURS: _("Waits for you"),
            OFFICE: _("Waits for the office"),
            LATER: _("Later"),
        }[self.state]


def first_steps(organisation, board):
    """The first steps of an organization.

    Args:
        organisation: the OrganisationPage.
        board: the Dashboard of all its events.

    Returns:
        A list of four Steps; empty when its page and an event have been public.
    """
    if organisation.first_published_at and board.has_been_public:
        return []
    state = submission.state(organisation)
    return [*_profile_steps(organisation, state), _event_step(organisation, board)]


def _profile_steps(organisation, state):
    profile = reverse("partners:profile", args=[organisation.slug])
    review = organisation.current_workflow_state
    task = review.current_task_state if review else None
    titles = (_("Write your profile"), _("Send the profile to the office"), _("The office approves it"))
    if organisation.first_published_at:
        return [Step(title, DONE) for title in titles]
    if state in _REVIEWED:
        since = (
            _("With the office since %(day)s.") % {"day": wording.date_words(task.started_at)} if task else ""
        )
        return [Step(titles[0], DONE), Step(titles[1], DONE), Step(titles[2], OFFICE, since)]
    if state == State.CHANGES_REQUESTED:
        sentence = _("The office has read it and asks for changes.")
        fix = Step(titles[0], YOURS, sentence, profile, _("Fix it"))
        return [fix, Step(titles[1], LATER), Step(titles[2], LATER)]
    if missing := len(submission.problems(submission.latest(organisation))):
        sentence = ngettext("%(count)d answer is missing.", "%(count)d answers are missing.", missing)
        write = Step(
            titles[0],
            YOURS,
            sentence % {"count": missing},
            f"{profile}?missing=1",
            _("Continue writing"),
        )
        return [write, Step(titles[1], LATER), Step(titles[2], LATER)]
    send = Step(titles[1], YOURS, _("Nothing is missing. It can be sent."), profile, _("To the profile"))
    return [Step(titles[0], DONE), send, Step(titles[2], LATER)]


def _event_step(organisation, board):
    title = _("Post your first event")
    if board.has_been_public:
        return Step(title, DONE)
    events = {group.code: group.facts for group in board.groups if group.facts}
    if "changes_requested" in events or "draft" in events:
        code = "changes_requested" if "changes_requested" in events else "draft"
        address = reverse("partners:event", args=[organisation.slug, events[code][0].key])
        asked = _("The office has read it and asks for changes.") if code == "changes_requested" else ""
        sentence = asked or _("The draft is not sent yet.")
        return Step(title, YOURS, sentence, address, _("Fix it") if asked else _("Continue writing"))
    if "in_review" in events:
        return Step(title, OFFICE)
    address = reverse("partners:event_new", args=[organisation.slug])
    sentence = _("You can write and send it now. Until the profile is public, it does not say who runs it.")
    return Step(
        title, YOURS, "" if organisation.first_published_at else sentence, address, _("Post an event")
    )
