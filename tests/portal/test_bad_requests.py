"""Whatever is sent to whatever address by whomever, no answer is a 500.

HUB_SEED chooses other requests, HUB_ROUNDS sends more of them: `HUB_SEED=5 HUB_ROUNDS=4 pytest tests/portal/test_bad_requests.py`.
"""

import os
import sys
from collections import Counter
from copy import copy
from random import Random

import pytest
from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client

from portal.checks.faults import trace_of
from tests.tools.bad_requests import BadRequests, addresses

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SEED, ROUNDS = int(os.environ.get("HUB_SEED", "9")), int(os.environ.get("HUB_ROUNDS", "1"))
# Each address is asked by each role; more often by those of whom there are many, and whose answers take less time.
OFFICE = ["translator", "editor", "approver", "coordinator"]
ROLES = ["anonymous", "riverside", *OFFICE, "anonymous", "riverside", "anonymous", "riverside"]


class _Faults:
    """What was raised last while a request was answered."""

    def __init__(self):
        self.last = ""
        got_request_exception.connect(self._note)

    def _note(self, **kwargs):
        error = sys.exc_info()[1]
        self.last = f"{type(error).__name__}: {str(error)[:150]} | {trace_of(error)}"


def _send(client, request):
    """The answer and its content; afterwards the database and the client are as before."""
    cookies = copy(client.cookies)
    with transaction.atomic():
        answer = client.generic(
            request.method,
            request.address,
            request.body,
            content_type=request.media_type,
            headers=request.headers,
        )
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer, content


def test_no_answer_is_a_500(account, caplog, capsys):
    caplog.set_level("CRITICAL", "django")
    caplog.handler.setLevel("ERROR")
    faults, statuses, failed = _Faults(), Counter(), []
    bad, clients = BadRequests(Random(SEED)), {}
    for role in set(ROLES):
        clients[role] = Client(raise_request_exception=False)
        if role != "anonymous":
            clients[role].force_login(account(role))
    for address in addresses() * ROUNDS:
        for role in ROLES:
            request = bad.make(address)
            answer, content = _send(clients[role], request)
            if answer.status_code == 429:
                cache.clear()  # The next request must come as far as its view.
                answer, content = _send(clients[role], request)
            statuses[answer.status_code] += 1
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
                bad.learn(address, content.decode(errors="replace"))
            if answer.status_code >= 500:
                failed.append(f"{role} {address} {request!r}"[:1000] + f"\n    {faults.last}")
    of_libraries = sum(record.name == "portal.site.library_faults" for record in caplog.records)
    with capsys.disabled():
        print(f"\n{sum(statuses.values())} bad requests, answers by status: {dict(sorted(statuses.items()))}")
        print(f"{of_libraries} of the answers stand for one that a library could not give")
    assert not failed, f"{len(failed)} answers:\n" + "\n".join(failed)
    assert sum(statuses.values()) >= 5000
    assert set(statuses) >= {200, 302, 400, 403, 404, 405}
