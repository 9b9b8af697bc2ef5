"""WCAG 1.4.6 Contrast (Enhanced) and 1.4.11 Non-text Contrast: every pair of the palette, light and dark."""

import re

import pytest
from django.conf import settings

pytestmark = pytest.mark.one_database

GROUNDS = ["background", "surface", "surface-muted", "highlight"]
TEXTS = [
    (text, ground) for text in ("text", "text-muted", "link", "primary", "error") for ground in GROUNDS
] + [
    ("on-primary", "primary"),
    ("on-secondary", "secondary"),
    ("on-help-bar", "help-bar"),
    ("on-help-bar", "language-switcher"),
    ("on-danger", "danger"),
    ("on-danger", "error"),
    ("text", "mark"),
    ("background", "text"),
]
LINES = [(line, ground) for line in ("border", "primary", "link", "accent") for ground in GROUNDS]


def palettes():
    text = (settings.BASE_DIR / "portal" / "design" / "styles" / "10-tokens.css").read_text()
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    return {"light": colors(light), "dark": {**colors(light), **colors(dark)}}


def colors(text):
    """The colors of a palette by name, each with six digits."""
    found = re.findall(r"--color-([\w-]+): #([0-9a-f]{3,6});", text)
    return {
        name: "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))
        for name, digits in found
    }


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXTS, 7), (LINES, 3)], ids=["text", "lines"])
def test_every_pair_of_colours_has_the_contrast_it_needs(scheme, pairs, least):
    palette = palettes()[scheme]
    weak = {
        pair: round(contrast(palette[pair[0]], palette[pair[1]]), 2)
        for pair in pairs
        if contrast(palette[pair[0]], palette[pair[1]]) < least
    }
    assert weak == {}


# The head of a campaign looks the same in both schemes: words on the dark part of the sky, and what stands on it.
DAWN = [
    ("#ffffff", "#0f2f5a"),
    ("#ffffff", "#143a6b"),
    ("#1b2333", "#f4b740"),
    ("#ffffff", "#0b1d38"),
    ("#f8c65c", "#0b1d38"),
]


@pytest.mark.parametrize(("text", "ground"), DAWN)
def test_the_words_in_the_head_of_a_campaign_have_the_contrast_they_need(text, ground):
    styles = (settings.BASE_DIR / "home" / "campaigns" / "styles" / "campaigns.css").read_text()
    assert ground in styles and (text in styles or "#fff;" in styles)
    assert contrast(text, ground) >= 7
