"""What search engines are told of each public page (https://schema.org)."""

import json
import re
from urllib.parse import urlsplit

import pytest

from tests.portal import public

pytestmark = pytest.mark.django_db


def test_a_page_gives_search_engines_its_canonical_address_and_an_event_its_place(client):
    told = {}
    for address in re.findall("<loc>([^<]*)</loc>", public.sitemap(client)):
        text = client.get(urlsplit(address).path).content.decode()
        if found := re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL):
            data = json.loads(found[1])
            own = data.get("mainEntityOfPage") or data["url"]
            assert own == re.search(r'<link rel="canonical" href="([^"]*)"', text)[1], address
            if data["@type"] == "Event":
                assert data["location"], address
            told.setdefault(data["@type"], []).append(address)
    assert set(told) >= {"Event", "Organization", "Service", "DefinedTerm", "VideoObject"}
