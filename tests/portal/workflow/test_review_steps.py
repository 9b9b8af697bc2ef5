"""The reviews that an office may switch on before its own, the notice in the editor, and what restores the groups."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Task, Workflow, get_page_models

from home.models import DefinitionPage, InformationPage
from portal.models import Approval, HelpLine, HubPage, ReviewSteps
from portal.workflow import approvals
from portal.workflow.choices import ReviewStep
from portal.workflow.models.snippets import reviewed_models
from tests.live import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def law(db):
    page = DefinitionPage.objects.get(locale__language_code="en", slug="labor-trafficking")
    assert ReviewStep.LEGAL in page.review_steps
    return page


@pytest.fixture
def plain(db):
    return InformationPage.objects.get(locale__language_code="en", slug="privacy")


@pytest.fixture
def reviewer(django_user_model):
    """A person of one of the two groups: reviewer("Legal reviewers")."""

    def make(group):
        user = django_user_model.objects.create_user("reader@example.org", "river-stone-lantern-42")
        user.groups.add(Group.objects.get(name=group))
        return user

    return make


def switch_on(**steps):
    record = ReviewSteps.load()
    for name, value in steps.items():
        setattr(record, name, value)
    record.save()


def send(page, user, words="Changed words"):
    page.title = words
    page.save_revision(user=user)
    page.get_workflow().start(page, user)
    return fresh(page)


def step(page):
    task = fresh(page).current_workflow_task
    return task.kind if task else None


def approve(page, user):
    state = fresh(page).current_workflow_task_state
    seen = approvals.revision_token(approvals.newest(page))
    state.task.specific.on_action(state, user, "approve", seen=seen)


def test_every_type_declares_steps_that_the_office_can_switch_on():
    pages = [model for model in get_page_models() if issubclass(model, HubPage)]
    for model in [*pages, *reviewed_models()]:
        assert set(model().review_steps) <= set(ReviewSteps.SWITCHES), model
    assert ReviewStep.LIVED_EXPERIENCE in InformationPage().review_steps
    assert not HelpLine().review_steps


def test_both_are_off_until_an_office_switches_them_on(law, plain, account):
    for page in (law, plain):
        assert step(send(page, account("editor"))) == ReviewStep.OFFICE


def test_a_page_with_a_statute_goes_to_a_lawyer_first_and_is_public_after_both(law, account, reviewer):
    switch_on(legal_review=True)
    lawyer = reviewer("Legal reviewers")
    send(law, account("editor"))
    assert step(law) == ReviewStep.LEGAL
    with pytest.raises(Exception):  # noqa: B017  The office's approvers wait for the lawyer.
        approve(law, account("approver"))
    approve(law, lawyer)
    assert step(law) == ReviewStep.OFFICE and fresh(law).title != "Changed words"
    assert not Approval.objects.filter(revision=law.latest_revision, ended_at=None).exists()
    approve(law, account("approver"))
    assert fresh(law).title == "Changed words"
    assert Approval.objects.get(revision=fresh(law).live_revision).approver == account("approver")


def test_what_was_changed_after_the_lawyer_read_it_goes_back_to_the_lawyer(law, account, reviewer):
    switch_on(legal_review=True)
    lawyer = reviewer("Legal reviewers")
    send(law, account("editor"))
    approve(law, lawyer)
    law.title = "Slipped in"
    law.save_revision(user=account("approver2"))
    approve(law, account("approver"))
    assert step(law) == ReviewStep.LEGAL and fresh(law).title not in ("Slipped in", "Changed words")
    assert not approvals.is_approved(approvals.newest(law))
    approve(law, lawyer)
    assert fresh(law).title == "Slipped in"


def test_a_page_without_a_statute_passes_by_the_lawyer(plain, account):
    switch_on(legal_review=True)
    send(plain, account("editor"))
    assert step(plain) == ReviewStep.OFFICE
    approve(plain, account("approver"))
    assert fresh(plain).title == "Changed words"


def test_every_page_is_read_by_somebody_with_lived_experience_when_the_office_says_so(
    law, plain, account, reviewer
):
    switch_on(lived_experience=True, legal_review=True)
    reader = reviewer("Lived-experience reviewers")
    for page, then in ((plain, ReviewStep.OFFICE), (law, ReviewStep.LEGAL)):
        send(page, account("editor"))
        assert step(page) == ReviewStep.LIVED_EXPERIENCE
        approve(page, reader)
        assert step(page) == then
    line = HelpLine.objects.get(name="Day One", locale__language_code="en")
    line.save_revision(user=account("editor"))
    line.get_workflow().start(line, account("editor"))
    assert step(line) == ReviewStep.HELP_LINE


def test_a_reviewer_opens_what_waits_and_nothing_else(law, plain, client, account, reviewer):
    switch_on(legal_review=True)
    send(law, account("editor"))
    user = reviewer("Legal reviewers")
    client.force_login(user)
    assert client.get("/admin/").status_code == 200
    assert client.get(f"/admin/pages/{law.pk}/edit/").status_code == 200
    assert client.get(f"/admin/pages/{plain.pk}/edit/").status_code == 302
    decide = reverse("decide", args=[fresh(law).current_workflow_task_state.pk])
    seen = client.get(decide).context["seen"]
    client.post(decide, {"decision": "approve", "seen": seen})
    assert step(law) == ReviewStep.OFFICE


# --- The notice ---------------------------------------------------------------------------------------------------
NOTICE = "If you change it, someone else must approve it."


@pytest.mark.parametrize(("name", "told"), [("approver", True), ("coordinator", True), ("editor", False)])
def test_who_decides_is_told_before_a_change(signed_in, account, plain, name, told):
    client = signed_in(name)
    address = f"/admin/pages/{plain.pk}/edit/"
    assert NOTICE not in client.get(address).content.decode()
    send(plain, account("approver2"))
    text = client.get(address).content.decode()
    assert (NOTICE in text) == told
    assert ("Approve, or request changes" in text) == told


def test_the_same_for_a_help_line(signed_in, account):
    line = HelpLine.objects.get(name="Day One", locale__language_code="en")
    line.save_revision(user=account("editor"))
    line.get_workflow().start(line, account("editor"))
    client = signed_in("approver")
    text = client.get(reverse("wagtailsnippets_portal_helpline:edit", args=[line.pk])).content.decode()
    assert NOTICE in text
    decide = reverse("decide", args=[line.current_workflow_task_state.pk])
    shown = client.get(decide)
    assert 'name="called"' in shown.content.decode()
    assert f'href="tel:{line.phone}"' in shown.content.decode()
    refused = client.post(
        decide, {"decision": "approve", "seen": shown.context["seen"], "comment": "What I typed"}
    )
    assert refused.status_code == 422
    assert "Call the number first." in refused.content.decode() and "What I typed" in refused.content.decode()


# --- Groups -------------------------------------------------------------------------------------------------------
def test_a_command_restores_groups_and_reviews(account):
    Group.objects.get(name="Editors").permissions.clear()
    Workflow.objects.filter(name="Review of help lines").update(active=False)
    Task.objects.get(name="Legal review").workflow_tasks.all().delete()
    assert not account("editor").has_perm("wagtailadmin.access_admin")
    call_command("restore_groups", verbosity=0)
    assert account("editor").has_perm("wagtailadmin.access_admin")
    assert Workflow.objects.get(name="Review of help lines").active
    office = Workflow.objects.get(name="Review by the office")
    assert [task.specific.kind for task in office.tasks] == ["lived", "legal", "office"]
    assert account("editor").groups.get().name == "Editors"


def test_operators_have_no_way_around_it(client, django_user_model, plain, account):
    from tests.home.edit_form import posted

    operator = django_user_model.objects.create_superuser("operator@example.org", "river-stone-lantern-42")
    client.force_login(operator)
    data = posted(plain, operator, title="By an operator")
    client.post(f"/admin/pages/{plain.pk}/edit/", {**data, "action-publish": "1"})
    client.post(f"/admin/bulk/wagtailcore/page/publish/?id={plain.pk}&next=/admin/")
    line = HelpLine.objects.get(name="Day One", locale__language_code="en")
    from tests.portal.forms import snippet_form

    edit = reverse("wagtailsnippets_portal_helpline:edit", args=[line.pk])
    text = client.get(edit).content.decode()
    assert 'name="action-publish"' not in text
    client.post(edit, {**snippet_form(line, hours="By an operator"), "action-publish": "1"})
    assert fresh(plain).title != "By an operator" and fresh(line).hours != "By an operator"
    assert not approvals.may_approve(operator, plain)
