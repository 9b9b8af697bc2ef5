"""Days and rules of events in the reader's language, as the texts of that language write them."""

import datetime

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from partners.events.recurrence import Recurrence
from partners.events.wording import date_words, day_words

pytestmark = pytest.mark.one_database

DAY = datetime.date(2027, 1, 11)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Monday, January 11, 2027"),
        ("es", "lunes 11 de enero de 2027"),
        ("so", "Isniin, 11 Janaayo 2027"),
        ("hmn", "hnub Monday, lub Ib Hlis tim 11, 2027"),
    ],
)
def test_a_day_is_written_as_in_the_other_texts_of_the_language(language, words):
    with override(language):
        assert day_words(DAY) == words
        assert date_words(DAY) == date_format(DAY, "DATE_FORMAT") and words.endswith(date_words(DAY))


@pytest.mark.parametrize(
    ("language", "rule", "words"),
    [
        ("es", {"frequency": "weekly", "interval": 2}, "Cada dos semanas, el lunes"),
        ("es", {"frequency": "weekly", "interval": 3}, "Cada 3 semanas, el lunes"),
        ("so", {"frequency": "monthly_date"}, "Bil kasta, maalinta 11"),
        ("hmn", {"frequency": "weekly", "weekdays": ("MO", "TU")}, "Txhua hnub Monday thiab hnub Tuesday"),
    ],
)
def test_a_rule_is_a_sentence_of_the_language(language, rule, words):
    with override(language):
        assert Recurrence(DAY, **rule).words() == words
