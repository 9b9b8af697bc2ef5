"""Looks at the hub as an operator would: what works, what the office should do, what is broken.

An app names its module with a list CHECKS as `health_checks` of its configuration; `examine()` runs them all, the lowest app first.
"""

import datetime
import shutil
from importlib import import_module
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min, Q
from django.db.models.functions import Now
from django.utils import timezone
from wagtail.models import Page, Site

from portal.accounts import encryption_renewal
from portal.audit import trail as audit
from portal.core import catalogs
from portal.core.private_files import open_to_others
from portal.core.system_checks import UNSIGNED_CATALOGUE
from portal.notifications.models import OutboxMessage
from portal.pages.models import HubPage
from portal.quality.models import ExternalLink, QualityFinding
from portal.safety.models import HelpLine
from portal.safety.models.help_line import VERIFIED_FOR
from portal.site.archive import archived
from portal.site.opening import is_open
from portal.site.site_context import get_site_context
from portal.workflow import approvals

from . import proxy_checks, storage
from .backup import checks as backup_checks
from .findings import DUE, OK, WRONG, Check, Finding
from .heartbeats import SILENT_AFTER, last_heartbeat

MAIL_LATE_AFTER = datetime.timedelta(minutes=15)
CLOCK_MAY_DIFFER = datetime.timedelta(seconds=5)
DISK_LEAST_BYTES = 500 * 1024 * 1024


def examine():
    """Look at everything.

    Returns:
        A list of (part, Finding). What needs a database that does not answer, or tables that are not there,
        is left out: the line above says what to mend first.
    """
    findings, database_works = [], True
    for check in _all_checks():
        if check.needs_database and not database_works:
            continue
        try:
            found = check.run()
        except Exception as error:  # Whatever it is, the operator must read of it.
            found = Finding(WRONG, f"It does not work: {type(error).__name__}: {_first_line(error)}")
        if check.part in ("database", "migrations") and found.state == WRONG:
            database_works = False
        findings.append((check.part, found))
    return findings


def _all_checks():
    for config in reversed(list(apps.get_app_configs())):
        if module := getattr(config, "health_checks", ""):
            yield from import_module(module).CHECKS


def _first_line(error):
    return (str(error).strip().splitlines() or ["no reason given"])[0][:160]


def _ago(moment):
    minutes = int((timezone.now() - moment).total_seconds() // 60)
    return f"{minutes} minutes ago" if minutes < 120 else f"{minutes // 60} hours ago"


# --- The machine ----------------------------------------------------------------------------------------------
def _check_settings():
    production = not settings.DEMO_ALLOWED
    missing = []
    if production and not settings.EMAIL_URL:
        missing.append("EMAIL_URL (mails only become files)")
    if production and settings.OFFICE_MAIL == ["coordinator@example.org"]:
        missing.append("OFFICE_MAIL (nobody is told of new requests)")
    if production and settings.DEFAULT_FROM_EMAIL == "hub@example.org":
        missing.append("DEFAULT_FROM_EMAIL")
    if missing:
        return Finding(WRONG, f"Set in the environment: {', '.join(missing)}. See docs/operators.md.")
    found = [
        message
        for message in checks.run_checks(include_deployment_checks=production)
        # Catalogues that nobody has signed have a line of their own.
        if not message.is_silenced()
        and message.id != UNSIGNED_CATALOGUE
        and message.level >= (checks.WARNING if production else checks.ERROR)
    ]
    if found:
        return Finding(
            WRONG, f"manage.py check --deploy complains ({len(found)}): {_first_line(found[0].msg)}"
        )
    if not production:
        return Finding(
            OK, "Settings for demonstration and development: not for a hub that is open to the public."
        )
    if settings.DEMONSTRATION_NOTICE:
        return Finding(
            DUE, "DEMONSTRATION_NOTICE is on: pages say that they are not official, search engines stay away."
        )
    return Finding(OK, "Production settings are complete.")


def _check_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Finding(OK, f"{connection.display_name} answers.")


def _check_migrations():
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        return Finding(WRONG, f"{len(waiting)} migrations are not applied. Run manage.py setup.")
    return Finding(OK, "All are applied.")


def _check_cache():
    storage.check_cache()
    storage.write_cache()
    return Finding(
        OK, "It keeps what is written." + ("" if settings.REDIS_URL else " (Files, for one machine.)")
    )


def _check_uploads():
    storage.check_uploads()
    storage.write_upload()
    return Finding(OK, "Files can be written.")


def _check_private_files():
    path, _mode = next(open_to_others(settings.VAR_DIR), (None, None))
    if path is not None:
        return Finding(
            WRONG,
            f"Other accounts of this machine may open {path}. Run manage.py setup as the owner of VAR_DIR.",
        )
    return Finding(OK, "Only the hub's own account can open what it writes.")


def _check_disk():
    usage = shutil.disk_usage(settings.VAR_DIR)
    free = f"{usage.free / 1024**3:.1f} GB of {usage.total / 1024**3:.1f} GB are free"
    if usage.free < DISK_LEAST_BYTES:
        return Finding(WRONG, f"Only {free} where VAR_DIR is. Make room, or move VAR_DIR.")
    return Finding(OK, f"{free}.")


def _check_clock():
    database_time = ContentType.objects.values_list(Now(), flat=True)[0]
    difference = abs(timezone.now() - database_time)
    # SQLite tells whole seconds, of the same clock.
    if difference > CLOCK_MAY_DIFFER:
        seconds = int(difference.total_seconds())
        return Finding(
            WRONG,
            f"This machine and the database differ by {seconds} seconds. Set both by a time server (NTP).",
        )
    return Finding(OK, f"It agrees with the database; the hub's time zone is {settings.TIME_ZONE}.")


# --- What runs beside the server --------------------------------------------------------------------------------
def _check_mail():
    waiting = OutboxMessage.objects.filter(sent_at__isnull=True)
    facts = waiting.aggregate(
        dead=Count("pk", filter=Q(next_attempt_at__isnull=True)),
        alive=Count("pk", filter=Q(next_attempt_at__isnull=False)),
        oldest=Min("created_at", filter=Q(next_attempt_at__isnull=False)),
    )
    # The worker, or who revives mails, may be at work at the same time: what was counted may be gone.
    given_up = waiting.filter(next_attempt_at__isnull=True).order_by("-pk").first()
    if facts["dead"] and given_up:
        reason = _first_line(given_up.last_error)
        return Finding(
            WRONG,
            f"{facts['dead']} mails were given up ({reason}). Mend EMAIL_URL, then: manage.py run_worker --revive",
        )
    oldest = waiting.order_by("created_at").first()
    if oldest and facts["alive"] and timezone.now() - facts["oldest"] > MAIL_LATE_AFTER:
        reason = _first_line(oldest.last_error or "not tried yet: does the worker run?")
        return Finding(
            WRONG,
            f"{facts['alive']} mails wait, the oldest was written {_ago(facts['oldest'])} ({reason}).",
        )
    return Finding(OK, f"{facts['alive']} mails wait, none was given up.")


def _check_process(name):
    beat = last_heartbeat(name)
    start = f"Start it: manage.py run_{name}, under a supervisor that starts it again."
    if beat is None:
        return Finding(WRONG, f"There has been no sign of life. {start}")
    if beat - timezone.now() > SILENT_AFTER:
        return Finding(
            WRONG,
            "Its last sign of life lies in the future: the clocks of the hosts differ. Set them by NTP.",
        )
    if timezone.now() - beat > SILENT_AFTER:
        return Finding(WRONG, f"Its last sign of life was {_ago(beat)}. {start}")
    return Finding(OK, "It runs.")


def _check_worker():
    return _check_process("worker")


def _check_scheduler():
    return _check_process("scheduler")


# --- What waits for the office ----------------------------------------------------------------------------------
def _check_languages():
    without = [
        code
        for code, _name in settings.LANGUAGES
        if code != settings.LANGUAGE_CODE
        and not any(
            (Path(folder) / code / "LC_MESSAGES" / "django.po").exists() for folder in settings.LOCALE_PATHS
        )
    ]
    if without:
        return Finding(
            DUE,
            f"Buttons and labels are in English in: {', '.join(without)}. Translate the catalogue (docs/adopt.md).",
        )
    if unsigned := catalogs.unsigned():
        return Finding(
            DUE,
            f"Nobody has signed the catalogue of: {', '.join(unsigned)}. Let somebody who speaks the language read it (docs/translators.md).",
        )
    return Finding(OK, ", ".join(name for _code, name in settings.LANGUAGES) + ".")


def _check_opening():
    if not is_open():
        return Finding(
            DUE,
            "Nothing is public yet: visitors see that the site is not open. docs/adopt.md says what to do.",
        )
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    homes = site.root_page.get_translations(inclusive=True).live() if site else Page.objects.none()
    live = set(homes.values_list("locale__language_code", flat=True))
    missing = [f"home page ({name})" for code, name in settings.LANGUAGES if code not in live]
    context = get_site_context(settings.LANGUAGE_CODE)
    if context.office is None:
        missing.append("office identity")
    if not context.help_bar_lines:
        missing.append("help lines for the help bar")
    if missing:
        return Finding(DUE, f"Not published yet: {', '.join(missing)}. Sign in at /admin/ and publish.")
    return Finding(OK, "Home page, office and help lines are public.")


def _check_approvers():
    count = approvals.active_approvers().count()
    if count < 2:
        return Finding(
            DUE, f"{count} active accounts can approve. Make a second one, so that somebody else can check."
        )
    return Finding(OK, f"{count} active accounts can approve.")


def _check_help_lines():
    limit = timezone.localdate() - VERIFIED_FOR
    late = HelpLine.objects.filter(
        Q(verified_on__isnull=True) | Q(verified_on__lt=limit), live=True, enabled=True
    )
    names = list(late.values_list("translation_key", flat=True).distinct())
    if names:
        return Finding(
            DUE,
            f"{len(names)} help lines were not checked within six months. Check them: call them, but compare emergency numbers with their official page.",
        )
    return Finding(OK, "All were verified within six months.")


def _check_reviews():
    overdue, never = [], 0
    for model in apps.get_models():
        if issubclass(model, HubPage):
            pages = (
                model.objects.live().exclude(archived()).only("url_path", "last_reviewed", "review_interval")
            )
            overdue += [page.url_path.split("/", 2)[2] for page in pages if page.is_review_overdue]
            never += sum(page.last_reviewed is None for page in pages)
    if overdue:
        return Finding(DUE, f"{len(overdue)} live pages are past their review date, such as /{min(overdue)}")
    if never:
        return Finding(DUE, f"{never} live pages have no review date. Set one under Settings of each page.")
    return Finding(OK, "No live page is past its review date.")


def _check_audit_trail():
    count, last, problems = audit.verify()
    if problems:
        return Finding(
            WRONG, f"{problems[0]} Compare with the last export, and look at who had access to the database."
        )
    return Finding(OK, f"It is whole: {count} entries, last digest {last[:12]}.")


def _check_encryption():
    count = encryption_renewal.count_by_key()
    if count.lost:
        return Finding(
            WRONG,
            f"{count.lost} encrypted texts open with no key. Put the key of their time back into SECRET_KEY_FALLBACKS, then: manage.py renew_encryption",
        )
    if count.former:
        return Finding(
            DUE,
            f"{count.former} texts need a key of SECRET_KEY_FALLBACKS. Run manage.py renew_encryption before it is taken out.",
        )
    return Finding(OK, f"The present SECRET_KEY opens all {count.present} encrypted texts.")


def _check_quality():
    pages = QualityFinding.objects.filter(level=QualityFinding.Level.ERROR).values("page").distinct().count()
    links = ExternalLink.objects.broken().count()
    if pages or links:
        return Finding(
            DUE, f"{pages} public pages to mend, {links} links that do not work. See Reports in the admin."
        )
    return Finding(OK, "The last look found nothing to mend on public pages.")


CHECKS = [
    Check("settings", _check_settings, needs_database=False),
    Check("database", _check_database, needs_database=False),
    Check("migrations", _check_migrations),
    Check("cache", _check_cache, needs_database=False),
    Check("uploads", _check_uploads, needs_database=False),
    Check("private files", _check_private_files, needs_database=False),
    Check("disk", _check_disk, needs_database=False),
    Check("clock", _check_clock),
    Check("mail", _check_mail),
    Check("proxies", proxy_checks.check, needs_database=False),
    Check("worker", _check_worker, needs_database=False),
    Check("scheduler", _check_scheduler, needs_database=False),
    Check("audit trail", _check_audit_trail),
    Check("encryption", _check_encryption),
    Check("backup", backup_checks.check, needs_database=False),
    Check("languages", _check_languages, needs_database=False),
    Check("opening", _check_opening),
    Check("approvers", _check_approvers),
    Check("help lines", _check_help_lines),
    Check("reviews", _check_reviews),
    Check("quality", _check_quality),
]
