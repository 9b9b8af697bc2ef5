"""What social networks show beside a link to a page."""

import json
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from PIL import Image

from home.models import CampaignPage
from media.models import HubImage
from partners.models import EventPage
from portal.models import HubPage
from portal.pages import social_image
from tests.browser.addresses import ENGLISH
from tests.home.demo.addresses import YEAR
from tests.live import published

pytestmark = pytest.mark.django_db

ONE_OF_EACH_TYPE = {address.page_type: address for address in ENGLISH if address.page_type}


def of(page):
    """The Open Graph properties of a page's picture."""
    soup = BeautifulSoup(page, "html.parser")
    found = soup.select('meta[property^="og:image"]')
    return {meta["property"]: meta["content"] for meta in found}


def file_of(url):
    """The picture at an absolute address of the hub."""
    parts = urlsplit(url)
    assert parts.scheme and parts.netloc
    if parts.path.startswith(settings.STATIC_URL):
        return Image.open(finders.find(parts.path.removeprefix(settings.STATIC_URL)))
    return Image.open(default_storage.open(parts.path.removeprefix(settings.MEDIA_URL)))


@pytest.mark.parametrize("address", ONE_OF_EACH_TYPE.values(), ids=ONE_OF_EACH_TYPE)
def test_each_type_of_page_names_a_picture_that_exists_in_the_size_that_it_says(client, address):
    found = of(client.get(address.path).content.decode())
    picture = file_of(found["og:image"])
    assert picture.size == (int(found["og:image:width"]), int(found["og:image:height"]))
    assert picture.width >= 600 and picture.format in ("JPEG", "PNG")


@pytest.mark.parametrize("address", ONE_OF_EACH_TYPE.values(), ids=ONE_OF_EACH_TYPE)
def test_the_words_about_the_picture_do_not_say_what_the_hub_is_about(client, address):
    assert "traffick" not in of(client.get(address.path).content.decode()).get("og:image:alt", "").lower()


def test_each_type_of_page_has_a_scene_that_is_described():
    scenes = {
        model.social_scene
        for model in apps.get_models()
        if issubclass(model, HubPage) and model is not HubPage
    }
    assert scenes <= set(social_image.DESCRIPTIONS) and len(scenes) >= 4


def test_the_picture_is_described_in_the_language_of_the_page(client):
    english = of(client.get("/partners/").content.decode())["og:image:alt"]
    spanish = of(client.get("/es/partners/").content.decode())["og:image:alt"]
    assert english == "A drawing: two people walk over a bridge at sunrise." and spanish != english


@pytest.fixture
def pictured(db):
    """An event with a picture that has a description."""
    event = EventPage.objects.live().filter(image__isnull=False, locale__language_code="en").first()
    HubImage.objects.filter(pk=event.image_id).update(
        is_decorative=False, description="A street in the morning"
    )
    return event


def test_a_picture_of_the_page_s_own_comes_before_the_scene(client, pictured):
    page = client.get(pictured.url).content.decode()
    found = of(page)
    assert settings.STATIC_URL not in found["og:image"]
    assert file_of(found["og:image"]).size == (1200, 630)
    assert found["og:image:alt"] == "A street in the morning"
    data = json.loads(BeautifulSoup(page, "html.parser").select_one('[type="application/ld+json"]').string)
    assert data["image"] == [found["og:image"]]


def test_an_event_without_a_picture_has_none_in_its_structured_data(client):
    event = EventPage.objects.live().filter(image__isnull=True, locale__language_code="en").first()
    page = client.get(event.url).content.decode()
    data = json.loads(BeautifulSoup(page, "html.parser").select_one('[type="application/ld+json"]').string)
    assert "image" not in data and "hall" in of(page)["og:image"]


def test_a_picture_whose_file_is_gone_is_replaced_by_the_scene(client):
    page = CampaignPage.objects.get(locale__language_code="en", slug=f"january-{YEAR}")
    page.picture = HubImage.objects.first()
    published(page)
    HubImage.objects.filter(pk=page.picture_id).update(file="gone.jpg")
    page.picture.renditions.all().delete()
    assert "portal/social/city" in of(client.get(page.url).content.decode())["og:image"]
