"""Which addresses the hub reads for a member: public ones only, checked, pinned, in good time. Real servers answer."""

import contextlib
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from partners.ics_import import fetch as fetching
from partners.ics_import.fetch import NotFetched, fetch
from portal.core import safe_http

pytestmark = pytest.mark.one_database

# A house of its own on the loopback network, which the operator allows; 127.0.0.1 stays private.
ALLOWED = "127.0.0.2"
BODY = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@contextlib.contextmanager
def serving(answer, host=ALLOWED):
    """A real server whose answers `answer(handler)` writes; yields its address and the paths that it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.path, dict(self.headers)))
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                answer(self)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer((host, 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{host}:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def send(handler, status=200, body=BODY, **headers):
    handler.send_response(status)
    headers.setdefault("Content-Length", str(len(body)))
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def refused(address):
    with pytest.raises(NotFetched) as failure:
        fetch(address)
    return str(failure.value)


@pytest.fixture
def allowed(settings):
    settings.IMPORT_NETWORKS = [f"{ALLOWED}/32"]


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/calendar.ics",
        "http://127.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0177.0.0.1/",
        "http://localhost/",
        "http://localhost./",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[fe80::1]/",
        "http://[fec0::1]/",
        "http://[fd00::1]/",
        "http://[ff02::1]/",
        "http://10.0.0.5/",
        "http://172.16.3.4/",
        "http://192.168.1.1/",
        "http://100.64.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://224.0.0.1/",
        "http://255.255.255.255/",
        "http://240.0.0.1/",
        "webcal://127.0.0.1/x.ics",
    ],
)
def test_no_address_of_a_private_network_is_asked(address):
    assert "private network" in refused(address) or "does not exist" in refused(address)


@pytest.mark.parametrize("text", ["8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_public(text):
    assert safe_http.is_public(text)


@pytest.mark.parametrize(
    "text", ["::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "fe80::1%eth0", "192.0.2.1"]
)
def test_what_wraps_a_private_address_is_private(text):
    assert not safe_http.is_public(text)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "calendar",
        "ftp://example.org/x.ics",
        "file:///etc/passwd",
        "gopher://example.org/",
        "javascript:alert(1)",
        "data:text/calendar,BEGIN:VCALENDAR",
        "https://",
        "http:///x",
        "http://exa mple.org/",
        "http://example.org:99999/",
        "http://example.org:0/",
        "http://example.org/\r\nHost: other",
        "http://" + "a" * 70 + ".example/",
        "http://[::1/",
        "https://example.org/" + "x" * 2000,
    ],
)
def test_what_is_no_address_of_the_web_is_refused(address):
    assert "full web address" in refused(address)


def test_an_address_with_a_password_is_refused():
    assert "password" in refused("https://user:secret@example.org/x.ics")
    assert "password" in refused("https://user@example.org/x.ics")


def test_a_calendar_is_read(allowed):
    with serving(send) as (root, asked):
        assert fetch(f"  {root}/my%20calendar/ü.ics?a=b&c#part ") == BODY
    ((path, headers),) = asked
    assert path == "/my%20calendar/%C3%BC.ics?a=b&c"
    assert (
        headers["Accept-Encoding"] == "identity"
        and "Cookie" not in headers
        and "Authorization" not in headers
    )


def test_no_proxy_of_the_environment_is_asked(allowed, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    with serving(send) as (root, _asked):
        assert fetch(root) == BODY


def test_a_redirect_to_a_public_place_is_followed(allowed):
    def answer(handler):
        if handler.path == "/old":
            send(handler, 301, b"", Location="/new")
        else:
            send(handler)

    with serving(answer) as (root, asked):
        assert fetch(f"{root}/old") == BODY
        assert [path for path, _headers in asked] == ["/old", "/new"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_a_private_place_is_not_followed(allowed, status):
    with serving(send, "127.0.0.1") as (inside, reached):
        with serving(lambda handler: send(handler, status, b"", Location=f"{inside}/secret")) as (
            root,
            _asked,
        ):
            assert "private network" in refused(root)
        assert reached == []


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "http://user:pass@127.0.0.2/",
        "//169.254.169.254/",
        "http://2130706433/",
        "http://[",
    ],
)
def test_a_redirect_obeys_the_same_rules(allowed, target):
    with serving(lambda handler: send(handler, 302, b"", Location=target)) as (root, _asked):
        assert refused(root)


def test_three_redirects_and_no_more(allowed):
    def answer(handler):
        number = int(handler.path.strip("/"))
        if number:
            send(handler, 302, b"", Location=f"/{number - 1}")
        else:
            send(handler)

    with serving(answer) as (root, _asked):
        assert fetch(f"{root}/3") == BODY
        assert "too many times" in refused(f"{root}/4")


def test_the_address_that_was_checked_is_the_one_that_is_asked(allowed, monkeypatch):
    """A name that means a public host when it is checked and a private one a moment later."""
    answers = iter([ALLOWED, "127.0.0.1", "127.0.0.1", "127.0.0.1"])
    real = socket.getaddrinfo

    def rebinding(host, *args, **kwargs):
        return real(next(answers) if host == "rebind.example" else host, *args, **kwargs)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    with serving(send) as (root, asked):
        port = root.rpartition(":")[2]
        assert fetch(f"http://rebind.example:{port}/") == BODY
        assert asked[0][1]["Host"] == f"rebind.example:{port}"


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    def both(host, port, **kwargs):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ("8.8.8.8", "10.0.0.1")]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    assert "private network" in refused("http://two.example/")


def test_a_large_answer_is_cut_off(allowed):
    sent = []

    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        for _number in range(50):  # 50 MB
            handler.wfile.write(b"x" * 1024 * 1024)
            sent.append(1)

    with serving(endless) as (root, _asked):
        assert "larger than 2 MB" in refused(root)
    assert len(sent) < 40
    with serving(lambda handler: send(handler, Content_Length="50000000", body=b"x")) as (root, _asked):
        assert "larger than 2 MB" in refused(root)


def test_a_compressed_answer_is_refused(allowed):
    with serving(lambda handler: send(handler, Content_Encoding="gzip")) as (root, _asked):
        assert "compressed" in refused(root)


@pytest.mark.parametrize("status", [204, 206, 401, 404, 500])
def test_an_error_is_said(allowed, status):
    with serving(lambda handler: send(handler, status, b"")) as (root, _asked):
        assert str(status) in refused(root)


def test_whoever_drips_is_cut_off(allowed, monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 1)

    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        for _number in range(40):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.2)

    begun = time.monotonic()
    with serving(drip) as (root, _asked):
        assert "longer than 1 seconds" in refused(root)
    assert time.monotonic() - begun < 4


def test_whoever_says_nothing_is_left(allowed, monkeypatch):
    monkeypatch.setattr(fetching, "SECONDS", 1)
    with socket.create_server((ALLOWED, 0)) as silent:
        begun = time.monotonic()
        assert refused(f"http://{ALLOWED}:{silent.getsockname()[1]}/")
        assert time.monotonic() - begun < 4


def test_nobody_there_and_no_http(allowed):
    with socket.create_server((ALLOWED, 0)) as server:
        port = server.getsockname()[1]
    assert "did not answer" in refused(f"http://{ALLOWED}:{port}/")


def test_a_certificate_of_nobody_is_refused(allowed, tmp_path):
    import ssl
    import subprocess

    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.2"]
        + ["-addext", "subjectAltName=IP:127.0.0.2", "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server((ALLOWED, 0)) as server:
        port = server.getsockname()[1]

        def handshake():
            with contextlib.suppress(OSError):
                connection, _peer = server.accept()
                context.wrap_socket(connection, server_side=True)

        threading.Thread(target=handshake, daemon=True).start()
        assert "certificate" in refused(f"https://{ALLOWED}:{port}/")


@pytest.mark.parametrize(
    ("etag", "kept"),
    [
        (b'"1"', '"1"'),
        (b'W/"1"', 'W/"1"'),
        (b'"' + b"x" * 400 + b'"', ""),
        (b'"a"\r\n folded', ""),
        (b"caf\xc3\xa9", ""),
    ],
)
def test_a_validator_is_kept_only_as_it_can_be_sent_back(allowed, etag, kept):
    def answer(handler):
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nETag: " + etag + b"\r\n\r\n" + BODY)

    with serving(answer) as (root, _asked):
        assert fetching.fetch_if_changed(f"{root}/x.ics").etag == kept
