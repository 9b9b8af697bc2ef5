"""Words as searches compare them: accents, capitals, endings, and whatever else somebody writes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.stemming import LONGEST_WORD, MOST_WORDS, index_words, query_words

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("language", "written", "looked_for"),
    [
        ("en", "victims", "victim"),
        ("en", "the victim's rights", "VICTIMS RIGHT"),
        ("en", "children were not paid", "child pay"),
        ("en", "debt-bondage", "debt bondage"),
        ("en", "naïve café", "naive cafe"),
        ("en", "vic\u00adtim\u200b", "victim"),
        ("es", "violación", "violacion"),
        ("es", "violaciones", "violación"),
        ("es", "los niños víctimas", "victima niño"),
        ("es", "no me pagó", "pagan"),
        ("so", "la’aan", "la'aan"),
        ("so", "la'aan", "laan"),
        ("so", "mushaharkaaga", "mushahar"),
        ("so", "shaqadaada", "shaqo"),
        ("so", "caawimaadda", "caawimaad"),
        ("so", "dadka iyo waraaqahooda", "dad waraaqo"),
        ("hmn", "Kev pab", "pab kev"),
        ("hmn", "yuam ua haujlwm", "yuam ua hauj lwm"),
        ("hmn", "yuam ua hauj lwm", "haujlwm"),
        ("hmn", "me nyuam", "menyuam"),
        ("ar", "العُمّال", "العمال"),
        ("tlh", "Qapla’", "qapla"),
    ],
)
def test_what_is_meant_is_found(language, written, looked_for):
    assert set(query_words(looked_for, language).split()) <= set(index_words(written, language).split())


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("hmn", "pab", "paub"),
        ("hmn", "safe", "sa fe"),
        ("hmn", "kev", "kes"),
        ("so", "xoog", "hoog"),
        ("so", "dhar", "dar"),
    ],
)
def test_letters_that_make_another_word_are_kept(language, one, other):
    assert index_words(one, language) != index_words(other, language)


def test_little_words_are_left_out_unless_there_are_no_others():
    assert query_words("what is the law", "en") == "law"
    assert query_words("who we are", "en") == "who we are"
    assert query_words("mi jefe no me paga", "es") == "jef no pag"


@pytest.mark.parametrize("text", ["", "!!! ???", "\0", "\ud800", "\u202e", "👩‍👩‍👧", '"(*)"', "' -- "])
def test_what_has_no_word_is_nothing(text):
    assert query_words(text, "en") == index_words(text, "en") == ""


@settings(max_examples=100, deadline=None, database=None, derandomize=True)
@given(text=st.text(), language=st.sampled_from(["en", "es", "so", "hmn", "ar", "xx"]))
def test_whatever_is_written_becomes_a_few_words_of_letters_and_figures(text, language):
    found = query_words(text * 200, language).split()
    assert len(found) <= MOST_WORDS
    assert all(len(word) <= LONGEST_WORD for word in found)
    assert not set("\"'*():{}^\\%\0") & set("".join(found))
