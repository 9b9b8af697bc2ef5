"""The HTML that is served is valid, on every address. Rules: .htmlvalidate.json."""

import pytest
from django.template.loader import render_to_string

from tests.browser.addresses import ALL
from tests.tools.html_validate import html_problems

pytestmark = pytest.mark.one_database


def test_the_html_of_every_address_is_valid(site_url, client, reference):
    served = {}
    for address in ALL:
        # The answer's own text, which needs no browser.
        path = address.path.replace("{reference}", reference)
        answer = client.post(path) if address.sends else client.get(path)
        assert answer.status_code == address.status, address.name
        served[address.name] = answer.text
    for language in ("so", "hmn"):
        # As they are; and a page that is not there in these languages.
        for path in ("/", "/get-help/", "/initiatives/labor-trafficking-plan/"):
            served[f"{path} in {language}"] = client.get(f"/{language}{path}").text
    served["server error"] = render_to_string("portal/500_plain.html", {"language": "en"})
    problems = html_problems(served)
    assert problems == [], "\n".join(problems)


def test_the_validator_finds_an_error_when_there_is_one():
    page = '<!doctype html><html lang="en"><head><title>x</title></head><body><p><div>wrong</div></p></body></html>'
    assert html_problems({"wrong": page})
