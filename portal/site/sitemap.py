"""The sitemap: every live page in every language, each with its translations (hreflang)."""

from collections import defaultdict
from operator import attrgetter

from django.conf import settings
from django.db.models import Q
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Locale, Page

from .archive import archived


class HubSitemap(Sitemap):
    """Wagtail's sitemap lists one language; search engines expect an entry for each language."""

    def items(self):
        """The live pages below the home page of each language, without archived ones."""
        homes = self.get_wagtail_site().root_page.get_translations(inclusive=True).live()
        wanted = Q(pk__in=[])
        for home in homes:
            wanted |= Page.objects.descendant_of_q(home, inclusive=True)
        return Page.objects.live().filter(wanted).exclude(archived()).order_by("path")

    def _urls(self, page, protocol, domain):
        pages = list(self.paginator.page(page).object_list)
        locales = Locale.objects.in_bulk()
        versions = defaultdict(list)
        for found in sorted(pages, key=attrgetter("locale_id")):
            found.locale = locales[found.locale_id]
            versions[found.translation_key].append(found)
        entries = []
        for found in pages:
            entry = {"location": self.location(found), "lastmod": self.lastmod(found), "item": found}
            translations = versions[found.translation_key]
            if len(translations) > 1:
                addresses = {other.locale.language_code: self.location(other) for other in translations}
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
        return self.request.build_absolute_uri(page.get_url(self.request))
