"""Closes submissions whose event has passed, reminds approvers of submissions that have waited long, and escalates overdue assignments."""

from django.core.management.base import BaseCommand

from partners.moderation import assignments, notifications


class Command(BaseCommand):
    """Run daily by the scheduler. Running it twice sends nothing twice."""

    help = "Closes submissions of events whose date has passed, reminds approvers of those that wait for long, and tells coordinators of overdue assignments."

    def handle(self, *args, **options):
        """Close, remind, and print how many."""
        closed = notifications.close_passed()
        recalled = notifications.remind()
        escalated = assignments.escalate()
        self.stdout.write(f"{closed} submissions closed, {recalled} recalled, {escalated} overdue.")
