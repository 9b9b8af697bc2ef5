"""One record that cannot be shown does not break a shared page, calendar, feed or list.

It is left out, logged without its content, and reported to the office among the findings of quality.
"""

import logging
import traceback
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.db.models import Model
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .publishing import CheckResult
from .requirements import requirement

logger = logging.getLogger(__name__)
LEFT_OUT = requirement("left-out", gettext_lazy("Pages that every list can show"))
# How long the same fault of the same page is not logged again.
QUIET = 60 * 60


M = TypeVar("M", bound=Model)
R = TypeVar("R")


def without_faults(
    records: Iterable[M], make: Callable[[M], R], part: str, page_of: Callable[[M], Model] | None = None
) -> Iterator[R]:
    """Apply a function to each record; records on which it fails are left out and logged.

    Args:
        records: pages or other records of the database.
        make: a function of one record.
        part: where it is shown, for the log, such as "calendar".
        page_of: the page that holds a record, by the record; by default the record itself.

    Yields:
        The results, in the order of the records.
    """
    for record in records:
        try:
            made = make(record)
        except DatabaseError:
            raise  # Not the record's fault, and the transaction may be over.
        except Exception as error:
            note_fault(page_of(record) if page_of else record, part, error)
        else:
            yield made


def note_fault(record: Model, part: str, error: BaseException) -> None:
    """Log that a record cannot be shown, and tell the office where it is a page. Never fails.

    Args:
        record: the record.
        part: where it is left out.
        error: what was raised.
    """
    name = f"{record._meta.label} {record.pk}"
    try:
        if not cache.add(
            f"fault:{part.replace(' ', '-')}:{record._meta.label}:{record.pk}", True, timeout=QUIET
        ):
            return
    except Exception:  # A cache that fails must not hide the fault.
        logger.warning("The cache does not work.")
    logger.error("%s is left out of the %s: %s", name, part, trace_of(error))
    try:
        with transaction.atomic():
            _tell(record)
    except Exception as failed:
        logger.warning("%s could not be reported: %s", name, type(failed).__name__)


def trace_of(error: BaseException) -> str:
    """The kind of an error and where it was raised, without its message: that may quote what somebody typed."""
    places = [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    return " < ".join([type(error).__name__, *reversed(places)])


def left_out_failure() -> CheckResult:
    """What the office reads of a page that lists leave out (CheckResult)."""
    message = _(
        "Lists and calendars leave this page out, because its dates, times or time zone do not make sense together. Correct them and publish the page again."
    )
    return CheckResult("", message, code=LEFT_OUT)


def _tell(record: Model) -> None:
    if not isinstance(record, apps.get_model("wagtailcore", "Page")):
        return
    with translation.override(settings.LANGUAGE_CODE):
        failure = left_out_failure()
    findings = apps.get_model("portal", "QualityFinding").objects
    if not findings.filter(page_id=record.pk, code=failure.code).exists():
        findings.create(
            page_id=record.pk,
            field=failure.field,
            code=failure.code,
            level=failure.level,
            message=str(failure.message),
        )
