"""Removes past events from the search index, and fills the index after an upgrade."""

from django.core.management.base import BaseCommand

from home.search.search_index import add_missing_pages, remove_past_events


class Command(BaseCommand):
    """Run daily by the scheduler and by `setup`. Fast if there is nothing to do; `update_index` writes everything anew."""

    help = "Adds public pages that the search does not know, and forgets events that are over."

    def handle(self, *args, **options):
        """Update the index and print how many pages changed."""
        forgotten, added = remove_past_events(), add_missing_pages()
        self.stdout.write(f"Search: {added} pages added, {forgotten} forgotten.")
