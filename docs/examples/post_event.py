"""Posts an event to the hub and sends it to the office. Needs Python 3.11 or newer, and nothing else.

    HUB_URL=https://hub.example.org HUB_TOKEN=hub_partner_… python post_event.py event.json

Run it again after an error: the same file creates no second draft, and an event that the office has is not sent twice.
"""

import hashlib
import json
import os
import sys
import urllib.error
import urllib.request
from pathlib import Path

API = os.environ["HUB_URL"].rstrip("/") + "/api/partner"


def ask(method, path, data=None, **headers):
    """Send a request; return the data of the answer and its ETag. A refusal ends the program with the hub's words."""
    request = urllib.request.Request(API + path, method=method)
    request.add_header("Authorization", f"Bearer {os.environ['HUB_TOKEN']}")
    for name, value in headers.items():
        request.add_header(name.replace("_", "-"), value)
    if data is not None:
        request.add_header("Content-Type", "application/json")
        request.data = json.dumps(data).encode()
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer), answer.headers["ETag"]
    except urllib.error.HTTPError as refused:
        problem = json.load(refused)
        wait = refused.headers["Retry-After"]
        again = f" Try again in {wait} seconds." if wait else ""
        lines = [f"{name}: {' '.join(said)}" for name, said in problem.get("errors", {}).items()]
        sys.exit("\n".join([f"{problem['status']} {problem['detail']}{again}", *lines]))


text = Path(sys.argv[1]).read_bytes()
event, tag = ask("POST", "/events", json.loads(text), Idempotency_Key=hashlib.sha256(text).hexdigest())
if event["state"] == "draft":
    event, tag = ask("POST", f"/events/{event['id']}/submit", If_Match=tag)
print(event["state"], event["workspace_url"], event["requested_changes"])
