"""Asking whether links to other sites still work: politely, one host at a time, never while a reader waits."""

import http.client
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from portal.core.safe_http import (
    NoSuchHost,
    PrivateNetwork,
    TooManyRedirects,
    TooSlow,
    connection,
    follow_redirects,
    location,
    request,
)

SECONDS = 10
MAX_REDIRECTS = 5
# Answers to HEAD after which the address is asked with GET: many servers do not know HEAD, or refuse it.
ASK_AGAIN = frozenset({400, 403, 404, 405, 406, 410, 500, 501, 503})
# Answers that say "not to you, not now": a reader may well get the page. Nobody should mend the link for that.
NOT_BROKEN = frozenset({401, 402, 403, 405, 406, 407, 408, 418, 421, 425, 429, 451, 999})


@dataclass(frozen=True)
class Answer:
    """What an address answered: whether it works, the status (None without one), and why not, in words."""

    works: bool
    status: int | None
    reason: str


def user_agent():
    """How the hub names itself to the sites that it asks, with the address at which it can be asked why."""
    return f"HubLinkCheck/1.0 (+{settings.WAGTAILADMIN_BASE_URL})"


def ask(address):
    """Ask an address whether it works.

    Args:
        address: an http or https address.

    Returns:
        An Answer.
    """
    try:
        status = _final_status(address)
    except NoSuchHost:
        return Answer(False, None, _("there is no such site"))
    except PrivateNetwork:
        return Answer(False, None, _("it is in a private network"))
    except TooSlow:
        return Answer(False, None, _("no answer in time"))
    except ssl.SSLCertVerificationError:
        return Answer(False, None, _("its certificate is not valid"))
    except TooManyRedirects:
        return Answer(False, None, _("it redirects endlessly"))
    except (OSError, http.client.HTTPException, ValueError):
        return Answer(False, None, _("no answer"))
    if status < 400 or status in NOT_BROKEN:
        return Answer(True, status, "")
    return Answer(False, status, _("error %(status)s") % {"status": status})


def _final_status(address):
    """The status at the end of redirects."""
    deadline = time.monotonic() + SECONDS

    def ask_one(one):
        parts = urlsplit(one)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("Not an address of the web.")
        status, following = _exchange("HEAD", parts, deadline)
        return _exchange("GET", parts, deadline) if status in ASK_AGAIN else (status, following)

    return follow_redirects(address, ask_one, MAX_REDIRECTS)


def _exchange(method, parts, deadline):
    """One request: the status, and where it redirects to or ""."""
    if time.monotonic() >= deadline:
        raise TooSlow
    with connection(parts, deadline) as opened:
        try:
            # The body is not read: that something answers is all that is asked.
            answer = request(opened, method, parts, "text/html, */*;q=0.5", user_agent())
        except (OSError, http.client.HTTPException):
            if time.monotonic() >= deadline - 0.05:
                raise TooSlow from None
            raise
        return answer.status, location(answer)
