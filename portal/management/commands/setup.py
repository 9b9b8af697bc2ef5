"""Prepares the hub to be served: what `make serve` runs before it starts the server."""

import fcntl
import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import polib
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation.reloader import translation_file_changed
from wagtail.models import Locale, Site
from whitenoise.storage import MissingFileError

from portal.core import migration_history
from portal.core.cache_version import withdraw_cached_pages
from portal.core.new_database import only_changed_models_made_anew
from portal.core.private_files import close_to_others
from portal.core.progress import Progress
from portal.design import social_images
from portal.design.bundles import BUNDLES, sources
from portal.site.site_context import get_site_context
from portal.workflow import groups

# Any number that no other program takes for a lock in the same database.
SETUP_LOCK = 7_265_114_206


def compile_catalogues():
    """Compile every .po file of the project whose .mo file is missing or older.

    Returns:
        How many were compiled.
    """
    compiled = 0
    for folder in settings.LOCALE_PATHS:
        for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
                polib.pofile(str(source)).save_as_mofile(str(target))
                # Part of the code: another account may run the server.
                target.chmod(0o644)
                compiled += 1
    if compiled:
        # What this process has read of the older ones is read again.
        translation_file_changed(sender=None, file_path=Path("django.mo"))
    return compiled


def static_sources() -> list[Path]:
    """The files from which the static files are made: those of each app, parts of bundles, scenes, the city's own."""
    folders = [Path(app.path) / "static" for app in apps.get_app_configs()]
    folders += [Path(settings.THEME_DIR)] if settings.THEME_DIR else []
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    return files + [path for name in BUNDLES for path in sources(name)] + social_images.sources()


def static_state() -> str:
    """A digest of the names, sizes and times of static_sources() and of how static files are stored, to see whether any changed."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for path in static_sources():
        facts = path.stat()
        digest.update(f"{path}:{facts.st_size}:{facts.st_mtime_ns}".encode())
    return digest.hexdigest()


def collect_static_files(progress):
    """Collect and compress the static files, if one of their sources has changed.

    Args:
        progress: a Progress.

    Raises:
        CommandError: a style sheet names a file that is not there.
    """
    stamp, state = settings.VAR_DIR / "static.stamp", static_state()
    if stamp.exists() and stamp.read_text() == state:
        return
    progress.step("Collecting static files")
    try:
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    except MissingFileError as error:  # Such as a picture that a city's theme.css names.
        raise CommandError(f"Static files cannot be collected. {error}") from error
    stamp.write_text(state)


def migrate():
    """Bring the database to the state of the models.

    In an empty database the libraries' own migrations go first, and only the models that change are made anew.
    """
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        with only_changed_models_made_anew():
            for apps_too in (False, True):
                executor.migrate(
                    [leaf for leaf in executor.loader.graph.leaf_nodes() if apps_too or not _is_ours(leaf)]
                )
                executor.loader.build_graph()
    # Django's signals make permissions and content types.
    call_command("migrate", verbosity=0, interactive=False)


def _is_ours(migration):
    app, _name = migration
    return Path(apps.get_app_config(app).path).parent == settings.BASE_DIR


def add_languages():
    """Let pages be translated into languages that LANGUAGES names since the hub was opened.

    Returns:
        Their own names. A hub that is not opened yet gets its languages from its demonstration, or from start_hub.
    """
    if not Group.objects.filter(name=groups.COORDINATORS).exists():
        return []
    known = set(Locale.objects.values_list("language_code", flat=True))
    new = {code: name for code, name in settings.LANGUAGES if code not in known}
    for code in new:
        Locale.objects.create(language_code=code)
    return list(new.values())


@contextmanager
def alone():
    """Within it, no other process prepares the same folder or the same database, on whatever host."""
    with (settings.VAR_DIR / "setup.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        # A connection of its own, which nothing else closes: its end ends the lock.
        holder = connections.create_connection(connection.alias)
        try:
            with holder.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [SETUP_LOCK])
            yield
        finally:
            holder.close()


def set_site_address():
    """Let Wagtail's site stand where BASE_URL, or PORT, says: it writes whole addresses from it."""
    sites = list(Site.objects.all()[:2])
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    hostname, port = (
        address.hostname or "localhost",
        address.port or (443 if address.scheme == "https" else 80),
    )
    if len(sites) == 1 and (sites[0].hostname, sites[0].port) != (hostname, port):
        sites[0].hostname, sites[0].port = hostname, port
        sites[0].save()


class Command(BaseCommand):
    """Quick when there is nothing to do."""

    help = "Migrates, compiles catalogues, collects static files, and loads the demonstration into an empty database."

    def handle(self, *args, **options):
        """Do what is needed and say it. Of two that are started at once, one waits for the other."""
        passwords: list[str] = []
        try:
            with alone():
                self._prepare(options["verbosity"], passwords.append)
        except BaseException:
            # It is stored nowhere else.
            for password in passwords:
                self.stdout.write(f"The password of the demo accounts: {self._password_words(password)}")
            raise
        self._say_addresses("".join(passwords))

    def _prepare(self, verbosity, show_password):
        progress = Progress(self.stdout, verbosity)
        if closed := close_to_others(settings.VAR_DIR):
            self.stdout.write(f"{closed} files and folders in {settings.VAR_DIR} are private now.")
        compile_catalogues()
        with ThreadPoolExecutor(1) as beside:
            # Compressing needs no database, and leaves Python to the migrations.
            collected = beside.submit(collect_static_files, progress)
            self._prepare_database(progress)
            collected.result()
        withdraw_cached_pages()
        if settings.DEMO_ALLOWED and apps.is_installed("home"):
            call_command(
                "load_demo",
                "--if-empty",
                stdout=self.stdout,
                verbosity=verbosity,
                show_password=show_password,
            )
        if new := add_languages():
            self.stdout.write(
                f"New languages: {', '.join(new)}. Translate the home page first, then those below it."
            )
        if apps.is_installed("home"):
            call_command("refresh_search", stdout=StringIO())
        set_site_address()
        for code, _name in settings.LANGUAGES:
            get_site_context(code)  # Kept in a file, for the time when the database does not answer.

    @staticmethod
    def _prepare_database(progress):
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan or migration_history.is_old(connection):
            progress.step(f"Preparing the database ({len(plan)} changes)")
            migrate()
            if Group.objects.filter(name=groups.COORDINATORS).exists():
                # A newer version may have given the groups more to do, and more to review.
                groups.restore()

    def _say_addresses(self, password):
        """Say where the hub is and who may sign in: last, as one block, because the lines above it scroll away.

        Args:
            password: the password that was generated for the demo accounts, or "".
        """
        address = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
        if settings.DEMO_ALLOWED:
            address = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
        languages = ", ".join(
            f"{address}/" if code == settings.LANGUAGE_CODE else f"/{code}/"
            for code, _name in settings.LANGUAGES
        )
        lines = [
            f"The hub:     {languages}",
            f"Sign in:     {address}/accounts/login/",
            f"The admin:   {address}/admin/ (the office)",
            f"Workspace:   {address}/workspace/ (members of partners)",
        ]
        if settings.DEMO_ALLOWED:
            lines += ["", "Demo accounts:"]
            for user in get_user_model().objects.filter(email__endswith="@example.org").order_by("pk"):
                groups = ", ".join(group.name for group in user.groups.all()) or "of a partner"
                lines.append(f"  {user.email} ({groups})")
            lines += ["", f"Their password: {self._password_words(password)}"]
        rule = "=" * max(map(len, lines))
        self.stdout.write("\n".join(["", rule, *lines, rule, ""]))

    @staticmethod
    def _password_words(password):
        if password:
            return f"{password} (shown only now)"
        return "that of DEMO_PASSWORD when they were made, or the one that was shown then"
