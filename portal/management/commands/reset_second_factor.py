"""Takes away the second factor of somebody who has lost it, when nobody of the office can sign in to do so."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.accounts import second_factor
from portal.staff import rights
from portal.staff.models import RightsChange


class Command(BaseCommand):
    """For the operator of the server. The person is told by mail, and it stands in the log."""

    help = (
        "Takes away the second factor of an account and ends its sessions; a new one is set after signing in."
    )

    def add_arguments(self, parser):
        """The account's address."""
        parser.add_argument("email", help="the email address with which the person signs in")

    def handle(self, *args, **options):
        """Reset it.

        Raises:
            CommandError: there is no such account.
        """
        user = get_user_model().objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError("There is no account with this address.")
        with transaction.atomic():
            second_factor.reset(user, by=None)
            rights.tell_of_operator(user, RightsChange.Kind.SECOND_FACTOR)
        self.stdout.write(
            "The second factor was taken away. The person, the approvers and the coordinators were told by mail."
        )
