"""Sets up a real hub in an empty database."""

import sys
from pathlib import Path

import yaml
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from home.demo.fixtures import ContentError
from home.start_hub.answers import AnswerError, ask, checked
from home.start_hub.services import Starter, sign_in_link
from portal.core.progress import Progress

from .load_demo import is_empty

NEXT = """
The hub is made. Nothing of it is public yet: visitors see that the site is not open, with 911 and the national hotline. What to do next:

  1. Open this link and choose a password. It works once, within {days} days; it was not sent to anybody.
     {link}
  2. Settings, Users: make a second account in the group Approvers. What one of you writes or changes, the other one approves: nobody approves alone.
  3. Help and office: check each number (call it; compare an emergency number with its official page), and send the lines, the office and the
     exit for review.
  4. Pages: read each draft, correct what is not true of your office, and send it for review: the home page first, then Get help, Stay safe
     online, Privacy, Accessibility, Contact, the request form and the index pages. The site is open when the first page is approved.
  5. Topics and categories: add the areas and languages of your place, by which people find partners and events.
  6. manage.py doctor says what is still missing.

docs/adopt.md has more: colors and logo, languages, laws, what the office must decide.
"""


class Command(BaseCommand):
    """Asks on the terminal, or reads a file. Does not need the demonstration, and never replaces anything."""

    help = "Opens a real hub in an empty database: pages, help lines and office as drafts, groups, first coordinator."

    def add_arguments(self, parser):
        """--from for answers in a file; --link for a new one-time link."""
        parser.add_argument(
            "--from",
            dest="answers",
            metavar="FILE",
            help="A YAML file with the answers, as home/start_hub/starter/answers.yaml.",
        )
        parser.add_argument(
            "--link", metavar="E-MAIL", help="Only print a new one-time link for this account's password."
        )

    def handle(self, *args, answers, link, **options):
        """Create the hub and print the next steps.

        Raises:
            CommandError: the tables are missing, the database is in use, or answers are missing or wrong.
        """
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise CommandError("The database has no tables yet, or old ones. Run manage.py setup first.")
        if link:
            self.stdout.write(sign_in_link(self._account(link)))
            return
        if not is_empty():
            raise CommandError(
                "The database is in use: it has accounts or pages. start_hub only works in an empty one, and replaces nothing. "
                "Set DATABASE_URL or VAR_DIR to a new place, run manage.py setup, and try again."
            )
        try:
            coordinator = Starter(
                checked(self._answers(answers)), Progress(self.stdout, options["verbosity"])
            ).start()
        except (AnswerError, ContentError) as error:
            raise CommandError(f"Nothing was made. Please fix:\n{error}") from error
        days = settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60)
        self.stdout.write(NEXT.format(days=days, link=sign_in_link(coordinator)))

    def _account(self, email):
        account = get_user_model().objects.filter(email__iexact=email, is_active=True).first()
        if account is None:
            raise CommandError(f"There is no active account with the address {email}.")
        return account

    def _answers(self, path):
        if path:
            try:
                return yaml.safe_load(Path(path).read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
                raise CommandError(f"{path} cannot be read as YAML: {error}") from error
        if not sys.stdin.isatty():
            raise CommandError(
                "The questions need a terminal. Or copy home/start_hub/starter/answers.yaml, fill it in, and run: "
                "manage.py start_hub --from your-answers.yaml"
            )
        try:
            return ask(write=self.stdout.write)
        except (EOFError, KeyboardInterrupt) as error:
            raise CommandError("Nothing was made, because the questions were not answered.") from error
