"""Scheduled publishing and unpublishing, each record by itself, so that a failure does not affect the others."""

import datetime
import logging

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Model
from django.dispatch import Signal
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Page, Revision

from .publishing import publish_with_translations

logger = logging.getLogger(__name__)

FAILED = "hub.schedule_failed"
# Sent when a planned publication was refused: sender, instance (the page or snippet as planned), revision.
schedule_failed = Signal()


def publish_due() -> tuple[int, int]:
    """Take away what has expired and publish what is due.

    Returns:
        (how many were published, how many were refused).
    """
    now = timezone.now()
    _expire(now)
    due = Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at")
    results = [_publish(revision) for revision in due]
    return results.count(True), results.count(False)


def _expire(now: datetime.datetime) -> None:
    models = [Page, *(model for model in apps.get_models() if _has_drafts(model))]
    for model in models:
        for record in model.objects.filter(live=True, expire_at__lt=now).order_by("expire_at"):
            try:
                with transaction.atomic():
                    record.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
            except Exception:  # The others must not wait for it; it is tried again in a minute.
                logger.exception("%s %s could not be taken away as planned.", model._meta.label, record.pk)


def _has_drafts(model: type[Model]) -> bool:
    return issubclass(model, DraftStateMixin) and not issubclass(model, Page)


def _publish(revision: Revision) -> bool | None:
    """Publish one revision. True: it is public; False: it was refused; None: the database did not answer."""
    try:
        with transaction.atomic():
            publish_with_translations(revision, log_action="wagtail.publish.scheduled")
    except DatabaseError:
        logger.exception("Revision %s could not be published as planned; it is tried again.", revision.pk)
        return None
    except Exception as error:  # Whatever it is: it would fail each minute, and nobody would know.
        logger.exception("Revision %s was not published as planned.", revision.pk)
        _refused(revision, error)
        return False
    return True


@transaction.atomic
def _refused(revision: Revision, error: Exception) -> None:
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    record = revision.content_object
    if record is None:
        return
    record = getattr(record, "specific", record)
    sentences = error.messages if isinstance(error, ValidationError) else [str(error)]
    log(instance=record, action=FAILED, revision=revision, data={"comment": " ".join(sentences)[:1000]})
    schedule_failed.send(sender=type(record), instance=revision.as_object(), revision=revision)
