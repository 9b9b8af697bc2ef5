"""What waits for somebody, for tests: pages in review, overdue pages, requests, alerts, as many as are wanted."""

import datetime

from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import Locale

from home.models import FormatRequest, InformationPage
from portal.models import Alert, ImmediateAction
from portal.review import emergencies
from portal.workflow import approvals, immediate_actions


def person(name):
    """A demo account."""
    return get_user_model().objects.get(email=f"{name}@example.org")


def pages(number):
    """Live pages of the office in English, as many as are there."""
    return list(InformationPage.objects.filter(locale__language_code="en", live=True).order_by("pk")[:number])


def new_pages(number, **fields):
    """New pages of the office in English, live past all checks: what is asked of them here is only what lists show."""
    parent = InformationPage.objects.filter(locale__language_code="en", live=True).first().get_parent()
    made = []
    for index in range(number):
        page = InformationPage(
            title=f"Test page {index}",
            summary="One sentence.",
            slug=f"test-page-{index}",
            live=False,
            **fields,
        )
        parent.add_child(instance=page)
        made.append(page)
    # Past the approval, which other tests prove.
    InformationPage.objects.filter(pk__in=[page.pk for page in made]).update(live=True)
    return made


def send(page, sender, title=None):
    """Send a change of a page for review."""
    page.title = title or page.title
    page.save_revision(user=sender, clean=False)
    page.get_workflow().start(page, sender)
    return page


def request_changes(page, approver, reason):
    """Ask for changes, as the approver does it."""
    state = page.current_workflow_task_state
    state.task.specific.on_action(state, approver, "reject", comment=reason)


def approve(page, approver):
    """Approve the newest version, as the approver does it who has read it."""
    page = type(page).objects.get(pk=page.pk)
    state = page.current_workflow_task_state
    seen = approvals.revision_token(approvals.newest(page))
    state.task.specific.on_action(state, approver, "approve", seen=seen)


def format_request(**fields):
    """A request for an accessible format."""
    return FormatRequest.objects.create(
        **{
            "need": "Large print",
            "answer_by": "phone",
            "contact": "612-555-0100",
            "safe": "yes",
            **fields,
        }
    )


def alert(title="The office is closed today", **fields):
    """An alert that readers see now."""
    made = Alert.objects.create(
        **{
            "title": title,
            "locale": Locale.objects.get(language_code="en"),
            "live": False,
            "starts_at": timezone.now() - datetime.timedelta(hours=1),
            "ends_at": timezone.now() + datetime.timedelta(days=1),
            **fields,
        }
    )
    # Past the approval, which other tests prove.
    Alert.objects.filter(pk=made.pk).update(live=True)
    return made


def emergency(title):
    """An alert that a coordinator made public as an emergency."""
    record = Alert.objects.create(
        locale=Locale.objects.get(language_code="en"), title=title, level="emergency", live=False
    )
    record.save_revision()
    emergencies.publish(record, person("coordinator"), "It cannot wait.")


def unpublished(name, confirmed_by=""):
    """What is recorded when a person unpublishes a page; the page itself stays, because other tests read it."""
    page = pages(1)[0]
    ImmediateAction.objects.create(
        action=immediate_actions.UNPUBLISHED,
        base_content_type=page.get_base_content_type(),
        object_id=str(page.pk),
        key=immediate_actions.key_of(page),
        languages=["en"],
        person=person(name),
        confirmed_by=person(confirmed_by) if confirmed_by else None,
        confirmed_at=timezone.now() if confirmed_by else None,
    )
