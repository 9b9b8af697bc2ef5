"""Adds the initial search words to a hub that was opened before they existed."""

import yaml
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from home.search.fixtures import FILE, make_search_words
from home.search.models import SearchWords
from portal.site.site_context import get_site_context


class Command(BaseCommand):
    """Does nothing if staff have already added words."""

    help = "Adds the first words for the search, when there are none: words that mean the same, words that mean danger."

    def handle(self, *args, **options):
        """Add the words of the hub's languages and print how many groups there are."""
        if SearchWords.objects.exists():
            self.stdout.write("The search has words already. Change them in the admin: Search synonyms.")
            return
        lines = get_site_context(settings.LANGUAGE_CODE).lines("emergency")
        numbers = [line.phone for line in lines if line.phone]
        with transaction.atomic():
            make_search_words(
                yaml.safe_load(FILE.read_text()), [code for code, _name in settings.LANGUAGES], *numbers
            )
        self.stdout.write(f"{SearchWords.objects.count()} groups of words added.")
