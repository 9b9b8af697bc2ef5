"""A passkey in a real browser, with Chromium's virtual authenticator: added, used to sign in, used as second factor."""

import pytest

from tests.conftest import CHROMIUM_ARGUMENTS, DEMO_PASSWORD

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(browser_type, browser_type_launch_args, site_url):
    """A page of a browser that reaches the hub by a name: passkeys are bound to one, never to an internet address."""
    address = site_url.replace("127.0.0.1", "localhost")
    browser = browser_type.launch(**{**browser_type_launch_args, "args": CHROMIUM_ARGUMENTS})
    page = browser.new_context(base_url=address, viewport={"width": 390, "height": 800}).new_page()
    page.set_default_timeout(15_000)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    yield page
    browser.close()


def sign_in(page):
    page.goto("/accounts/login/")
    page.fill("[name=login]", "northside@example.org")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main form button[type=submit]")


def sign_out(page):
    page.goto("/accounts/logout/")
    with page.expect_navigation():
        page.click("main button[type=submit]")


def test_a_passkey_is_added_and_signs_in_alone_or_after_the_password(page):
    sign_in(page)
    page.wait_for_url("**/workspace/**")
    # Who has just signed in is not asked for the password again.
    page.goto("/accounts/2fa/webauthn/add/")
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/recovery-codes/")
    assert page.locator(".recovery-codes li").count() == 10
    sign_out(page)
    page.goto("/accounts/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/workspace/**")
    sign_out(page)
    sign_in(page)
    page.wait_for_url("**/2fa/authenticate/")
    page.click("#mfa_webauthn_authenticate")
    page.wait_for_url("**/workspace/**")


def test_where_a_passkey_cannot_be_made_words_say_so(page, site_url):
    page.goto(f"{site_url}/accounts/login/")
    page.click("#passkey_login")
    page.locator("[data-passkey-error]").wait_for()
    assert "use another way" in page.locator("[data-passkey-error]").inner_text()
