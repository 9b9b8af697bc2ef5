"""What browsers may load and run on the hub's pages (the directives of Content-Security-Policy)."""

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

_PORTAL = Path(__file__).resolve().parent.parent
# The one script that stands in the pages themselves: it has to run before anything is shown.
_AFTER_EXIT = (_PORTAL / "design/templates/portal/after_exit.js").read_bytes()
PUBLIC = {
    "default-src": ["'self'"],
    "script-src": ["'self'", f"'sha256-{b64encode(sha256(_AFTER_EXIT).digest()).decode()}'"],
    "base-uri": ["'none'"],
    "object-src": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
    "frame-src": ["'none'"],
}
ADMIN = {
    # Wagtail's admin writes inline styles and scripts: https://github.com/wagtail/wagtail/issues/1288
    "default-src": ["'self'"],
    "script-src": ["'self'", "'unsafe-inline'"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "img-src": ["'self'", "data:", "blob:"],
    "media-src": ["'self'", "blob:"],
    "base-uri": ["'self'"],
    "object-src": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'self'"],
    "frame-src": ["'self'"],
}
