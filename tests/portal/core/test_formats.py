"""Numbers are written in one way, that of the United States, in every language: 50,000 and 273.8. No line ends within a time."""

import datetime
import re

import pytest
from django.conf import settings
from django.template.defaultfilters import filesizeformat, floatformat
from django.utils import translation
from django.utils.formats import date_format, number_format

from partners.events.wording import hours_words, time_words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", dict(settings.LANGUAGES))
def test_numbers_are_written_as_in_the_united_states(language):
    with translation.override(language):
        assert number_format(50000, force_grouping=True) == "50,000"
        assert floatformat(273.84, 1) == "273.8" and "273.8" in filesizeformat(280371)


def test_the_size_of_a_video_is_written_like_other_numbers(client):
    page = client.get("/es/videos/how-this-hub-keeps-your-visit-private/").content.decode()
    assert re.search(r"\(\d+\.\d\xa0KB\)", page) and not re.search(r"\d,\d\xa0KB", page)


@pytest.mark.parametrize("language", dict(settings.LANGUAGES))
def test_no_line_ends_between_the_number_and_the_half_of_the_day(language):
    evening, night = datetime.time(17, 30), datetime.time(0)
    moment = datetime.datetime(2027, 1, 20, 17, 30, tzinfo=datetime.UTC)
    with translation.override(language):
        assert time_words(evening) == "5:30\xa0p.m." and " " not in time_words(night)
        assert "5:30\xa0p.m." in hours_words(datetime.time(9), evening, False)
        assert not re.search(r"\d [ap]\.m\.", date_format(moment, "DATETIME_FORMAT"))
