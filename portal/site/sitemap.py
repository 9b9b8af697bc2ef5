"""The sitemap: every live page in every language, each with its translations (hreflang)."""

from collections import defaultdict
from operator import attrgetter

from django.conf import settings
from django.db.models import Q
from django.utils.functional import cached_property
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from .archive import archived
from .language_urls import prefix_of


class HubSitemap(Sitemap):
    """Wagtail's sitemap lists one language; search engines expect an entry for each language."""

    def items(self):
        """The live pages below the home page of each language, without archived ones."""
        wanted = Q(pk__in=[])
        for home in self._homes:
            wanted |= Page.objects.descendant_of_q(home, inclusive=True)
        pages = (
            Page.objects.live()
            .filter(wanted, locale__in=self._beginnings)
            .exclude(archived())
            .order_by("path")
        )
        return pages.only(
            "url_path", "locale_id", "translation_key", "last_published_at", "latest_revision_created_at"
        )

    @cached_property
    def _homes(self):
        """The public home page of each language."""
        root = self.get_wagtail_site().root_page
        return list(root.get_translations(inclusive=True).live().select_related("locale"))

    @cached_property
    def _beginnings(self):
        """By locale: the url_path of the home page, and its absolute address."""
        return {
            home.locale_id: (
                home.url_path,
                self.request.build_absolute_uri(f"{prefix_of(home.locale.language_code)}/"),
            )
            for home in self._homes
        }

    def _urls(self, page, protocol, domain):
        pages = list(self.paginator.page(page).object_list)
        codes = {home.locale_id: home.locale.language_code for home in self._homes}
        versions = defaultdict(list)
        for found in sorted(pages, key=attrgetter("locale_id")):
            versions[found.translation_key].append(found)
        entries = []
        for found in pages:
            entry = {"location": self.location(found), "lastmod": self.lastmod(found), "item": found}
            translations = versions[found.translation_key]
            if len(translations) > 1:
                addresses = {codes[other.locale_id]: self.location(other) for other in translations}
                if settings.LANGUAGE_CODE in addresses:
                    # For readers of languages that the hub does not have.
                    addresses["x-default"] = addresses[settings.LANGUAGE_CODE]
                entry["alternates"] = [
                    {"lang_code": code, "location": address} for code, address in addresses.items()
                ]
            entries.append(entry)
        return entries

    def location(self, page):
        """The page's canonical address."""
        within, address = self._beginnings[page.locale_id]
        return address + page.url_path.removeprefix(within)
