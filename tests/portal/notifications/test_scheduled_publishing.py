"""What cannot be published as planned stops no other, and its author and approver are told."""

import datetime

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from home.models import DefinitionPage
from portal.models import OutboxMessage
from portal.workflow import scheduling
from tests.live import approved, rewritten
from tests.portal.notifications.mails import mails, sent_to, take_mails

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_waits(db):
    OutboxMessage.objects.all().delete()


class TestSchedule:
    @pytest.fixture
    def planned(self, account):
        def plan(page, **changes):
            for name, value in changes.items():
                setattr(page, name, value)
            page.go_live_at = timezone.now() + datetime.timedelta(hours=1)
            revision = page.save_revision(user=account("editor"), clean=False)
            approved(revision, account("approver"))
            revision.publish(user=account("approver"), skip_permission_checks=True)
            return revision

        return plan

    @pytest.fixture
    def past(self):
        """The planned time of all that is planned has come."""

        def move():
            for revision in Revision.objects.filter(approved_go_live_at__isnull=False):
                moment = timezone.now() - datetime.timedelta(minutes=1)
                rewritten(revision, go_live_at=moment.isoformat())
                Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=moment)

        return move

    def test_one_that_is_refused_stops_no_other_and_is_told(self, planned, past, account):
        bad, good = DefinitionPage.objects.live().filter(locale__language_code="en").order_by("pk")[:2]
        refused = planned(bad, title="Wages in kitchens", discreet_title="")
        # What was complete when it was approved lacks something now.
        rewritten(refused, summary="")
        planned(good, title="Published as planned")
        take_mails()
        past()
        assert scheduling.publish_due() == (1, 1)
        good.refresh_from_db()
        assert good.title == "Published as planned"
        assert sent_to() == ["approver@example.org", "editor@example.org"]
        for mail in mails():
            assert mail.subject == "Not published as planned: “Wages in kitchens”"
            assert f"/admin/pages/{bad.pk}/edit/" in mail.body
        entry = PageLogEntry.objects.get(action=scheduling.FAILED)
        assert (entry.page_id, entry.revision_id) == (bad.pk, refused.pk)
        assert "summary" in entry.data["comment"].lower()
        assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
        assert scheduling.publish_due() == (0, 0)
        assert len(mails()) == 2

    def test_the_reason_stands_in_the_history(self, planned, past, signed_in):
        page = DefinitionPage.objects.live().first()
        revision = planned(page)
        rewritten(revision, summary="")
        past()
        scheduling.publish_due()
        answer = signed_in("editor").get(reverse("wagtailadmin_pages:history", args=[page.pk]))
        assert "It could not be published at its planned time" in answer.content.decode()
        assert "Write a summary" in answer.content.decode()

    def test_the_command(self, capsys):
        call_command("publish_scheduled")
        assert "0 published, 0 refused." in capsys.readouterr().out
        call_command("publish_scheduled", dryrun=True)
        assert "dry run" in capsys.readouterr().out
