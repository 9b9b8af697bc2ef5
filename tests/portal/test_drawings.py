"""The drawn scenes decorate: they are small, no screen reader announces them, and the social images are made from them."""

import io
import re

import pytest
from django.contrib.staticfiles import finders
from PIL import Image

from portal.design import social_images

pytestmark = pytest.mark.one_database

LARGEST = 15_000
SCENES = [social_images.SCENES / f"{name}.svg" for name in social_images.names()]


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_a_scene_is_small_and_not_announced(path):
    text = path.read_text()
    assert len(text.encode()) <= LARGEST
    opening = text[: text.index(">")]
    assert 'viewBox="0 0 400 240"' in opening and 'aria-hidden="true" focusable="false"' in opening
    # Several may stand on a page, which allows no inline style.
    assert not re.search(r"\b(?:id|style)=", text)
    assert not re.search(r"<(?:text|image|use|title|script)\b", text)


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_the_colors_of_a_scene_follow_the_color_scheme(path):
    """Each shape has a class, and the style sheet colors every class that scenes use."""
    styles = (path.parents[3] / "components" / "drawing" / "drawing.css").read_text()
    for shape in re.findall(r"<(?:rect|circle|path)\b[^>]*>", path.read_text()):
        name = re.search(r'class="([a-z-]+)"', shape)[1]
        assert f".drawing .{name}" in styles


@pytest.mark.parametrize("path", SCENES, ids=lambda path: path.stem)
def test_the_lines_of_all_scenes_have_the_same_weights(path):
    """Lines of things are 3; the water of the city, which is far away, 1.8; the mark in the book 5."""
    widths = set(re.findall(r'stroke-width="([\d.]+)"', path.read_text()))
    assert widths <= {"3", "1.8", "5"}


@pytest.mark.parametrize("name", social_images.names())
def test_a_social_image_has_the_size_that_networks_show_large(name):
    picture = Image.open(io.BytesIO(social_images.render(name)))
    assert picture.size == (1200, 630) and picture.format == "JPEG"
    # The sky, the sun and the ground are there.
    assert len(picture.resize((60, 32)).getcolors(maxcolors=4000)) > 100


def test_a_social_image_is_found_among_the_static_files_and_an_unknown_one_is_not():
    found = finders.find(social_images.static_path("bridge"))
    assert Image.open(found).size == (1200, 630)
    assert finders.find("portal/social/nothing.jpg") is None
    assert finders.find("portal/social/../../settings/base.jpg") is None
