"""Wagtail's command, which stops at the first version that may not go public: here the others are published all the same."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.management.commands.publish_scheduled import Command as PublishScheduled
from wagtail.models import Revision

from portal import approvals
from portal.publishing import refuse_unready


class Command(PublishScheduled):
    """Publishes what is due and approved, and takes down what has expired."""

    def handle(self, *args, **options):
        """Take what may not go public from the schedule, with a line in its history; then do as Wagtail does."""
        if not options.get("dryrun"):
            for revision in Revision.objects.filter(approved_go_live_at__lt=timezone.now()):
                _take_off(revision)
        super().handle(*args, **options)


def _take_off(revision):
    version = revision.as_object()
    if not getattr(version, "requires_approval", False):
        return
    try:
        approvals.refuse_unapproved(revision)
        if hasattr(version, "publish_failures"):
            refuse_unready(version)
    except ValidationError as error:
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
        log(
            instance=version,
            action="hub.schedule_failed",
            revision=revision,
            data={"comment": " ".join(error.messages)},
        )
