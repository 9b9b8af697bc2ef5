"""Looking again at what is public: what would stop it today, and which other sites it names."""

import datetime
import logging
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F, Model, Q, QuerySet
from django.db.models.signals import post_delete
from django.utils import timezone, translation
from wagtail.models import Page, ReferenceIndex
from wagtail.signals import page_published, page_unpublished

from portal.checks.content import parts
from portal.checks.faults import without_faults
from portal.checks.requirements import BROKEN_LINK, WAITING_LINK
from portal.core.progress import SILENT, Progress
from portal.pages.models import HubPage
from portal.safety.models import HelpLine
from portal.site.archive import archived

from .link_check import Answer, ask
from .links import external_addresses
from .models import ExternalLink, QualityFinding

logger = logging.getLogger(__name__)
# An address that worked is asked again after a week, one that did not after a day.
WORKED_FOR, BROKEN_FOR = datetime.timedelta(days=7), datetime.timedelta(days=1)
PAUSE = 2.0
# So many addresses that all say nothing mean that the hub has no way out.
ALL_SILENT = 3
# So many pages that name one are looked at when it goes public or leaves.
AT_ONCE = 50
# So many pages are read, and held in memory, together.
CHUNK = 100
_not_checked = ContextVar("not_checked", default=False)
LONGEST = ExternalLink._meta.get_field("url").max_length or 0


def _numbers_of_live_pages() -> list[int]:
    return list(Page.objects.live().filter(depth__gt=1).exclude(archived()).values_list("pk", flat=True))


def live_pages() -> Iterator[HubPage]:
    """All public pages of the hub that are kept up to date, one after the other, each as its own type; no archived ones."""
    # Not one long read: SQLite would refuse to write between its rows once another process had written.
    numbers = _numbers_of_live_pages()
    for start in range(0, len(numbers), CHUNK):
        for page in list(Page.objects.filter(pk__in=numbers[start : start + CHUNK], live=True).specific()):
            if isinstance(page, HubPage):
                yield page


def check_page(page: HubPage) -> int:
    """Note what is wrong with a public page; what was noted before and still holds keeps its date.

    Args:
        page: a HubPage as the public reads it.

    Returns:
        How many findings there are.
    """
    # Whoever reads the report reads one language; a link to the page shows all in his own.
    with translation.override(settings.LANGUAGE_CODE):
        found = {
            (failure.field, failure.anchor, failure.code, failure.level, str(failure.message))
            for failure in (*page.publishing_errors(), *page.publishing_warnings())
        }
    with transaction.atomic():
        kept = set()
        for finding in QualityFinding.objects.filter(page_id=page.pk):
            key = (finding.field, finding.anchor, finding.code, finding.level, finding.message)
            if key in found and key not in kept:
                kept.add(key)
            else:
                finding.delete()
        QualityFinding.objects.bulk_create(
            QualityFinding(
                page_id=page.pk, field=field, anchor=anchor, code=code, level=level, message=message
            )
            for field, anchor, code, level, message in sorted(found - kept)
        )
    return len(found)


def check_pages(progress: Progress = SILENT) -> tuple[int, int]:
    """Look at every public page, and forget what was noted of pages that are not public any more.

    Args:
        progress: shows how many pages are left.

    Returns:
        (pages, findings): how many were looked at, and how much is to be mended.
    """
    QualityFinding.objects.filter(page__live=False).delete()
    counts: list[int] = []
    for page in progress.track(live_pages(), "Checking pages", total=len(_numbers_of_live_pages())):
        counts += without_faults([page], _note_all, "quality report")
    note_lines()
    return len(counts), sum(counts)


def _note_all(page: HubPage) -> int:
    note_links(page)
    return check_page(page)


# --- Links to other sites -----------------------------------------------------------------------------------------
def note_links(page: HubPage) -> None:
    """Note which other sites a public page names.

    Args:
        page: a HubPage.
    """
    addresses = {url for url in external_addresses(list(parts(page))) if len(url) <= LONGEST}
    known = dict(ExternalLink.objects.filter(url__in=addresses).values_list("url", "pk"))
    for address in sorted(addresses - known.keys()):
        known[address] = ExternalLink.objects.create(url=address).pk
    rows = ExternalLink.pages.through.objects
    rows.filter(page_id=page.pk).exclude(externallink_id__in=known.values()).delete()
    rows.bulk_create(
        (ExternalLink.pages.through(page_id=page.pk, externallink_id=pk) for pk in known.values()),
        ignore_conflicts=True,
    )


def note_lines() -> None:
    """Note which sites help lines name, and forget what nothing names any more."""
    lines: dict[str, set[int]] = {}
    for line in HelpLine.objects.filter(live=True, enabled=True):
        for address in filter(None, (line.website, line.chat_url, line.source_url)):
            lines.setdefault(address, set()).add(line.pk)
    for address, numbers in lines.items():
        ExternalLink.objects.get_or_create(url=address)[0].help_lines.set(numbers)
    for link in ExternalLink.objects.exclude(url__in=lines).filter(help_lines__isnull=False).distinct():
        link.help_lines.clear()
    ExternalLink.pages.through.objects.filter(page__live=False).delete()
    ExternalLink.objects.filter(pages__isnull=True, help_lines__isnull=True).delete()


def due_links(everything: bool = False) -> QuerySet[ExternalLink]:
    """The addresses that are to be asked, those that were never asked first."""
    links = ExternalLink.objects.all()
    if not everything:
        now = timezone.now()
        links = links.filter(
            Q(checked_at__isnull=True)
            | Q(state=ExternalLink.State.BROKEN, checked_at__lte=now - BROKEN_FOR)
            | Q(checked_at__lte=now - WORKED_FOR)
            | Q(checked_at__gt=now)  # The clock was ahead.
        )
    return links.order_by(F("checked_at").asc(nulls_first=True), "url")


def check_links(links: Iterable[ExternalLink], pause: float = PAUSE, seconds: float | None = None) -> int:
    """Ask addresses, one at a time, with a pause between two requests to the same host.

    When none of several answers anything, the hub itself has no way out, and nothing is noted.

    Args:
        links: ExternalLinks.
        pause: seconds.
        seconds: after how long no further one is asked; None for no limit.

    Returns:
        How many were asked.
    """
    began = time.monotonic()
    asked_at: dict[str | None, float] = {}
    answers: list[tuple[ExternalLink, Answer]] = []
    for link in links:
        if seconds is not None and time.monotonic() - began > seconds:
            break
        host = urlsplit(link.url).hostname
        rest = asked_at[host] + pause - time.monotonic() if host in asked_at else 0
        if rest > 0:
            time.sleep(rest)
        with translation.override(settings.LANGUAGE_CODE):
            answers.append((link, ask(link.url)))
        asked_at[host] = time.monotonic()
    if len(answers) > ALL_SILENT and not any(answer.status for _link, answer in answers):
        logger.warning("None of %s other sites answered: the hub seems to have no way out.", len(answers))
        return len(answers)
    for link, answer in answers:
        link.state = ExternalLink.State.WORKS if answer.works else ExternalLink.State.BROKEN
        link.status, link.reason, link.checked_at = answer.status, answer.reason, timezone.now()
        link.broken_since = None if answer.works else link.broken_since or link.checked_at
        link.save()
    return len(answers)


# --- When a page goes public or leaves ------------------------------------------------------------------------------
def connect() -> None:
    """Look at a page as soon as it is public, and at those that name it; forget it when it leaves."""
    page_published.connect(_check_published_page, dispatch_uid="quality_published")
    page_unpublished.connect(_forget, dispatch_uid="quality_unpublished")
    post_delete.connect(_forget_deleted, dispatch_uid="quality_deleted")


@contextmanager
def not_checked() -> Iterator[None]:
    """Context in which pages that go public or leave are not checked: for who publishes all pages, and then calls check_pages().

    What is found in between is out of date at the end, such as links to pages that go public later.
    """
    token = _not_checked.set(True)
    try:
        yield
    finally:
        _not_checked.reset(token)


def _check_published_page(instance: Page, **_kwargs: Any) -> None:
    if isinstance(instance, HubPage) and instance.live and not _not_checked.get():
        # As the public reads it; and whoever published it may go on with a page that nobody has touched.
        instance = type(instance).objects.get(pk=instance.pk)
        note_links(instance)
        check_page(instance)
        # Their links to it are mended now.
        waiting = QualityFinding.objects.filter(code__in=(WAITING_LINK, BROKEN_LINK)).values("page")
        _check_pages_that_link_to(instance, pk__in=waiting)


def _forget(instance: Page, **_kwargs: Any) -> None:
    if isinstance(instance, HubPage):
        QualityFinding.objects.filter(page_id=instance.pk).delete()
        ExternalLink.pages.through.objects.filter(page_id=instance.pk).delete()
        if not _not_checked.get():
            _check_pages_that_link_to(instance)


def _forget_deleted(instance: Model, **_kwargs: Any) -> None:
    """Of pages that are deleted together each is looked at when another one leaves, after its own findings were gathered."""
    if isinstance(instance, Page):
        QualityFinding.objects.filter(page_id=instance.pk).delete()
        ExternalLink.pages.through.objects.filter(page_id=instance.pk).delete()


def _check_pages_that_link_to(page: Page, **which: Any) -> None:
    """Look at some of the public pages that name a page; the daily look comes to the others."""
    references = ReferenceIndex.get_references_to(page).filter(base_content_type=page.get_base_content_type())
    numbers = {int(number) for number in references.values_list("object_id", flat=True)}
    named = Page.objects.live().filter(pk__in=numbers - {page.pk}).filter(**which).specific()
    for other in named[:AT_ONCE]:
        if isinstance(other, HubPage):
            check_page(other)
