"""Selenium's commands for Firefox itself, which speaks Marionette.

Selenium expects geckodriver, which translates them, but that is not among Debian's packages.
https://firefox-source-docs.mozilla.org/testing/marionette/Protocol.html
"""

import json
import socket
import subprocess
import time

from selenium.webdriver import FirefoxOptions, Remote
from selenium.webdriver.remote.command import Command

COMMANDS = {
    Command.NEW_SESSION: "WebDriver:NewSession",
    Command.QUIT: "Marionette:Quit",
    Command.GET: "WebDriver:Navigate",
    Command.GO_BACK: "WebDriver:Back",
    Command.GO_FORWARD: "WebDriver:Forward",
    Command.GET_CURRENT_URL: "WebDriver:GetCurrentURL",
    Command.GET_TITLE: "WebDriver:GetTitle",
    Command.SET_TIMEOUTS: "WebDriver:SetTimeouts",
    Command.SET_WINDOW_RECT: "WebDriver:SetWindowRect",
    Command.GET_WINDOW_RECT: "WebDriver:GetWindowRect",
    Command.W3C_GET_CURRENT_WINDOW_HANDLE: "WebDriver:GetWindowHandle",
    Command.W3C_GET_WINDOW_HANDLES: "WebDriver:GetWindowHandles",
    Command.NEW_WINDOW: "WebDriver:NewWindow",
    Command.SWITCH_TO_WINDOW: "WebDriver:SwitchToWindow",
    Command.CLOSE: "WebDriver:CloseWindow",
    Command.FIND_ELEMENT: "WebDriver:FindElement",
    Command.FIND_ELEMENTS: "WebDriver:FindElements",
    Command.FIND_CHILD_ELEMENT: "WebDriver:FindElement",
    Command.FIND_CHILD_ELEMENTS: "WebDriver:FindElements",
    Command.W3C_GET_ACTIVE_ELEMENT: "WebDriver:GetActiveElement",
    Command.GET_ELEMENT_TEXT: "WebDriver:GetElementText",
    Command.GET_ELEMENT_TAG_NAME: "WebDriver:GetElementTagName",
    Command.GET_ELEMENT_ATTRIBUTE: "WebDriver:GetElementAttribute",
    Command.GET_ELEMENT_RECT: "WebDriver:GetElementRect",
    Command.GET_ELEMENT_ARIA_LABEL: "WebDriver:GetComputedLabel",
    Command.CLICK_ELEMENT: "WebDriver:ElementClick",
    Command.CLEAR_ELEMENT: "WebDriver:ElementClear",
    Command.SEND_KEYS_TO_ELEMENT: "WebDriver:ElementSendKeys",
    Command.IS_ELEMENT_SELECTED: "WebDriver:IsElementSelected",
    Command.W3C_EXECUTE_SCRIPT: "WebDriver:ExecuteScript",
    Command.W3C_EXECUTE_SCRIPT_ASYNC: "WebDriver:ExecuteAsyncScript",
    Command.GET_ALL_COOKIES: "WebDriver:GetCookies",
    Command.DELETE_ALL_COOKIES: "WebDriver:DeleteAllCookies",
    Command.W3C_ACTIONS: "WebDriver:PerformActions",
    Command.W3C_CLEAR_ACTIONS: "WebDriver:ReleaseActions",
    Command.SCREENSHOT: "WebDriver:TakeScreenshot",
}


class Marionette:
    """A connection in place of Selenium's RemoteConnection: each message is its length, a colon and JSON."""

    client_config = None

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.stream = self.socket.makefile("rb")
        self.number = 0
        self._read()

    def _read(self):
        length = b""
        while (digit := self.stream.read(1)) != b":":
            if not digit:
                raise ConnectionError("Firefox has ended.")
            length += digit
        return json.loads(self.stream.read(int(length)))

    def execute(self, command, params):
        """Send one of Selenium's commands; answer as a WebDriver server would."""
        params = {name: value for name, value in params.items() if name != "sessionId"}
        if command == Command.NEW_SESSION:
            params = {}
        elif command in {Command.FIND_CHILD_ELEMENT, Command.FIND_CHILD_ELEMENTS}:
            params["element"] = params.pop("id")
        elif command == Command.SCREENSHOT:
            params["full"] = False
        self.number += 1
        message = json.dumps([0, self.number, COMMANDS[command], params])
        self.socket.sendall(f"{len(message)}:{message}".encode())
        _kind, _number, error, result = self._read()
        if error:
            return {"status": 500, "value": json.dumps({"value": error})}
        return {
            "value": result["value"] if isinstance(result, dict) and list(result) == ["value"] else result
        }

    def close(self):
        """End the connection."""
        self.socket.close()


class Firefox(Remote):
    """A Firefox of its own, with an empty profile in a folder; on a screen if it gets the environment of one."""

    def __init__(self, program, folder, preferences, environment=None):
        preferences = {"marionette.port": 0, **preferences}
        lines = [
            f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items()
        ]
        (folder / "user.js").write_text("".join(lines))
        arguments = [program, "--no-remote", "--profile", str(folder), "--marionette"]
        arguments += ["--kiosk"] if environment else ["--headless"]
        with (folder / "output.txt").open("w") as output:
            self.process = subprocess.Popen(arguments, stdout=output, stderr=output, env=environment)
        port = folder / "MarionetteActivePort"
        for _turn in range(600):
            if port.exists() and port.read_text():
                break
            time.sleep(0.1)
        else:
            self.process.kill()
            raise AssertionError("Firefox does not start: " + (folder / "output.txt").read_text()[-2000:])
        super().__init__(Marionette(int(port.read_text())), options=FirefoxOptions())

    def quit(self):
        """End the session and the browser."""
        try:
            super().quit()
            self.process.wait(20)
        finally:
            self.process.kill()
