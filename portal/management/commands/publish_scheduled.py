"""Wagtail's command of this name, which one failing page would stop for all others."""

from wagtail.management.commands import publish_scheduled

from portal.workflow.scheduling import publish_due


class Command(publish_scheduled.Command):
    """Run each minute by the scheduler."""

    help = "Publishes what is due and takes away what has expired; what is refused is mailed to its people."

    def handle(self, *args, **options):
        """Do it, or say what would be done (--dryrun, as Wagtail has it)."""
        if options["dryrun"]:
            return super().handle(*args, **options)
        published, refused = publish_due()
        self.stdout.write(f"{published} published, {refused} refused.")
