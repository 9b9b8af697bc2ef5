"""Deletes old invitations and requests to join, which hold personal data, and tokens that no longer work."""

import datetime

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db.models import Q
from django.utils import timezone

from partners.api.models import ApiToken
from partners.members.models import Invitation, JoinRequest

# Of invitations and tokens. The audit trail still says when somebody was invited, without addresses, and which token was made.
KEPT = datetime.timedelta(days=30)


class Command(BaseCommand):
    """Run daily by the scheduler."""

    help = (
        "Deletes invitations 30 days after they were used, taken back or ended, tokens of the API for partners 30 days "
        "after they were revoked or expired, and requests to join that were decided more than JOIN_REQUESTS_KEPT_DAYS ago (0: none)."
    )

    def handle(self, *args, **options):
        """Delete what is due and say how many."""
        now = timezone.now()
        before = now - KEPT
        over = Q(accepted_at__lt=before) | Q(revoked_at__lt=before) | Q(expires_at__lt=before)
        invitations, _by_model = Invitation.objects.filter(over).delete()
        ended = Q(revoked_at__lt=before) | Q(expires_at__lt=before)
        tokens, _by_model = ApiToken.objects.filter(ended).delete()
        requests = 0
        if days := settings.JOIN_REQUESTS_KEPT_DAYS:
            decided = JoinRequest.objects.filter(decided_at__lt=now - datetime.timedelta(days=days))
            requests, _by_model = decided.exclude(state=JoinRequest.State.OPEN).delete()
        self.stdout.write(
            f"{invitations} invitations, {tokens} tokens and {requests} requests to join deleted."
        )
