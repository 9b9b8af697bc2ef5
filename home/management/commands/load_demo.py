"""Loads the demonstration: accounts, groups, pages, help lines."""

import os
import secrets

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, transaction
from wagtail.models import Page, ReferenceIndex

from home.demo.deferred_index import deferred_indexing
from home.demo.loader import DemoLoader
from home.search.models import SearchWords
from partners.models import (
    EventDate,
    EventPage,
    EventStatus,
    ImportedEvent,
    Invitation,
    JoinRequest,
    Membership,
)
from portal.core.cache_version import withdraw_cached_pages
from portal.core.progress import Progress
from portal.models import (
    GlossaryTerm,
    HelpLine,
    HubPage,
    ImmediateAction,
    OfficeIdentity,
    SafetySettings,
    TaxonomyTerm,
)
from portal.quality import services as quality
from portal.workflow import groups
from portal.workflow.immediate_actions import not_recorded

ACCOUNTS = [
    ("coordinator@example.org", "Casey", "Coordinator", groups.COORDINATORS),
    ("approver@example.org", "Avery", "Approver", groups.APPROVERS),
    ("approver2@example.org", "Blake", "Approver", groups.APPROVERS),
    ("editor@example.org", "Eden", "Editor", groups.EDITORS),
    ("translator@example.org", "Tali", "Translator", groups.TRANSLATORS),
    # Members of partners are in no group; home/demo/members.yaml names their organizations.
    ("riverside@example.org", "Robin", "Rivers", None),
    ("riverside.colleague@example.org", "Rene", "Waters", None),
    ("northside@example.org", "Noor", "North", None),
]


def is_empty():
    """Whether the database is unused: no account, and no page except Wagtail's own."""
    hub_pages = any(model.objects.exists() for model in _page_types())
    return not (hub_pages or get_user_model().objects.exists())


def _page_types():
    return [model for model in apps.get_models() if issubclass(model, HubPage)]


class Command(BaseCommand):
    """The same files always make the same hub. Loading twice makes no difference."""

    help = "Loads the demonstration into an empty database."
    # For `setup`: a function that shows a generated password, where the command does not write it itself.
    stealth_options = ("show_password",)

    def add_arguments(self, parser):
        """--if-empty for `make serve`; --force replaces the pages, lines and office of a used database."""
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing, quietly, when the database is in use."
        )
        parser.add_argument(
            "--force", action="store_true", help="Replace the pages, help lines and office that are there."
        )

    def handle(self, *args, if_empty, force, **options):
        """Load the demonstration.

        Raises:
            CommandError: these are production settings, or the database is in use.
        """
        if not settings.DEMO_ALLOWED:
            raise CommandError("The demonstration is never loaded under production settings.")
        if not is_empty() and not force:
            if if_empty:
                return
            raise CommandError(
                "The database is in use. To replace its pages, help lines and office, run load_demo --force."
            )
        progress = Progress(self.stdout, options["verbosity"])
        progress.step("Loading the demonstration")
        password, generated = os.environ.get("DEMO_PASSWORD", ""), False
        if not password:
            password, generated = secrets.token_urlsafe(12), True
        loader = DemoLoader(progress)
        with transaction.atomic(), quality.not_checked(), deferred_indexing(progress):
            with not_recorded():
                self._clear()
            made = self._accounts(password)
            loader.load()
        withdraw_cached_pages()
        quality.check_pages(progress)
        if generated and made:
            show = options.get("show_password") or self._show_password
            show(password)

    def _show_password(self, password):
        self.stdout.write(f"The password of the demo accounts, shown only now: {password}")

    def _clear(self):
        # It is made anew at the end. With it, each page that goes would have those that name it checked again.
        ReferenceIndex.objects.all()._raw_delete(using=DEFAULT_DB_ALIAS)
        # First, because events protect their organization from deletion.
        EventPage.objects.all().delete()
        for model in (
            EventStatus,
            EventDate,
            ImportedEvent,
            ImmediateAction,
            Membership,
            Invitation,
            JoinRequest,
        ):
            model.objects.all().delete()
        for page in Page.objects.filter(depth=2):
            page.delete()
        for words in (HelpLine, OfficeIdentity, SafetySettings, TaxonomyTerm, GlossaryTerm, SearchWords):
            words.objects.all().delete()

    def _accounts(self, password):
        """Create the missing accounts. Returns how many were created; existing ones keep their passwords."""
        made = 0
        offices = groups.restore()
        # Hashed once for all accounts, because hashing is slow on purpose.
        hashed = make_password(password)
        for email, first_name, last_name, group in ACCOUNTS:
            user = get_user_model().objects.filter(email__iexact=email).first()
            if user is None:
                user = get_user_model().objects.create(
                    email=email, password=hashed, first_name=first_name, last_name=last_name
                )
                made += 1
                if group in (groups.APPROVERS, groups.COORDINATORS, groups.TRANSLATORS):
                    user.approves_in = [
                        code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE
                    ]
                    user.save(update_fields=["approves_in"])
            user.groups.set([offices[group]] if group else [])
        return made
