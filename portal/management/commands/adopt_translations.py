"""Makes translations that people wrote by hand ones that are worked on part by part."""

from django.core.management.base import BaseCommand

from portal.core.progress import Progress
from portal.translation import existing_translations


class Command(BaseCommand):
    """What the public reads stays as it is; what could not be matched is named and left to be translated."""

    help = (
        "Matches translations with their originals, part by part, so that the side-by-side editor shows them."
    )

    def add_arguments(self, parser):
        """Take the options."""
        parser.add_argument(
            "--tool",
            default="",
            help="What drafted them, when no person did, such as “machine draft”.",
        )

    def handle(self, *args, **options):
        """Adopt each that has no records yet."""
        count, matched, parts = 0, 0, 0
        progress = Progress(self.stderr, options["verbosity"])
        pairs = progress.track(
            list(existing_translations.not_imported()), "Matching translations", announce=False
        )
        for translation, done in existing_translations.import_all(pairs, tool=options["tool"]):
            count, matched, parts = count + 1, matched + done.matched, parts + done.parts
            if done.unmatched and options["verbosity"]:
                places = ", ".join(dict.fromkeys(done.unmatched))
                self.stdout.write(
                    f"{translation} ({translation.locale}): {len(done.unmatched)} of {done.parts} parts could not be matched: {places}"
                )
        if options["verbosity"]:
            self.stdout.write(f"{count} translations were adopted, with {matched} of {parts} parts.")
