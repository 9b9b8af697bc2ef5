"""What an authenticator app does, for tests."""

import html
import re
import time

from allauth.mfa.totp.internal.auth import hotp_value

from tests.conftest import DEMO_PASSWORD

ACTIVATE = "/accounts/2fa/totp/activate/"


def code_of(secret):
    """The code that an authenticator app shows now (RFC 6238)."""
    return f"{hotp_value(secret, int(time.time()) // 30):06d}"


def set_up_app(client, may_ask=True):
    """Go the way of a person who sets up an app.

    Args:
        client: a browser in which the person is signed in.
        may_ask: whether the person's password may be asked for on the way.

    Returns:
        The app's secret, for code_of().
    """
    page = client.get(ACTIVATE)
    if page.status_code == 302:
        assert may_ask, "The password was asked for again."
        client.post(page["Location"], {"password": DEMO_PASSWORD})
        page = client.get(ACTIVATE)
    secret = re.search(r'<code class="reference">([A-Z2-7]+)</code>', html.unescape(page.content.decode()))[1]
    answer = client.post(ACTIVATE, {"code": code_of(secret)})
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    return secret
