"""Titles and addresses of linked pages, from the shared cache: a text with many links needs no query.

The keys contain the cache version, which changes with every publication, move and deletion (portal/core/cache_version.py).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.apps import apps
from django.core.cache import cache
from django.utils.translation import get_language
from wagtail.models import Page

from portal.core.cache_version import get_cache_version
from portal.core.process_memory import memory_of, remember

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class PageLink:
    """A live page in a list or link."""

    pk: int
    title: str
    url: str
    summary: str
    model: str
    # The language of its title if that is not the reader's, else "".
    lang: str = ""
    # Its place in the tree, as of Page.path.
    path: str = ""

    @property
    def kind(self) -> str | StrPromise:
        """The page type's name, in the reader's language."""
        return apps.get_model(self.model)._meta.verbose_name


def page_links(ids: Collection[int], language: str | None = None) -> list[PageLink]:
    """The live pages with these primary keys, in this order, each in the reader's language if it is translated.

    Args:
        ids: primary keys of pages; drafts and deleted pages are left out.
        language: a language code; by default the active one.

    Returns:
        A list of PageLink.
    """
    found = links_by_id(ids, language)
    return [link for pk in ids if (link := found.get(pk))]


def links_by_id(ids: Iterable[int], language: str | None = None) -> dict[int, PageLink | None]:
    """The PageLink of each primary key, None for a page that is not live; see page_links()."""
    language = language or get_language()
    version = get_cache_version()
    kept = memory_of(version)
    names = {pk: f"link:{language}:{pk}" for pk in ids}
    # None is kept too, for a page that is not live.
    found: dict[int, PageLink | None] = {pk: kept[name] for pk, name in names.items() if name in kept}
    unknown = {f"link:{version}:{language}:{pk}": pk for pk in names if pk not in found}
    if unknown:
        cached = {unknown[key]: link for key, link in cache.get_many(unknown).items()}
        missing = [pk for pk in unknown.values() if pk not in cached]
        if missing:
            cached |= dict.fromkeys(missing) | _read(missing, language)
            fresh = {f"link:{version}:{language}:{pk}": cached[pk] for pk in missing}
            cache.set_many(fresh, timeout=24 * 60 * 60)
        for pk, link in cached.items():
            remember(kept, names[pk], link)
        found |= cached
    return found


def _read(ids: Collection[int], language: str | None) -> dict[int, PageLink]:
    originals = {page.pk: page for page in Page.objects.live().filter(pk__in=ids).select_related("locale")}
    translated = Page.objects.live().filter(
        translation_key__in={page.translation_key for page in originals.values()},
        locale__language_code=language,
    )
    by_key = {page.translation_key: page.pk for page in translated}
    written = {pk: page.locale.language_code for pk, page in originals.items()}
    targets = {pk: by_key.get(page.translation_key, pk) for pk, page in originals.items()}
    specific = Page.objects.filter(pk__in=set(targets.values())).specific().defer_streamfields()
    links = {
        page.pk: PageLink(
            page.pk,
            page.title,
            page.url,
            getattr(page, "summary", ""),
            page._meta.label,
            "" if page.pk in by_key.values() or written[page.pk] == language else written[page.pk],
            page.path,
        )
        for page in specific
        if page.url
    }
    return {pk: links[target] for pk, target in targets.items() if target in links}
