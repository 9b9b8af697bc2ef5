"""Hands the audit trail out as JSON lines, and checks that nothing is missing from it."""

import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date

from portal.audit import trail as audit
from portal.audit.models import AuditEntry
from portal.core.progress import Progress


class Command(BaseCommand):
    """For the office's records, and for whoever looks into what happened."""

    help = "Writes the audit trail to standard output, one JSON object a line (docs/operators.md)."

    def add_arguments(self, parser):
        """Name the options."""
        parser.add_argument("--since", metavar="DATE", help="only from this day on, such as 2027-01-31")
        parser.add_argument(
            "--verify",
            action="store_true",
            help="write no entries: check the chain, and fail when it is broken",
        )

    def handle(self, *args, **options):
        """Write the entries, or check them.

        Raises:
            CommandError: the chain is broken, or the date is none.
        """
        if options["verify"]:
            return self._verify()
        entries = AuditEntry.objects.all()
        if options["since"]:
            try:
                day = parse_date(options["since"])
            except ValueError:
                day = None
            if day is None:
                raise CommandError("Write the date as year-month-day, such as --since 2027-01-31.")
            entries = entries.filter(
                at__gte=timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
            )
        audit.write("export", view="export_audit")
        audit.chain_entries()
        # Standard output holds the entries.
        progress = Progress(self.stderr, options["verbosity"])
        for line in progress.track(audit.lines(entries), "Writing entries", entries.count(), announce=False):
            self.stdout.write(line, ending="")

    def _verify(self):
        count, last, problems = audit.verify()
        if problems:
            raise CommandError("The audit trail is broken.\n" + "\n".join(problems))
        self.stdout.write(f"The audit trail is whole: {count} entries, last digest {last}.")
