"""The example of docs/partner-api.md, run as a partner would run it, against the hub that is served."""

import datetime
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from partners.models import EventPage
from portal.workflow.approvals import revision_token
from tests.partners.api.conftest import whole
from tests.partners.typed import signed_in

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "post_event.py"
WORKSPACE = "/workspace/riverside-example-coalition/api/"


def run(file, site_url, token):
    """Run the example with nothing of the hub in reach."""
    environment = {"HUB_URL": site_url, "HUB_TOKEN": token, "PATH": os.environ["PATH"]}
    return subprocess.run(
        [sys.executable, "-I", EXAMPLE, file], env=environment, capture_output=True, text=True, timeout=60
    )


def test_a_partners_program_posts_an_event_the_office_approves_it_and_everybody_reads_it(
    real_commits, served_hub, site_url, tmp_path
):
    owner = signed_in(get_user_model().objects.get(email="riverside@example.org"))
    form = BeautifulSoup(owner.get(WORKSPACE).content, "html.parser").select_one("form[action$='/new/']")
    page = owner.post(form["action"], {"name": "Website calendar", "days": "30"}).content.decode()
    [token] = set(re.findall(r"hub_partner_[\w-]{43,64}", page))

    file = tmp_path / "event.json"
    day = timezone.localdate() + datetime.timedelta(days=40)
    file.write_text(json.dumps(whole(title="Posted by a program", start_date=day.isoformat())))
    first = run(file, site_url, token)
    assert first.returncode == 0, first.stderr
    assert first.stdout.startswith("in_review http")
    assert run(file, site_url, token).stdout == first.stdout
    event = EventPage.objects.get(draft_title="Posted by a program")
    assert Client().get(event.url).status_code == 404

    office = signed_in(get_user_model().objects.get(email="approver@example.org"))
    seen = revision_token(event.latest_revision)
    office.post(reverse("partner_submission", args=[event.pk]), {"decision": "approve", "seen": seen})
    assert "Posted by a program" in Client().get(event.url).content.decode()
    assert run(file, site_url, token).stdout.startswith("live http")

    file.write_text(json.dumps({"title": "Incomplete"}))
    refused = run(file, site_url, token)
    assert refused.returncode == 1 and "summary: " in refused.stderr and "409 " in refused.stderr
    wrong = run(file, site_url, "hub_partner_wrong")
    assert wrong.returncode == 1 and wrong.stderr.startswith("401 ") and "Traceback" not in wrong.stderr
