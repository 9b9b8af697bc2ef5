"""The sample video is drawn without words: the captions have them, in each language."""

import io

import pytest
from PIL import Image

from home.demo import film

pytestmark = pytest.mark.one_database


def test_the_film_is_a_webm_file_with_a_key_frame_for_each_second():
    data = film.film()
    assert data.startswith(bytes.fromhex("1a45dfa3")) and b"webm" in data[:100]
    clusters = data.count(bytes.fromhex("1f43b675"))
    assert clusters == sum(seconds for _name, seconds in film.SCENES) == 28
    assert len(data) < 700_000


def test_the_poster_is_a_still_of_the_film_s_size():
    assert Image.open(io.BytesIO(film.poster())).size == film.SIZE
