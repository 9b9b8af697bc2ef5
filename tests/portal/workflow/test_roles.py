"""Role × action, by real requests: what each role does, and that everything else is refused, with nobody left out."""

import datetime
import json
import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from home.models import InformationPage
from portal.models import Approval, Deputy, HelpLine, ReviewSteps
from tests.live import fresh, rewritten
from tests.portal.workflow.person import Person, changed, decide, draft_of, word_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ROLES = ("anonymous", "member", "editor", "translator", "approver", "coordinator")
STAFF = {"editor", "translator", "approver", "coordinator"}
OFFICE = {"approver", "coordinator"}
AUTHORS = {"editor", *OFFICE}


@pytest.fixture(params=ROLES)
def person(request, client, account):
    return Person(request.param, client, account)


# --- What is tried: each returns whether it was done --------------------------------------------------------------
def edit(person, record, account):
    person.edit(record, **{_field(record): "Changed words"})
    return draft_of(record) == "Changed words"


def _field(record):
    return "hours" if isinstance(record, HelpLine) else "title"


def submit(person, record, account):
    person.edit(record, **{_field(record): "Changed words", "action-submit": "1"})
    return fresh(record).workflow_in_progress


def publish(person, record, account):
    person.edit(record, **{_field(record): "Changed words", "action-publish": "1"})
    return word_of(record) == "Changed words"


def approve_own(person, record, account):
    changed(record, person.user or account("editor"))
    decide(person, fresh(record), "approve", comment="", called="on")
    return word_of(record) == "Changed words"


def approve_others(person, record, account):
    changed(record, account("approver2"))
    decide(person, fresh(record), "approve", comment="", called="on")
    return word_of(record) == "Changed words"


def request_changes(person, record, account):
    changed(record, account("approver2"))
    decide(person, fresh(record), "reject", comment="Name the room.")
    return fresh(record).current_workflow_state.status == "needs_changes"


def schedule(person, record, account):
    soon = timezone.localtime() + datetime.timedelta(days=1)
    person.edit(record, go_live_at=soon.strftime("%Y-%m-%d %H:%M"), **{"action-publish": "1"})
    return fresh(record).revisions.filter(approved_go_live_at__isnull=False).exists()


def bulk_publish(person, record, account):
    record.title = "Changed words"
    record.save_revision(user=account("approver2"))
    person.post(f"/admin/bulk/wagtailcore/page/publish/?id={record.pk}&next=/admin/")
    return word_of(record) == "Changed words"


def unpublish(person, record, account):
    if isinstance(record, HelpLine):
        person.post(reverse("wagtailsnippets_portal_helpline:unpublish", args=[record.pk]))
    else:
        person.post(f"/admin/pages/{record.pk}/unpublish/")
    return not fresh(record).live


def move(person, record, account):
    parent, target = record.get_parent(), record.get_parent().get_siblings().get(slug="privacy")
    person.post(f"/admin/pages/{record.pk}/move/{target.pk}/confirm/")
    return fresh(record).get_parent().pk != parent.pk


def copy(person, record, account):
    parent = record.get_parent()
    person.post(
        f"/admin/pages/{record.pk}/copy/",
        {
            "new_title": "A copy",
            "new_slug": "a-copy",
            "new_parent_page": parent.pk,
            "publish_copies": "on",
            "alias": "",
        },
    )
    found = InformationPage.objects.filter(slug="a-copy")
    assert not found.filter(live=True).exists()
    return found.exists()


def delete(person, record, account):
    if isinstance(record, HelpLine):
        person.post(reverse("wagtailsnippets_portal_helpline:delete", args=[record.pk]))
    else:
        person.post(f"/admin/pages/{record.pk}/delete/")
    return not type(record).objects.filter(pk=record.pk).exists()


def translate(person, record, account):
    """Write one part in the side-by-side editor, in which translations are opened."""
    translation = Translation.objects.get(
        source__object_id=record.translation_key, target_locale__language_code="es"
    )
    part = StringSegment.objects.get(source=translation.source, context__path=_field(record))
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, part.pk])
    response = person.client.put(
        address, "value=Changed+words", content_type="application/x-www-form-urlencoded"
    )
    assert response.status_code < 500
    return StringTranslation.objects.filter(
        translation_of=part.string, context=part.context, data="Changed words"
    ).exists()


def change_settings(person, record, account):
    # The address leads on to the only record, for those who may open it.
    address = "/admin/settings/portal/reviewsteps/"
    response = person.client.get(address, follow=True)
    person.post(response.request["PATH_INFO"], {"legal_review": "on"})
    person.post(f"{address}1/", {"legal_review": "on"})
    return ReviewSteps.load().legal_review


def appoint(person, record, account):
    today = timezone.localdate().isoformat()
    person.post(
        reverse("deputies:add"),
        {"user": account("editor").pk, "starts_on": today, "ends_on": today, "note": ""},
    )
    return Deputy.objects.exists()


def open_members(person, record, account):
    return person.opens(reverse("organisation_members"))


def open_users(person, record, account):
    return person.opens("/admin/users/")


def open_reports(person, record, account):
    return person.opens(reverse("hub_reports:approvals"))


PAGE_MATRIX = [
    (edit, AUTHORS),
    (submit, AUTHORS),
    (publish, set()),
    (approve_own, set()),
    (approve_others, OFFICE),
    (request_changes, OFFICE),
    (schedule, set()),
    (bulk_publish, set()),
    (unpublish, OFFICE),
    (move, OFFICE),
    (copy, AUTHORS),
    (delete, OFFICE),
    (translate, STAFF),
    (change_settings, {"coordinator"}),
    (appoint, {"coordinator"}),
    (open_members, {"coordinator"}),
    (open_users, {"coordinator"}),
    (open_reports, OFFICE),
]
SNIPPET_MATRIX = [
    (edit, AUTHORS),
    (submit, AUTHORS),
    (publish, set()),
    (approve_own, set()),
    (approve_others, OFFICE),
    (request_changes, OFFICE),
    (unpublish, OFFICE),
    (delete, {"coordinator"}),
    (translate, STAFF),
]


@pytest.mark.parametrize(("action", "allowed"), PAGE_MATRIX, ids=[row[0].__name__ for row in PAGE_MATRIX])
def test_a_page(person, page, account, action, allowed):
    assert action(person, page, account) == (person.name in allowed)


@pytest.mark.parametrize(
    ("action", "allowed"), SNIPPET_MATRIX, ids=[row[0].__name__ for row in SNIPPET_MATRIX]
)
def test_a_help_line(person, line, account, action, allowed):
    assert action(person, line, account) == (person.name in allowed)


# --- Menus --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["editor", "translator", "approver", "coordinator"])
def test_the_menu_offers_what_opens_and_nothing_else(signed_in, name):
    client = signed_in(name)
    home = client.get("/admin/").content.decode()
    props = re.search(r'id="wagtail-sidebar-props"[^>]*>(.*?)</script>', home, re.DOTALL)[1]
    offered = set(re.findall(r'"(/admin/[^"]*)"', json.dumps(json.loads(props))))
    assert len(offered) > 5
    refused = set()
    for address in offered - {"/admin/logout/", "/admin/api/main/pages/"}:
        response = client.get(address, follow=True)
        if response.status_code != 200 or not response.request["PATH_INFO"].startswith(address):
            refused.add((address, response.status_code, response.request["PATH_INFO"]))
    assert not refused


# --- Those who come and go ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("from_day", "to_day", "decides"), [(-1, 1, True), (0, 0, True), (1, 2, False), (-2, -1, False)]
)
def test_a_deputy_decides_on_the_days_of_the_deputy(client, account, page, from_day, to_day, decides):
    today = timezone.localdate()
    days = [today + datetime.timedelta(days=days) for days in (from_day, to_day)]
    Deputy.objects.create(user=account("editor"), starts_on=days[0], ends_on=days[1])
    changed(page, account("approver2"))
    deputy = Person("editor", client, account)
    decide(deputy, fresh(page), "approve", comment="")
    assert (word_of(page) == "Changed words") == decides
    if decides:
        assert Approval.objects.get(revision=fresh(page).live_revision).approver == account("editor")
    deputy.post(f"/admin/pages/{page.pk}/unpublish/")
    assert fresh(page).live != decides


def test_a_deputy_approves_no_own_change(client, account, page):
    today = timezone.localdate()
    Deputy.objects.create(user=account("editor"), starts_on=today, ends_on=today)
    deputy = Person("editor", client, account)
    assert not approve_own(deputy, page, account)


def test_a_translation_is_approved_by_who_reads_the_language(client, account, page):
    spanish = page.get_translations().get(locale__language_code="es")
    changed(spanish, account("translator"))
    approver = account("approver")
    approver.approves_in = []
    approver.save()
    decide(Person("approver", client, account), fresh(spanish), "approve", comment="")
    assert word_of(spanish) != "Changed words"
    approver.approves_in = ["es"]
    approver.save()
    decide(Person("approver", client, account), fresh(spanish), "approve", comment="")
    assert word_of(spanish) == "Changed words"


def test_the_account_says_in_which_languages_a_person_approves(signed_in, account):
    client, editor = signed_in("coordinator"), account("editor")
    address = f"/admin/users/edit/{editor.pk}/"
    assert "Approves in these languages" in client.get(address).content.decode()
    data = {"email": editor.email, "first_name": "E", "last_name": "E", "is_active": "on"}
    response = client.post(
        address, {**data, "groups": [group.pk for group in editor.groups.all()], "approves_in": ["es"]}
    )
    assert response.status_code == 302
    assert account("editor").approves_in == ["es"]


def test_taking_a_page_away_stands_in_its_history_and_needs_no_lock(client, account, page):
    changed(page, account("editor"))
    approver = Person("approver", client, account)
    assert unpublish(approver, page, account)
    entry = PageLogEntry.objects.get(page=page.pk, action="wagtail.unpublish")
    assert entry.user == account("approver")


def test_a_schedule_holds_once_another_person_has_approved_it(client, account, page):
    soon = timezone.localtime() + datetime.timedelta(minutes=10)
    editor = Person("editor", client, account)
    editor.edit(
        page, title="Changed words", go_live_at=soon.strftime("%Y-%m-%d %H:%M"), **{"action-submit": "1"}
    )
    assert fresh(page).workflow_in_progress and not fresh(page).scheduled_revision
    decide(Person("approver", client, account), fresh(page), "approve", comment="")
    scheduled = fresh(page).scheduled_revision
    assert scheduled.approved_go_live_at and word_of(page) != "Changed words"
    past = timezone.now() - datetime.timedelta(minutes=1)
    rewritten(scheduled, go_live_at=past.isoformat())
    Revision.objects.filter(pk=scheduled.pk).update(approved_go_live_at=past)
    call_command("publish_scheduled", verbosity=0)
    assert word_of(page) == "Changed words"


def test_the_scheduler_publishes_what_is_due_every_minute():
    from portal.apps import PortalConfig

    assert ("publish_scheduled", datetime.timedelta(minutes=1)) in PortalConfig.scheduled_commands


# --- A help line --------------------------------------------------------------------------------------------------
def test_a_help_line_is_approved_by_who_says_to_have_called_it(client, account, line):
    changed(line, account("editor"))
    approver = Person("approver", client, account)
    response = client.post(
        reverse(
            "wagtailsnippets_portal_helpline:workflow_action",
            args=[line.pk, "approve", fresh(line).current_workflow_task_state.pk],
        ),
        {"comment": ""},
        headers={"X-Requested-With": "XMLHttpRequest"},
    )
    assert "Check the number first:" in response.content.decode()
    assert word_of(line) != "Changed words"
    decide(approver, fresh(line), "approve", comment="", called="on")
    record = fresh(line)
    assert record.hours == "Changed words"
    assert (record.verified_on, record.verified_by) == (timezone.localdate(), account("approver"))
    assert record.get_latest_revision_as_object().verified_on == timezone.localdate()


def test_an_approved_number_is_right_in_every_language_at_once(client, account, line):
    spanish = line.get_translations().get(locale__language_code="es")
    words, draft = spanish.who_answers, spanish
    draft.who_answers = "Un borrador."
    draft.save_revision(user=account("translator"))
    Person("editor", client, account).edit(line, phone="+18005550100", phone_display="1-800-555-0100")
    line.get_workflow().start(fresh(line), account("editor"))
    decide(Person("approver", client, account), fresh(line), "approve", comment="", called="on")
    spanish = fresh(spanish)
    newest = spanish.get_latest_revision_as_object()
    assert spanish.phone == newest.phone == "+18005550100" and spanish.verified_on == timezone.localdate()
    # Its words stay, and its draft is still its newest version.
    assert (spanish.who_answers, newest.who_answers) == (words, "Un borrador.")
