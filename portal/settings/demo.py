"""For `make serve`: as in production, less HTTPS and the check of host names, with the demonstration loaded."""

import secrets

from .base import *  # noqa: F403
from .base import SECRET_KEY, VAR_DIR, env

ALLOWED_HOSTS = ["*"]
DEMONSTRATION_NOTICE = env.bool("DEMONSTRATION_NOTICE", default=True)
DEMO_ALLOWED = True
SCHEDULER_IS_QUIET = True
SECOND_FACTOR_REQUIRED = False  # Whoever tries the demonstration needs no smartphone.

if not SECRET_KEY:
    # Made once and kept, so that a second start and every process know the same key.
    _key_file = VAR_DIR / "secret_key"
    if not _key_file.exists():
        _key_file.touch(mode=0o600)
        _key_file.write_text(secrets.token_urlsafe(64))
    SECRET_KEY = _key_file.read_text()
