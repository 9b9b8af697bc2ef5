"""Where readers end up who follow an address that is no more.

Wagtail itself makes a redirect when a page moves or changes its slug, for the pages below as well; it names the page, not an
address, so one step always leads to where the page is now. Here is the rest: no redirect leads in a circle, what is
deleted or taken down can lead on to another page, and what the office writes leads on while it is approved and live.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_delete
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, post_page_move, published, unpublished

from portal.workflow.immediate_actions import not_recorded

from .models import OfficeRedirect


def addresses(pages: Iterable[Page], below: bool = True, old: bool = True) -> set[tuple[int, str]]:
    """The addresses of some pages that are to be deleted or taken down.

    Args:
        pages: the pages.
        below: whether the pages below them go too.
        old: whether the old addresses that lead to them are wanted. Those of a page that may come back go on leading to it.

    Returns:
        A set of (number of the site, path as redirects keep it).
    """
    found, ids = set(), set()
    for page in pages:
        for one in page.get_descendants(inclusive=True).select_related("locale") if below else [page]:
            ids.add(one.pk)
            found |= _own(one)
    if old:
        found |= set(Redirect.objects.filter(redirect_page__in=ids).values_list("site_id", "old_path"))
    return found


def _own(page: Page) -> set[tuple[int, str]]:
    parts = page.get_url_parts()
    return {(parts[0], Redirect.normalise_path(parts[2]))} if parts and parts[2] else set()


def create_redirects(old: Iterable[tuple[int, str]], target: Page, permanent: bool) -> None:
    """Lead readers from old addresses to a page.

    Args:
        old: what addresses() returned.
        target: the page that they are to read.
        permanent: whether the old pages are gone for good.
    """
    for site, path in old:
        Redirect.objects.update_or_create(
            old_path=path,
            site_id=site,
            defaults={
                "redirect_page": target,
                "redirect_page_route_path": "",
                "redirect_link": "",
                "is_permanent": permanent,
            },
        )


def connect() -> None:
    """Forget redirects that would lead in a circle; follow what the office approves and takes away."""
    page_published.connect(_at_its_address, dispatch_uid="redirects_published")
    for signal in (page_slug_changed, post_page_move):
        signal.connect(_with_all_below, dispatch_uid="redirects_moved")
    published.connect(_write, sender=OfficeRedirect, dispatch_uid="redirects_approved")
    for signal in (unpublished, post_delete):
        signal.connect(_take_away, sender=OfficeRedirect, dispatch_uid="redirects_taken_away")


def _write(instance: OfficeRedirect, **_kwargs: Any) -> None:
    # "Published" is also said of what is to go public at a later time.
    if not instance.live:
        return
    _take_away(instance)
    Redirect.objects.create(
        old_path=instance.old_path,
        redirect_page=instance.redirect_page,
        redirect_link=instance.redirect_link,
        is_permanent=instance.is_permanent,
    )


def _take_away(instance: OfficeRedirect, **_kwargs: Any) -> None:
    Redirect.objects.filter(old_path=instance.old_path).delete()


def _at_its_address(instance: Page, **_kwargs: Any) -> None:
    """A page that stands at an address needs no redirect there; one to itself would never end once it is taken down."""
    _forget([instance])


def _with_all_below(instance: Page, **_kwargs: Any) -> None:
    page = Page.objects.get(pk=instance.pk)
    _forget(page.get_descendants(inclusive=True).select_related("locale"))


def _forget(pages: Iterable[Page]) -> None:
    paths = {path for page in pages for _site, path in _own(page)}
    # Nothing is taken from readers, who get the page; so no second person needs to confirm it.
    with not_recorded():
        for one in OfficeRedirect.objects.filter(old_path__in=paths, live=True):
            one.unpublish()
    Redirect.objects.filter(old_path__in=paths).delete()
