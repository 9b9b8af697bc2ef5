"""Deletes old invitations and requests to join, which hold personal data."""

import datetime

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils import timezone

from partners.members.models import Invitation, JoinRequest

# The audit trail still says when somebody was invited, without addresses.
INVITATIONS_KEPT = datetime.timedelta(days=30)


class Command(BaseCommand):
    """Run daily by the scheduler."""

    help = (
        "Deletes invitations 30 days after they were used, taken back or ended, and requests to join that were "
        "decided more than JOIN_REQUESTS_KEPT_DAYS ago (0: none)."
    )

    def handle(self, *args, **options):
        """Delete what is due and say how many."""
        now = timezone.now()
        before = now - INVITATIONS_KEPT
        over = Q(accepted_at__lt=before) | Q(revoked_at__lt=before) | Q(expires_at__lt=before)
        invitations, _by_model = Invitation.objects.filter(over).delete()
        requests = 0
        if days := settings.JOIN_REQUESTS_KEPT_DAYS:
            decided = JoinRequest.objects.filter(decided_at__lt=now - datetime.timedelta(days=days))
            requests, _by_model = decided.exclude(state=JoinRequest.State.OPEN).delete()
        self.stdout.write(f"{invitations} invitations and {requests} requests to join deleted.")
