"""The list of addresses is whole: a page type that nobody put on it is tested by nobody."""

import pytest
from django.apps import apps

from tests.browser.addresses import ALL, ENGLISH, each

pytestmark = pytest.mark.one_database


def test_every_page_type_of_the_hub_is_in_the_list_of_addresses():
    from portal.models import HubPage

    there = {model._meta.label for model in apps.get_models() if issubclass(model, HubPage)}
    listed = {address.page_type for address in ENGLISH} - {""}
    assert there - listed == set(), "Add an address of these page types to tests/browser/addresses.py."
    assert listed - there == set(), "These page types are gone."


@pytest.mark.parametrize(**each([address for address in ALL if address.page_type]))
def test_each_address_shows_the_page_type_that_the_list_says(address, site_url):
    from django.test import RequestFactory
    from wagtail.models import Site

    site = Site.objects.get(is_default_site=True)
    request = RequestFactory().get(address.path)
    parts = [part for part in address.path.split("?")[0].split("/") if part]
    home = site.root_page
    if parts[:1] == ["es"]:
        home, parts = home.get_translations().get(locale__language_code="es"), parts[1:]
    page, _args, _kwargs = home.specific.route(request, parts)
    assert page.specific._meta.label == address.page_type
