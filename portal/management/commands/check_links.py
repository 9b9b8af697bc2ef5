"""Asks whether links to other sites work."""

from django.conf import settings
from django.core.management.base import BaseCommand

from portal.core.progress import Progress
from portal.quality import services as quality
from portal.quality.models import ExternalLink

# The scheduler does one thing after the other: a run is short, and the rest is asked in the next one.
AT_ONCE, SECONDS = 20, 60


class Command(BaseCommand):
    """One request at a time; an address that worked is asked again after a week, one that did not after a day."""

    help = "Asks some of the other sites that public pages and help lines name whether they still answer."

    def add_arguments(self, parser):
        """Take the options."""
        parser.add_argument("--all", action="store_true", help="Ask all of them now, however long it takes.")

    def handle(self, *args, **options):
        """Ask those that are due, unless the operator has switched it off (CHECK_LINKS)."""
        if not settings.CHECK_LINKS and not options["all"]:
            return
        due = quality.due_links(everything=options["all"])
        if options["all"]:
            progress = Progress(self.stdout, options["verbosity"])
            asked = quality.check_links(progress.track(list(due), "Asking addresses"))
        else:
            asked = quality.check_links(due[:AT_ONCE], seconds=SECONDS)
        if options["verbosity"]:
            broken = ExternalLink.objects.broken().count()
            self.stdout.write(f"{asked} addresses were asked; {broken} of all do not work.")
