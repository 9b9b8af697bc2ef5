"""Members of the example organisations, and their events with all that can happen to one.

The files under `pages/…/events/` give days from the day of loading (`when: {in_days: 14, weekday: TU}`), so that what is
upcoming in the demonstration stays so.
"""

import datetime
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

from .fixtures import ContentError

WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
# Words of an event's file that are not fields of EventPage.
NOT_FIELDS = {
    "type",
    "order",
    "title",
    "organisation",
    "when",
    "lasts_days",
    "until_in_days",
    "not_in_weeks",
    "ask_days_before",
    "state",
    "reason",
    "change",
    "status",
    "dates",
    "picture",
    "related",
}


def day_from(today, in_days=0, weekday="", next_on=""):
    """A day counted from the day of loading.

    Args:
        today: the day of loading.
        in_days: how many days later at the earliest; negative for what is past.
        weekday: "MO" … "SU": the first one from then on, or "" for any.
        next_on: "01-11": the next eleventh of January instead.

    Returns:
        A date.
    """
    if next_on:
        month, day = (int(part) for part in next_on.split("-"))
        found = today.replace(month=month, day=day)
        return found if found > today else found.replace(year=found.year + 1)
    found = today + datetime.timedelta(days=in_days)
    if weekday:
        found += datetime.timedelta(days=(WEEKDAYS.index(weekday) - found.weekday()) % 7)
    return found


class DemoPartners:
    """Makes memberships and events once the pages of the demonstration are there."""

    def __init__(self, files, today=None):
        """Take the DemoLoader whose pages are made, and the day from which events are counted."""
        self.files = files
        self.today = today or timezone.localdate()
        self.users = {user.email: user for user in get_user_model().objects.all()}
        self.approver = self.users.get("approver@example.org")
        self.owners = {}  # number of an organisation -> its first owner
        self.keys = {}  # address of an event -> its translation_key

    def load(self, members, events):
        """Make everything.

        Args:
            members: a dict of addresses of organisations to lists of {"email", "role"}.
            events: a dict of language codes, English first, to (address, content) of each event in that language; an
                event that has no English version is written in its language, the others are translations.
        """
        self._members(members)
        last = OutboxMessage.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        originals: dict[str, EventPage] = {}
        for language, contents in events.items():
            for address, content in contents:
                if address in self.keys:
                    self._translate(address, originals[address], content, language)
                else:
                    self._event(address, content, language)
                    originals[address] = content
        for contents in events.values():
            for address, content in contents:
                self._happen(address, content)
        # Nobody asked for mail about invented events.
        OutboxMessage.objects.filter(pk__gt=last).delete()
        ReviewNotice.objects.filter(told_at=None).update(told_at=timezone.now())

    def _members(self, members):
        for address, people in members.items():
            organisation = self.files.page_at(address, "en")
            for person in people:
                user = self.users[person["email"]]
                Membership.objects.create(user=user, organisation=organisation, role=person["role"])
                if person["role"] == Role.OWNER:
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
        state = content.get("state", "live")
        if state.startswith("live") or state == "taken_down":
            self._publish(page, member)
            self._change(page, content.get("change"), member, language)
        else:
            page.save_revision(user=member, log_action="wagtail.create", clean=False)
        if state in ("in_review", "changes_requested", "live_in_review"):
            submission.submit(page, member)
        if state == "changes_requested":
            page.refresh_from_db()
            page.current_workflow_task_state.reject(user=self.approver, comment=content["reason"])

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
        """The event at an address in the language in which it was written first."""
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
        when = content.get("when")
        if when:
            page.start_date = day_from(self.today, **when)
        if content.get("lasts_days"):
            page.end_date = page.start_date + datetime.timedelta(days=content["lasts_days"] - 1)
        if content.get("until_in_days"):
            page.until = day_from(self.today, content["until_in_days"])
        if content.get("not_in_weeks"):
            page.exception_dates = [self._week(page, week).isoformat() for week in content["not_in_weeks"]]
        if content.get("ask_days_before"):
            page.accessibility_request_by = page.start_date - datetime.timedelta(
                days=content["ask_days_before"]
            )
        if content.get("picture"):
            page.image = self.files.dawn
        for name, value in content.items():
            if name not in NOT_FIELDS and value is not None:
                self.files.set_field(page, name, value, language)

    @staticmethod
    def _week(page, number):
        return page.start_date + datetime.timedelta(weeks=number)

    # --- What happened to them ------------------------------------------------------------------------------------
    def _happen(self, address, content):
        """Cancelled, postponed, moved, hidden, taken down: outside revisions."""
        page = self._written(address)
        status = content.get("status")
        taken_down = content.get("state") == "taken_down"
        if status or taken_down:
            status = dict(status or {})
            replacement = status.pop("replaced_by", "")
            previous = status.pop("previous_in_days", None)
            if replacement and replacement not in self.keys:
                raise ContentError(f"{address}: there is no event {replacement!r}.")
            record, _made = EventStatus.objects.get_or_create(event_key=page.translation_key)
            for name, value in status.items():
                setattr(record, name, value)
            if replacement:
                record.replacement_key = self.keys[replacement]
            if previous is not None:
                record.previous_start = page.start + datetime.timedelta(days=previous)
            record.sequence += 1
            record.changed_by = self.owners[page.organisation_id]
            record.taken_down = taken_down
            record.save()
        for change in content.get("dates", []):
            self._change_date(page, dict(change))
        if taken_down:
            UnpublishPageAction(page, user=self.owners[page.organisation_id]).execute(
                skip_permission_checks=True
            )
        elif content.get("dates") or status:
            occurrences.rewrite(page)

    def _change_date(self, page, change):
        date = self._week(page, change.pop("in_weeks"))
        moved = change.pop("move_days", None)
        EventDate.objects.create(
            event_key=page.translation_key,
            date=date,
            new_date=date + datetime.timedelta(days=moved) if moved is not None else None,
            changed_by=self.owners[page.organisation_id],
            **{
                name: cast(Field, EventDate._meta.get_field(name)).to_python(value)
                for name, value in change.items()
            },
        )
