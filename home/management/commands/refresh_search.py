"""Removes past events from the search index, and fills the index after an upgrade."""

from django.core.management.base import BaseCommand

from home.search.search_index import add_what_is_missing, forget_what_is_over


class Command(BaseCommand):
    """Run daily by the scheduler and by `setup`. Fast if there is nothing to do; `update_index` writes everything anew."""

    help = "Adds public pages that the search does not know, and forgets events that are over."

    def handle(self, *args, **options):
        """Update the index and print how many pages changed."""
        forgotten, added = forget_what_is_over(), add_what_is_missing()
        self.stdout.write(f"Search: {added} pages added, {forgotten} forgotten.")
