"""Django's command for an operator's account, which tells the office of it: no coordinator confirms one."""

from django.contrib.auth import get_user_model
from django.contrib.auth.management.commands import createsuperuser
from django.db import transaction

from portal.staff import rights


class Command(createsuperuser.Command):
    """For the operator of the server."""

    def handle(self, *args, **options):
        """Make the account and mail the approvers and coordinators."""
        people = get_user_model().objects.filter(is_superuser=True)
        with transaction.atomic():
            before = set(people.values_list("pk", flat=True))
            super().handle(*args, **options)
            for account in people.exclude(pk__in=before):
                rights.tell_of_operator(account)
