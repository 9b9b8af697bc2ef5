"""Wagtail asks the hub's permission policies from the first request of a process on, whatever that request is."""

import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = [pytest.mark.one_database, pytest.mark.slow]
# Before anything has looked for hooks; then for them, which would refuse a second policy of a model.
ASKED = """
import portal.wsgi
from wagtail import hooks
from wagtail.permissions import policy_registry
from portal.models import HelpLine
from home.models import InformationPage
print(type(policy_registry.get_by_type(HelpLine)).__name__, type(policy_registry.get_by_type(InformationPage)).__name__)
hooks.search_for_hooks()
"""


def test_the_first_question_gets_the_policy_of_the_hub():
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    assert done.stdout.split() == ["ReviewedPolicy", "SightPolicy"]
