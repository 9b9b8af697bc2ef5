"""Somebody with a browser: keeps cookies, follows redirects, and sends the forms that a page shows, over real HTTP."""

import http.client
import time
import uuid
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from tests.bench.client import LIKE_A_BROWSER

REDIRECTS, MOST_REDIRECTS = {301, 302, 303, 307, 308}, 5


@dataclass
class Form:
    """A form of a page.

    Attributes:
        action: where it is sent to; "" for the page's own address.
        method: "get" or "post".
        fields: a list of (name, value) as a browser would send them without a change.
        buttons: the (name, value) of its buttons.
    """

    action: str
    method: str
    fields: list
    buttons: list


class _Forms(HTMLParser):
    """Collects the forms of a page."""

    def __init__(self):
        super().__init__()
        self.forms, self.form, self.area, self.select = [], None, None, None
        self.links = []

    def handle_starttag(self, tag, attributes):
        found = {name: value or "" for name, value in attributes}
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        elif tag == "form":
            self.form = Form(found.get("action", ""), found.get("method", "get").lower(), [], [])
            self.forms.append(self.form)
        elif self.form is None or "disabled" in found:
            return
        elif tag == "button" or (tag == "input" and found.get("type") == "submit"):
            self.form.buttons.append((found.get("name", ""), found.get("value", "")))
        elif tag == "input" and "name" in found:
            self._input(found)
        elif tag == "textarea":
            self.area = [found.get("name", ""), ""]
        elif tag == "select":
            self.select = [found.get("name", ""), None]
        elif tag == "option" and self.select and ("selected" in found or self.select[1] is None):
            self.select[1] = found.get("value", "")

    def _input(self, found):
        kind = found.get("type", "text")
        if kind in ("checkbox", "radio") and "checked" not in found:
            return
        if kind not in ("button", "file", "image", "reset"):
            self.form.fields.append((found["name"], found.get("value", "on" if kind == "checkbox" else "")))

    def handle_data(self, data):
        if self.area is not None:
            self.area[1] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.form = None
        elif tag == "textarea" and self.area is not None:
            if self.form is not None and self.area[0]:
                # Browsers leave out the first line break of a text field.
                self.form.fields.append((self.area[0], self.area[1].removeprefix("\n")))
            self.area = None
        elif tag == "select" and self.select is not None:
            if self.form is not None and self.select[1] is not None and self.select[0]:
                self.form.fields.append(tuple(self.select))
            self.select = None


@dataclass
class Answer:
    """What a server answered: the address after all redirects, the status, the headers and the text."""

    url: str
    status: int
    headers: http.client.HTTPMessage
    text: str

    def _read(self):
        reader = _Forms()
        reader.feed(self.text)
        return reader

    def links(self):
        """The addresses of all links, as they stand there."""
        return self._read().links

    def form(self, having):
        """The first form that has a field or a button of a name.

        Raises:
            LookupError: there is none.
        """
        for form in self._read().forms:
            if any(name == having for name, _value in form.fields + form.buttons):
                return form
        raise LookupError(f"{self.url} ({self.status}) shows no form with {having}.")


class Person:
    """A browser with its cookies.

    Args:
        url: of the server; change it to go on at another server of the same hub.
        note: called for every answer with (kind, method, path, status, seconds).
    """

    def __init__(self, url, note=None):
        self.url, self.note = url, note or (lambda *facts: None)
        self.cookies, self.connections = {}, {}

    def cookie(self):
        """The header in which the cookies are sent."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _connection(self):
        host = urlsplit(self.url).netloc
        if host not in self.connections:
            self.connections[host] = http.client.HTTPConnection(host, timeout=60)
        return self.connections[host]

    def _once(self, kind, method, path, body, headers):
        connection = self._connection()
        begin = time.perf_counter()
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            raw = response.read()
        except (http.client.RemoteDisconnected, ConnectionError):
            connection.close()  # The server may end a connection that was idle: browsers ask again, once.
            if method != "GET":
                raise
            begin = time.perf_counter()
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            raw = response.read()
        self.note(kind, method, path, response.status, time.perf_counter() - begin)
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return response, raw

    def ask(self, kind, path, method="GET", body=None, content_type=""):
        """Ask, and follow redirects.

        Args:
            kind: what it is counted as.
            path: with the query.
            method: GET or POST.
            body: bytes to send.
            content_type: of the body.

        Returns:
            An Answer.
        """
        for _redirect in range(MOST_REDIRECTS):
            headers = {"Accept": LIKE_A_BROWSER["Accept"], "Origin": self.url}
            if self.cookies:
                headers["Cookie"] = self.cookie()
            if body is not None:
                headers["Content-Type"] = content_type
            response, raw = self._once(kind, method, path, body, headers)
            if response.status not in REDIRECTS:
                return Answer(path, response.status, response.headers, raw.decode("utf-8", "replace"))
            target = urlsplit(urljoin(path, response.headers["Location"]))
            path = target.path + (f"?{target.query}" if target.query else "")
            method, body = "GET", None
        raise RuntimeError(f"{path} leads to one redirect after another.")

    def send(self, kind, page, having, values, files=None):
        """Send a form of a page.

        Args:
            kind: what it is counted as.
            page: the Answer that shows the form.
            having: a field or button of the form.
            values: a dict of what is written into fields or which button is pressed.
            files: a dict of a field's name to (file name, content type, bytes).

        Returns:
            An Answer.
        """
        form = page.form(having)
        fields = [(name, value) for name, value in form.fields if name not in values] + list(values.items())
        path = urljoin(page.url, form.action or page.url)
        if form.method == "get":
            return self.ask(kind, f"{path.partition('?')[0]}?{urlencode(fields)}")
        if files is None:
            body, content_type = urlencode(fields).encode(), "application/x-www-form-urlencoded"
        else:
            body, content_type = multipart(fields, files)
        return self.ask(kind, path, "POST", body, content_type)

    def sign_in(self, email, password):
        """Sign in with a password.

        Raises:
            RuntimeError: it was refused.
        """
        page = self.ask("sign in", "/accounts/login/")
        answer = self.send("sign in", page, "password", {"login": email, "password": password})
        if answer.url.startswith("/accounts/"):
            raise RuntimeError(f"{email} could not sign in: {answer.url} answered {answer.status}.")
        return answer


def multipart(fields, files):
    """A form with files (RFC 7578).

    Returns:
        (bytes, content type).
    """
    boundary = uuid.uuid4().hex
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields
    ]
    for name, (file_name, content_type, content) in files.items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="{file_name}"\r\nContent-Type: {content_type}'
        parts.append(f"--{boundary}\r\n{head}\r\n\r\n".encode() + content + b"\r\n")
    return b"".join(parts) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
