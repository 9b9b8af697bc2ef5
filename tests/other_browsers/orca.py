"""Orca, Debian's screen reader, reads pages in Debian's Firefox; what it would say is read from its log.

Both run on a screen and a session bus of their own, so that no other window takes the focus.
"""

import json
import os
import re
import shutil
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

from tests.other_browsers.marionette import Firefox

PATIENCE = 30  # seconds
# Orca is silent for so long when it has said all.
SILENCE = 1.2  # seconds
# It takes longest to say something about a page that has just been opened.
FIRST_WORDS = 4  # seconds
# Said only if the page takes long.
PASSING = {"Loading. Please wait."}
SAID = re.compile(r"SPEECH OUTPUT: (['\"])(?P<words>.*?)\1 ?(?:\{.*\})?$")
ORCA_SETTINGS = {
    "general": {
        # What a page says by itself when it opens would depend on how long a test waits; each journey asks for what it reads.
        "sayAllOnLoad": False,
        "pageSummaryOnLoad": False,
        "enableKeyEcho": False,
        # What it says is read from its log; no program turns it into sound.
        "speechServerFactory": "none",
        "enableSound": False,
        "enableBraille": False,
        "presentTimeWithoutDate": True,
    },
    "profiles": {"default": {"profile": ["Default", "default"]}},
    "pronunciations": {},
    "keybindings": {},
}
PREFERENCES = {
    # Firefox lets programs read its pages without being asked twice.
    "accessibility.force_disabled": -1,
    # Otherwise links would be said to be visited, depending on what was opened before.
    "places.history.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
}


class Orca:
    """A screen reader and the browser that it reads.

    Attributes:
        driver: Selenium's driver of the browser.
        lines: what was pressed, each line beginning with ">", and what was said, of the present journey.
    """

    def __init__(self, folder, preferences):
        self.folder = Path(folder)
        self.log = self.folder / "orca.log"
        self.lines = []
        self._read = 0
        self._stack = ExitStack()
        try:
            self._start(preferences)
        except BaseException:
            self._stack.close()
            raise

    def _run(self, *command):
        output = self._stack.enter_context((self.folder / "programs.txt").open("a"))
        process = subprocess.Popen(command, env=self.environment, stdout=output, stderr=output)
        self._stack.callback(process.wait, 20)
        self._stack.callback(process.kill)
        return process

    def _start(self, preferences):
        self.environment = {
            **os.environ,
            "HOME": str(self.folder),
            "XDG_RUNTIME_DIR": str(self.folder),
            "XDG_CONFIG_HOME": str(self.folder / "config"),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "LANG": "C.UTF-8",
            "GNOME_ACCESSIBILITY": "1",
        }
        self.folder.chmod(0o700)
        self.environment["DISPLAY"] = ":" + self._first_line(
            "Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24"
        )
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self._first_line(
            "dbus-daemon", "--session", "--nofork", "--print-address=1"
        )
        self._run("/usr/libexec/at-spi-bus-launcher", "--launch-immediately", "--screen-reader=1")
        # Otherwise the next program would start another one.
        subprocess.run(
            ["gdbus", "wait", "--session", "--timeout", "30", "org.a11y.Bus"],
            env=self.environment,
            check=True,
        )
        self._run("metacity", "--sm-disable")
        settings = self.folder / "data" / "orca" / "user-settings.conf"
        settings.parent.mkdir(parents=True)
        settings.write_text(json.dumps(ORCA_SETTINGS))
        # Orca imports it as it starts. Its log would be written in blocks.
        (settings.parent / "orca-customizations.py").write_text(
            "from orca import debug, settings\n"
            "debug.debugFile.reconfigure(line_buffering=True)\n"
            "settings.speechFactoryModules = []\n"
        )
        self._run("orca", "--debug-file", str(self.log))
        self._wait(lambda: "Screen reader on." in self._said(), "Orca's first words")
        profile = self.folder / "profile"
        profile.mkdir()
        self.driver = Firefox(
            shutil.which("firefox-esr"), profile, PREFERENCES | preferences, environment=self.environment
        )
        self._stack.callback(self.driver.quit)
        self.driver.set_page_load_timeout(60)

    def _first_line(self, *command):
        """The first line that a program prints, which goes on running."""
        process = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._stack.callback(process.wait, 20)
        self._stack.callback(process.kill)
        return process.stdout.readline().strip()

    def _wait(self, condition, what):
        end = time.monotonic() + PATIENCE
        while not (result := condition()):
            assert time.monotonic() < end, f"In vain: {what}"
            time.sleep(0.1)
        return result

    def _said(self):
        """What was said since the last call, a list."""
        if not self.log.exists():
            return []
        with self.log.open(encoding="utf-8", errors="replace") as log:
            log.seek(self._read)
            text = log.read()
            end = text.rfind("\n") + 1
            self._read += len(text[:end].encode())
        found = map(SAID.search, text[:end].splitlines())
        return [" ".join(one["words"].split()) for one in found if one and one["words"].strip()]

    def hear(self, patience=FIRST_WORDS):
        """Add to the lines what is said, until it is silent.

        Args:
            patience: for so many seconds it may not have begun.

        Returns:
            The new lines.
        """
        heard = []
        begin = time.monotonic()
        silent_since = begin + patience - SILENCE
        while (now := time.monotonic()) - silent_since < SILENCE and now - begin < PATIENCE:
            time.sleep(0.1)
            if said := self._said():
                heard += said
                silent_since = time.monotonic()
        self.lines += [line for line in heard if line not in PASSING]
        return heard

    def open(self, address):
        """Begin a journey at an address, with the focus on the first link."""
        self.driver.get(address)
        while self.hear():
            pass
        self.press("Tab")
        self.lines = []

    def press(self, *keys):
        """Press keys, named as xdotool names them, each after Orca has fallen silent."""
        for key in keys:
            self.lines.append(f"> {key}")
            subprocess.run(["xdotool", "key", key], env=self.environment, check=True, timeout=10)
            self.hear()

    def type(self, text):
        """Type a text where the focus is."""
        self.lines.append(f"> types: {text}")
        subprocess.run(
            ["xdotool", "type", "--delay", "60", text], env=self.environment, check=True, timeout=30
        )
        self.hear()

    def quit(self):
        """End all of it."""
        self._stack.close()
