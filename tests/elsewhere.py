"""A site of somebody else, on this machine."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if not self.path.startswith("/"):
            return self.do_CONNECT()
        self.server.requests.append((self.path, dict(self.headers)))
        body = b"<!doctype html><title>Weather</title><h1>Weather</h1>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_CONNECT(self):
        """A browser whose proxy this is wants another host."""
        self.server.wanted.append(self.path)
        self.send_error(502)

    def log_message(self, format, *args):
        """Say nothing."""


class Elsewhere(ThreadingHTTPServer):
    """A site that notes what it was asked.

    Attributes:
        url: its page.
        requests: the path and headers of each request.
        wanted: the hosts for which it was asked as a proxy; no browser gets to any of them.
    """

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.host = f"127.0.0.1:{self.server_port}"
        self.url = f"http://{self.host}/weather"
        self.requests, self.wanted = [], []

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *error):
        self.shutdown()
        self.server_close()
