"""Firefox and WebKit read the hub, as Chromium does in tests/browser. Nothing that they do leaves this machine."""

import os
import shutil
from pathlib import Path

import pytest
from selenium.webdriver import WebKitGTK, WebKitGTKOptions
from selenium.webdriver.webkitgtk.service import Service

from tests.elsewhere import Elsewhere
from tests.other_browsers.marionette import Firefox
from tests.other_browsers.orca import Orca
from tests.other_browsers.reader import Reader

# No request may leave this machine, and none may go around the proxy that notes them.
PREFERENCES = {
    "network.proxy.type": 1,
    "network.proxy.no_proxies_on": "127.0.0.1",
    "media.autoplay.default": 0,
    "ui.prefersReducedMotion": 1,
}


def pytest_collection_modifyitems(items):
    """Each browser is started once, by one of the parallel processes."""
    for item in items:
        if "driver" in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group(item.callspec.params["driver"].__name__))
        elif "orca" in item.fixturenames:
            item.add_marker(pytest.mark.xdist_group("orca"))


@pytest.fixture(scope="session")
def proxy():
    """What a browser wants from other hosts than the hub: none gets it."""
    with Elsewhere() as server:
        yield server


def firefox_preferences(proxy):
    """Those of a Firefox whose requests to other hosts all go to a proxy."""
    host, port = proxy.host.split(":")
    addresses = {f"network.proxy.{kind}": host for kind in ("http", "ssl")}
    ports = {f"network.proxy.{kind}_port": int(port) for kind in ("http", "ssl")}
    return PREFERENCES | addresses | ports


def firefox(proxy, folder):
    """Debian's Firefox."""
    return Firefox(shutil.which("firefox-esr"), folder, firefox_preferences(proxy))


def webkit(proxy, folder):
    """Debian's WebKitGTK, in the small browser that is packaged with its driver."""
    options = WebKitGTKOptions()
    options.binary_location = str(next(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser")))
    for argument in (
        "--automation",
        "--javascript-can-open-windows-automatically=true",
        f"--proxy=http://{proxy.host}",
        "--ignore-host=127.0.0.1",
    ):
        options.add_argument(argument)
    environment = {**os.environ, "HOME": str(folder), "LIBGL_ALWAYS_SOFTWARE": "1"}
    return WebKitGTK(options, Service(shutil.which("WebKitWebDriver"), env=environment))


@pytest.fixture(scope="session", params=[firefox, webkit], ids=lambda start: start.__name__)
def driver(request, proxy, tmp_path_factory):
    """Each browser in turn."""
    driver = request.param(proxy, tmp_path_factory.mktemp("browser"))
    driver.set_page_load_timeout(60)
    yield driver
    driver.quit()


@pytest.fixture(scope="session")
def _orca(proxy, tmp_path_factory):
    orca = Orca(tmp_path_factory.mktemp("orca"), firefox_preferences(proxy))
    yield orca
    orca.quit()


@pytest.fixture
def orca(_orca, served_hub, real_commits):
    """A screen reader that reads the hub. What the test wrote is gone when it ends."""
    yield _orca
    _orca.driver.get("about:blank")
    _orca.driver.delete_all_cookies()
    served_hub.wait()


@pytest.fixture
def reader(driver, served_hub, real_commits, proxy):
    """Somebody who reads the hub in a new window of each browser. What the test wrote is gone when it ends."""
    first = driver.current_window_handle
    # A window of this kind can be as narrow as a phone. It knows nothing of the first one.
    driver.execute_script("window.open('about:blank', '', 'popup,noopener,width=390,height=800')")
    reader = Reader(driver, served_hub.address)
    driver.switch_to.window(reader.wait(lambda: [one for one in driver.window_handles if one != first])[0])
    proxy.wanted.clear()
    reader.resize(1280)
    yield reader
    driver.delete_all_cookies()
    driver.close()
    driver.switch_to.window(first)
    served_hub.wait()


@pytest.fixture
def without_scripts(served_hub):
    """No script of any page runs, as if the reader had switched them off."""
    application = served_hub.application

    def forbid(environ, start_response):
        def start(status, headers, *error):
            return start_response(
                status, [*headers, ("Content-Security-Policy", "script-src 'none'")], *error
            )

        return application(environ, start)

    served_hub.application = forbid
    yield
    served_hub.application = application
