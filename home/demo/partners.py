"""Creates the members of the example organizations and their events, in every state that an event can have.

Dates in the files under `pages/…/events/` are relative to the day of loading (`start_date: {in_days: 14, weekday: TU}`), so that the
demonstration always has upcoming events.
"""

from typing import cast

from django.contrib.auth import get_user_model
from django.db.models import Field
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction

from partners.events import occurrences
from partners.members.models import Role
from partners.models import EventDate, EventPage, EventStatus, Membership, ReviewNotice
from partners.workspace import submission
from portal.models import Approval, OutboxMessage
from portal.workflow import approvals
from portal.workflow.immediate_actions import not_recorded

from .fixtures import EVENT_KEYS, PAGE_KEYS, ContentError, refuse_unknown_keys

# Keys that set_field() does not handle.
HANDLED_SEPARATELY = {*PAGE_KEYS, *EVENT_KEYS, "title", "organisation", "exception_dates"}


class DemoPartners:
    """Creates memberships and events, after the other pages."""

    def __init__(self, files):
        """Take the DemoLoader that has created the other pages."""
        self.files = files
        self.users = {user.email: user for user in get_user_model().objects.all()}
        self.approver = self.users.get("approver@example.org")
        self.owners = {}  # By the primary key of the organization.
        self.keys = {}  # By address.

    def load(self, members, events):
        """Create everything.

        Args:
            members: a dict of addresses of organizations to lists of {"user": email, "role"}.
            events: a dict of language codes, English first, to (address, content) of each event in that language; an
                event that has no English version is written in its language, the others are translations.
        """
        self._members(members)
        last = OutboxMessage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        originals: dict[str, EventPage] = {}
        for language, contents in events.items():
            for address, content in self.files.progress.track(contents, f"Publishing events ({language})"):
                if address in self.keys:
                    self._translate(address, originals[address], content, language)
                else:
                    self._event(address, content, language)
                    originals[address] = content
        for contents in events.values():
            for address, content in contents:
                self._happen(address, content)
        # Nobody needs mail about invented events.
        OutboxMessage.objects.filter(pk__gt=last).delete()
        ReviewNotice.objects.filter(told_at=None).update(told_at=timezone.now())

    def _members(self, members):
        for address, people in members.items():
            organisation = self.files.page_at(address, "en")
            for person in people:
                refuse_unknown_keys("members.yaml", person, Membership)
                values = {**person, "user": self.users[person["user"]]}
                membership = Membership.objects.create(organisation=organisation, **values)
                user = membership.user
                if membership.role == Role.OWNER:
                    self.owners.setdefault(organisation.pk, user)

    # --- Events -------------------------------------------------------------------------------------------------
    def _event(self, address, content, language):
        organisation = self.files.page_at(content["organisation"], "en")
        member = self.owners[organisation.pk]
        index = self.files.page_at("events", language)
        index.refresh_from_db()
        page = EventPage(
            title=content["title"],
            slug=address.rpartition("/")[2],
            locale=index.locale,
            organisation=organisation,
            owner=member,
            live=False,
        )
        self._set(page, content, language)
        index.add_child(instance=page)
        self.files.pages[language, address] = page
        self.keys[address] = page.translation_key
        state = content.get("submission_state", "live")
        if state.startswith("live") or state == "taken_down":
            self._publish(page, member)
            self._change(page, content.get("changed_fields"), member, language)
        else:
            page.save_revision(user=member, log_action="wagtail.create", clean=False)
        if state in ("in_review", "changes_requested", "live_in_review"):
            submission.submit(page, member)
        if state == "changes_requested":
            page.refresh_from_db()
            page.current_workflow_task_state.reject(user=self.approver, comment=content["review_comment"])

    def _translate(self, address, original, content, language):
        index = self.files.pages.get((language, "events"))
        if index is None:
            raise ContentError(f"pages/{language}/{address}.yaml: there is no pages/{language}/events.yaml.")
        page = self._written(address).copy_for_translation(index.locale)
        self._set(page, {**original, "translation_draft": True, **content}, language)
        page.title = content["title"]
        self._publish(page, self.owners[page.organisation_id])
        self.files.pages[language, address] = page

    def _written(self, address):
        """The event at an address in its original language."""
        return next(
            self.files.pages[code, address]
            for code in self.files.languages
            if (code, address) in self.files.pages
        )

    def _publish(self, page, member):
        revision = page.save_revision(user=member, log_action=True)
        approvals.approve_and_publish(revision, self.approver, Approval.Ground.DEMONSTRATION)
        page.refresh_from_db()

    def _change(self, page, change, member, language):
        if change:
            draft = submission.latest(page)
            self._set(draft, change, language)
            submission.save_draft(draft, member)

    def _set(self, page, content, language):
        # start_date first, because other dates may be relative to it.
        for name, value in sorted(content.items(), key=lambda entry: entry[0] != "start_date"):
            if name not in HANDLED_SEPARATELY and value is not None:
                self.files.set_field(page, name, value, language)
        if "exception_dates" in content:
            days = [self.files.date(value, page) for value in content["exception_dates"]]
            page.exception_dates = [day.isoformat() for day in days]

    # --- State of events ------------------------------------------------------------------------------------------
    def _happen(self, address, content):
        """Set what is stored outside revisions: canceled, postponed, moved, hidden, taken down."""
        page = self._written(address)
        status = content.get("status")
        taken_down = content.get("submission_state") == "taken_down"
        if status or taken_down:
            status = dict(status or {})
            replacement = status.pop("replacement_key", "")
            previous = status.pop("previous_start", None)
            if replacement and replacement not in self.keys:
                raise ContentError(f"{address}: there is no event {replacement!r}.")
            record, _made = EventStatus.objects.get_or_create(event_key=page.translation_key)
            for name, value in status.items():
                setattr(record, name, value)
            if replacement:
                record.replacement_key = self.keys[replacement]
            if previous:
                day = self.files.date(previous, page)
                record.previous_start = page.start + (day - page.start_date)
            record.sequence += 1
            record.changed_by = self.owners[page.organisation_id]
            record.taken_down = taken_down
            record.save()
        for change in content.get("dates", []):
            self._change_date(page, change)
        if taken_down:
            with not_recorded():
                UnpublishPageAction(page, user=self.owners[page.organisation_id]).execute(
                    skip_permission_checks=True
                )
        elif content.get("dates") or status:
            occurrences.rewrite(page)

    def _change_date(self, page, change):
        values = {
            name: self.files.date(value, page)
            if isinstance(value, dict)
            else cast(Field, EventDate._meta.get_field(name)).to_python(value)
            for name, value in change.items()
        }
        EventDate.objects.create(
            event_key=page.translation_key, changed_by=self.owners[page.organisation_id], **values
        )
