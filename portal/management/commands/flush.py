"""Django's flush, for a hub whose audit trail is only added to."""

from django.core.management.commands import flush

from portal.audit.append_only import lifted


class Command(flush.Command):
    """Empties the database, the audit trail too: whoever asks for it has confirmed that everything goes."""

    def handle(self, **options):
        """Lift the protection of the trail, empty the tables, protect it again."""
        with lifted(options["database"]):
            return super().handle(**options)
