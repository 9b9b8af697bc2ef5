"""The publishing checks in the workspace: what members send is asked the same as everything else, with the same words."""

import datetime
import html
import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from wagtail.models import Page

from media.models import HubImage
from partners.models import EventPage
from partners.workspace import submission
from portal.exceptions import ActionNotAllowed
from portal.workflow import approvals
from tests.partners.factories import make_event

pytestmark = pytest.mark.django_db

LEAST = {
    "title": "Know your rights",
    "summary": "An hour about pay and papers.",
    "start_date": (timezone.localdate() + datetime.timedelta(days=30)).isoformat(),
    "start_time": "10:00",
    "attendance": "place",
    "venue_name": "Example Library",
    "accessibility_contact": "access@example.org",
    "action": "send",
}
HERE = "The link “here” does not say where it leads. Name the page, or what the reader finds there."


def words(response):
    return html.unescape(response.content.decode())


def send(workspace, organisation, **fields):
    return workspace.post(reverse("partners:event_new", args=[organisation.slug]), {**LEAST, **fields})


def the_event():
    return submission.latest(EventPage.objects.order_by("-pk").first())


@pytest.mark.parametrize(
    ("description", "message"),
    [
        ("See [here](https://www.example.org/).", HERE),
        (
            "See [the old page](page:987654).",
            "The link “the old page” leads to a page that no longer exists. Choose another one.",
        ),
        ("See https://www.example.org/a/b?c=d for more.", None),
        ("See [our page](https://www.example.org/).", None),
    ],
)
def test_the_description_of_an_event_is_asked_as_any_text(workspace, organisation, description, message):
    answer = send(workspace, organisation, description=description)
    event = EventPage.objects.order_by("-pk").first()
    if message is None:
        assert answer.status_code == 302 and event.workflow_in_progress
    else:
        shown = words(workspace.get(answer["Location"]))
        assert message in shown
        assert not event.workflow_in_progress
        # The draft is kept, nothing that was typed is lost.
        assert "See [" in shown


def test_a_name_of_a_file_is_no_description_of_a_picture(workspace, organisation):
    file = io.BytesIO()
    Image.new("RGB", (64, 48), "teal").save(file, "JPEG")
    upload = SimpleUploadedFile("IMG_1234.jpg", file.getvalue(), content_type="image/jpeg")
    answer = send(
        workspace,
        organisation,
        picture=upload,
        picture_description="IMG_1234.jpg",
        picture_suitable="on",
    )
    assert answer.status_code == 422
    assert (
        "“IMG_1234.jpg” is only the name of the picture. Say what it shows, or mark it as decorative."
        in words(answer)
    )


def test_a_picture_that_nobody_declared_keeps_an_event_from_the_office_and_from_the_public(
    workspace, organisation, signed_in, account
):
    image = HubImage.objects.filter(is_decorative=True).first()
    event = make_event(organisation, "Evening", live=False, image=image)
    HubImage.objects.filter(pk=image.pk).update(suitable=False)
    message = f"Nobody has confirmed that the picture “{image.title}” is suitable."
    member = organisation.memberships.get().user
    with pytest.raises(ActionNotAllowed) as refused:
        submission.submit(event, member)
    assert message in refused.value.field_errors["image"][0]
    # It was declared when it was sent, and is not any more when the office decides.
    HubImage.objects.filter(pk=image.pk).update(suitable=True)
    submission.submit(event, member)
    HubImage.objects.filter(pk=image.pk).update(suitable=False)
    review = signed_in("approver").get(reverse("partner_submission", args=[event.pk]))
    assert message in words(review)
    task = Page.objects.get(pk=event.pk).current_workflow_task_state
    with pytest.raises(ValidationError) as stopped:
        task.task.specific.on_action(
            task, account("approver"), "approve", seen=approvals.revision_token(task.revision)
        )
    assert message in stopped.value.messages[0]
    assert not EventPage.objects.get(pk=event.pk).live


def test_what_an_organisation_writes_of_itself_is_asked_too(organisation):
    organisation.offers = '<p><a href="https://www.example.org/">here</a></p>'
    assert submission.problems(organisation)["offers"] == [HERE]
