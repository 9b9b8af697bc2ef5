"""Which pages `make lighthouse` measures; Lighthouse itself needs a network and is no part of the tests."""

import pytest

from tests.tools.lighthouse import pages_to_measure

pytestmark = pytest.mark.one_database


def test_a_page_is_measured_in_somali_only_if_it_is_translated(site_url):
    paths = [path for _name, path in pages_to_measure(site_url, ["definition", "initiative"])]
    assert {"/definitions/labor-trafficking/", "/initiatives/labor-trafficking-plan/"} <= {*paths}
    assert "/so/definitions/labor-trafficking/" in paths
    assert "/so/initiatives/labor-trafficking-plan/" not in paths
