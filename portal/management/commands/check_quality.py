"""Runs the publishing checks on all public pages."""

from django.core.management.base import BaseCommand

from portal.core.progress import Progress
from portal.quality import services as quality


class Command(BaseCommand):
    """What would stop a public page today stands in the report "Quality failures on live pages"."""

    help = "Runs the publishing checks on every public page and notes what is to be corrected."

    def handle(self, *args, **options):
        """Look at all pages."""
        pages, findings = quality.check_pages(Progress(self.stdout, options["verbosity"]))
        if options["verbosity"]:
            self.stdout.write(
                f"{pages} public pages checked. Findings for editors in the report on quality: {findings}."
            )
