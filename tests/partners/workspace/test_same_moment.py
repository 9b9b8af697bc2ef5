"""What members do at the same moment, each in a transaction of its own."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from partners.workspace import submission
from tests.partners.factories import make_member, make_organisation

pytestmark = pytest.mark.usefixtures("real_commits")


def test_events_with_the_same_title_have_addresses_of_their_own():
    organisation = make_organisation("Harbor Example Group")
    member = make_member(organisation, "member@harbor.example")
    together = threading.Barrier(4)

    def make(_number):
        together.wait()
        try:
            return submission.new_event(organisation, member, "en", title="Tea at noon").slug
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        slugs = set(pool.map(make, range(4)))
    assert slugs == {"tea-at-noon", "tea-at-noon-2", "tea-at-noon-3", "tea-at-noon-4"}
