"""Encrypts everything that is stored encrypted with the present SECRET_KEY."""

from django.core.management.base import BaseCommand, CommandError

from portal.accounts import encryption_renewal
from portal.core.progress import Progress


class Command(BaseCommand):
    """For the operator, after SECRET_KEY was changed and before the former one leaves SECRET_KEY_FALLBACKS."""

    help = (
        "Encrypts second factors, accessible-format requests and the keys of confidential places with the present "
        "SECRET_KEY, so that a former one can be taken out of SECRET_KEY_FALLBACKS."
    )

    def handle(self, *args, **options):
        """Do it, and say whether a former key may go.

        Raises:
            CommandError: something opens with no key.
        """
        count = encryption_renewal.renew(Progress(self.stdout, options["verbosity"]))
        self.stdout.write(f"{count.former} texts were encrypted anew, {count.present} were already.")
        if count.lost:
            raise CommandError(
                f"{count.lost} texts open with no key. Put the key of their time back into SECRET_KEY_FALLBACKS, and "
                "run this again."
            )
        self.stdout.write("Nothing stored needs SECRET_KEY_FALLBACKS any more.")
