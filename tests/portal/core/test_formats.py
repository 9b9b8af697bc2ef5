"""Numbers are written in one way, that of the United States, in every language: 50,000 and 273.8."""

import re

import pytest
from django.conf import settings
from django.template.defaultfilters import filesizeformat, floatformat
from django.utils import translation
from django.utils.formats import number_format

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", dict(settings.LANGUAGES))
def test_numbers_are_written_as_in_the_united_states(language):
    with translation.override(language):
        assert number_format(50000, force_grouping=True) == "50,000"
        assert floatformat(273.84, 1) == "273.8" and "273.8" in filesizeformat(280371)


def test_the_size_of_a_video_is_written_like_other_numbers(client):
    page = client.get("/es/videos/how-this-hub-keeps-your-visit-private/").content.decode()
    assert re.search(r"\(\d+\.\d\xa0KB\)", page) and not re.search(r"\d,\d\xa0KB", page)
