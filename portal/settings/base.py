"""Settings that hold everywhere. What differs between places comes from the environment (docs/operators.md)."""

import datetime
import os
import re
from pathlib import Path
from zoneinfo import available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured

from portal.core.language_names import lazy_name_of

from . import content_security
from .languages import languages, written_from_the_right

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

# What the running hub writes: database, uploads, cache, collected static files, mails. Nothing else is written to.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
# Every process of the hub reads this module: what it writes is for its own account of the machine only.
os.umask(0o077)
for folder in ("uploads", "cache", "mail", "static"):
    (VAR_DIR / folder).mkdir(parents=True, exist_ok=True)

SECRET_KEY = env.str("SECRET_KEY", default="")
# Former keys: what was encrypted with them (second factors) stays legible.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
DEBUG = False
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # Wagtail's editor sends many fields for a long page.

INSTALLED_APPS = [
    "home",
    "partners",
    "media",
    "portal",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtailmedia",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "portal.accounts.users_app.HubUsersConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "portal.notifications.admin_app.HubAdminConfig",  # wagtail.admin
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portal.site.middleware.TextGZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "portal.site.middleware.VisitorSafetyMiddleware",
    "portal.site.middleware.ContentSecurityMiddleware",
    # Before all that may need the database.
    "portal.site.exit.ExitMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "portal.site.middleware.AddressLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "portal.audit.trail.AuditMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "portal.accounts.second_factor.SecondFactorMiddleware",
    "portal.workflow.visibility_admin.SightMiddleware",
    "portal.accounts.resubmission.ResubmissionMiddleware",
    # After all that may refuse a form.
    "portal.core.submit_once.OnceMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    # Sees only what AdminMiddleware leaves.
    "portal.site.library_faults.LibraryFaultMiddleware",
    "media.library.middleware.InUseMiddleware",
    "portal.site.middleware.AdminMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Those of each package stand beside its code, and come before those of the libraries.
        "DIRS": [
            *sorted(
                path
                for app in ("home", "partners", "media", "portal")
                for path in (BASE_DIR / app).glob("*/templates")
            ),
            # components/<name>/<name>.html, beside its styles
            BASE_DIR / "portal" / "design",
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.site.site_context.site_context",
            ],
        },
    },
]

# --- Data ---------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'hub.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Two writers wait for each other instead of failing: https://docs.djangoproject.com/en/5.2/ref/databases/#sqlite-notes
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        # Deleted content is overwritten: addresses of confidential places must not stay in free pages.
        # Each thread of a web server has a connection: with SQLite's own sizes it takes 2 MB for pages of the file and 2 MB for prepared
        # statements, with these less than 2 MB in all. The CPU time of a page is the same (measured).
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON; PRAGMA cache_size=-512;",
        "cached_statements": 48,
    }
else:
    # Queries that join the tables of all page types take a tenth of a second, and PostgreSQL eight to compile one (measured).
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A server that does not answer: readers get the help lines after seconds, not after minutes.
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 3,
        "tcp_user_timeout": 10_000,
        **DATABASES["default"]["OPTIONS"],
    }

# A request uses the connection of the one before: to open one takes PostgreSQL a round trip or more, and SQLite two milliseconds, in
# which it reads the definitions of all tables (measured).
DATABASES["default"]["CONN_MAX_AGE"] = 60

REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "portal.core.cache_backends.HubRedisCache", "LOCATION": REDIS_URL}}
else:
    # Files, not memory: every process of the machine reads the same.
    CACHES = {
        "default": {
            "BACKEND": "portal.core.cache_backends.HubFileCache",
            "LOCATION": VAR_DIR / "cache",
            "OPTIONS": {"MAX_ENTRIES": 20_000},
        }
    }
# What all names in the cache begin with; without it, a digest of SECRET_KEY and the database (portal/core/cache_backends.py).
CACHES["default"]["KEY_PREFIX"] = env.str("CACHE_PREFIX", default="")
# Limits of sign-ins are kept under the visitor's address, which must not be found in the cache.
CACHES["default"]["KEY_FUNCTION"] = "portal.core.rate_limits.cache_key"
# Readers are answered from what was answered before (portal/page_cache/).
PAGE_CACHE = env.str("PAGE_CACHE", default="on") != "off"
# Where proxies in front that keep pages accept purges (portal/page_cache/proxies.py). Without it, proxies are not allowed to keep pages.
CACHE_PROXIES = env.list("CACHE_PROXIES", default=[])
if not all(re.match(r"https?://[^/]", address) for address in CACHE_PROXIES):
    raise ImproperlyConfigured("CACHE_PROXIES: write each address as http://host:port.")
# Not in the cache as well: a session that was ended while the cache was away would come back with it.
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# Where the scheduler makes a backup each day, for whom it is encrypted (public keys of age), and how many are kept (docs/operators.md).
BACKUP_DIR = env.str("BACKUP_DIR", default="")
BACKUP_RECIPIENTS = env.list("BACKUP_RECIPIENTS", default=[])
BACKUP_KEEP = env.str("BACKUP_KEEP", default="7d 5w 12m")
# With the private key, the scheduler rehearses each week whether a backup can be restored.
BACKUP_IDENTITY_FILE = env.str("BACKUP_IDENTITY_FILE", default="")
# Instead: a file that another backup touches when it has succeeded; manage.py doctor looks at its age.
BACKUP_STAMP = env.str("BACKUP_STAMP", default="")
# How long the office's records schedule keeps requests to join after they were decided, in days; 0: none is deleted.
JOIN_REQUESTS_KEPT_DAYS = env.int("JOIN_REQUESTS_KEPT_DAYS", default=0)

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "portal.design.storage.HubStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
MEDIA_ROOT = VAR_DIR / "uploads"
MEDIA_URL = "/uploads/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_URL = "/static/"
# A city's own colours, icon and logo (docs/adopt.md): `theme.css` ends the style sheet, files under `static/` replace the hub's.
THEME_DIR = env.str("THEME_DIR", default="")
if THEME_DIR and not Path(THEME_DIR).is_dir():
    raise ImproperlyConfigured(
        f"THEME_DIR: there is no folder {THEME_DIR}. Name the folder that holds theme.css."
    )
STATICFILES_DIRS = [folder for folder in [Path(THEME_DIR) / "static"] if THEME_DIR and folder.is_dir()]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "portal.design.bundles.BundleFinder",
    "portal.design.social_images.SocialImageFinder",
]
WHITENOISE_USE_FINDERS = False

# --- Languages and time -------------------------------------------------------------------------------------
USE_I18N = WAGTAIL_I18N_ENABLED = True
# English is the language of the unprefixed addresses, and what a reader gets where a translation is missing.
LANGUAGE_CODE = "en"
LANGUAGES = languages(env.list("LANGUAGES", default=["en", "es", "so", "hmn"]))
# The admin names them in the language of who works there.
WAGTAIL_CONTENT_LANGUAGES = [(code, lazy_name_of(code)) for code, _own_name in LANGUAGES]
LANGUAGES_BIDI = written_from_the_right(code for code, _name in LANGUAGES)
FORMAT_MODULE_PATH = ["portal.formats"]
# The hub's own texts, and those of Wagtail that are said in other words.
LOCALE_PATHS = [BASE_DIR / "portal" / "locale", BASE_DIR / "portal" / "library_words"]
TIME_ZONE = env.str("TIME_ZONE", default="America/Chicago")
USE_TZ = True
# Of the addresses in the directory for other programs (ISO 3166-1).
COUNTRY = env.str("COUNTRY", default="US")
WAGTAILLOCALIZE_SYNC_LIVE_STATUS_ON_TRANSLATE = False

# --- People -------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "portal.accounts.services.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # Accounts are made by the office, which knows the address.
ACCOUNT_SIGNUP_ENABLED = False  # Accounts are given by the office and its partners.
# Not by a code in a mail: who reads somebody's mail must not change the second factor.
ACCOUNT_REAUTHENTICATION_METHODS = {"password", "mfa"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # The subject of a mail that others see tells nothing of the hub.
# Tries with passwords and codes are limited in portal/accounts/sign_in_limits.py, mails in portal/accounts/forms.py.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None, "reset_password": None}
ACCOUNT_FORMS = {"reset_password": "portal.accounts.forms.ResetPasswordForm"}
MFA_FORMS = {
    "authenticate": "portal.accounts.forms.AuthenticateForm",
    "reauthenticate": "portal.accounts.forms.ReauthenticateForm",
}
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # A passkey cannot be guessed.
# Functions of the apps above, each from a user to a set of roles (portal.accounts.services.roles).
ROLES = ["partners.members.permissions.roles"]
# Staff and organisations' owners get no further without a second factor (portal/accounts/second_factor.py).
SECOND_FACTOR_REQUIRED = True
MFA_ADAPTER = "portal.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True  # A passkey asks for the finger or PIN: it is both factors.
MFA_ALLOW_UNVERIFIED_EMAIL = True  # The office, or the invitation's mail, knows the address.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 8 * 60 * 60
# Ends with the browser window: a reader of a form page keeps nothing that says she was here.
CSRF_COOKIE_AGE = None
CSRF_FAILURE_VIEW = "portal.site.error_views.csrf_failure"

# --- Visitor safety ---------------------------------------------------------------------------
# "no-referrer" makes browsers send "Origin: null", which Django refuses on every POST.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail's preview shows the page in a frame of the same site.
SILENCED_SYSTEM_CHECKS = ["security.W019"]  # It asks for DENY, which the preview cannot have.
CONTENT_SECURITY_POLICY = {"DIRECTIVES": content_security.PUBLIC}
ADMIN_CONTENT_SECURITY_POLICY = content_security.ADMIN
DEMONSTRATION_NOTICE = env.bool("DEMONSTRATION_NOTICE", default=False)
# Whether the scheduler leaves out what its commands say. Errors are logged in any case.
SCHEDULER_IS_QUIET = False
EXIT_URL = env.str(
    "EXIT_URL", default="https://www.weather.gov/"
)  # Only the first value of the office's own setting.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")
# Networks that are not public from which members may import calendars, such as "10.20.0.0/16" (portal/core/safe_http.py).
IMPORT_NETWORKS = env.list("IMPORT_NETWORKS", default=[])
# Whether the scheduler asks other sites if links to them still work (portal/quality/link_check.py).
CHECK_LINKS = env.bool("CHECK_LINKS", default=True)

# How often the same must be looked for in vain in a month before staff can read what it was (home/search/zero_result_searches.py).
SEARCHES_LEGIBLE_FROM = 5

# --- Mail ---------------------------------------------------------------------------------------------------
# Every mail becomes a row of the outbox in the same transaction; the worker delivers it (portal/notifications/outbox.py).
EMAIL_BACKEND = "portal.notifications.outbox.OutboxBackend"
EMAIL_URL = env.str("EMAIL_URL", default="")
EMAIL_TIMEOUT = 30  # Seconds: a mail server that does not answer must not hold the worker.
if EMAIL_URL:
    _mail = env.email_url("EMAIL_URL")
    DELIVERY_BACKEND = _mail.pop("EMAIL_BACKEND")
    globals().update(_mail)
else:
    DELIVERY_BACKEND = "portal.notifications.outbox.FileBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="hub@example.org")
OFFICE_MAIL = env.list("OFFICE_MAIL", default=["coordinator@example.org"])  # Who is told of new requests.
# What members are told when they send something: how many working days the office usually takes to answer.
USUAL_ANSWER_WORKING_DAYS = env.int("USUAL_ANSWER_WORKING_DAYS", default=2)
# Whose public holidays are no working days (ISO 3166-2).
HOLIDAYS_REGION = env.str("HOLIDAYS_REGION", default="US-MN")

# The day from which the city's pages must be accessible (28 CFR 35.200): what is archived was made before it.
ACCESSIBILITY_REQUIRED_FROM = datetime.date.fromisoformat(
    env.str("ACCESSIBILITY_REQUIRED_FROM", default="2027-04-26")
)

# --- Wagtail ------------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Human Trafficking Prevention Hub"
# Of links in mails. Without it, where `make serve` listens.
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default=f"http://127.0.0.1:{env.str('PORT', default='') or 8000}")
WAGTAILADMIN_LOGIN_URL = WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
# Passwords and addresses belong to their owners, and are changed on allauth's pages only.
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# Those that browsers know, too: "localtime" is a file of this machine.
WAGTAIL_USER_TIME_ZONES = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
WAGTAILUSERS_PASSWORD_ENABLED = WAGTAILUSERS_PASSWORD_REQUIRED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
WAGTAIL_FINISH_WORKFLOW_ACTION = "portal.workflow.publishing.publish_reviewed"
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAILIMAGES_IMAGE_MODEL = "media.HubImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "media.images.forms.HubImageForm"
WAGTAILDOCS_DOCUMENT_MODEL = "media.HubDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "media.library.forms.HubDocumentForm"
WAGTAILMEDIA = {
    "MEDIA_MODEL": "media.HubMedia",
    "MEDIA_FORM_BASE": "media.library.forms.HubMediaForm",
}
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "avif", "webp": "webp"}
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "rtf", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILEMBEDS_FINDERS: list[
    dict[str, str]
] = []  # Players are derived from the address, with no request (media/videos/players.py).
# Wagtail's own for the admin, drafts included; the other for the public (home/search/search_index.py).
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database"},
    "public": {"BACKEND": "home.search.search_index"},
}

# Of wagtail-localize's addresses for its scripts: without this they look for a page of Django REST framework that is not installed.
REST_FRAMEWORK = {"DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"]}

# --- Logs: what happened, never who read -------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django_tasks": {"handlers": [], "level": "WARNING"},
        # Who changed which page stands in the database.
        "wagtail": {"handlers": [], "level": "WARNING"},
        # Django logs the path of each 404, and a path may say what somebody looked for.
        "django.request": {"handlers": [], "level": "ERROR"},
        "django.security": {"handlers": [], "level": "ERROR"},
    },
}
