"""WCAG 1.4.6 Contrast (Enhanced) and 1.4.11 Non-text Contrast: every pair of the palette, light and dark."""

import re

import pytest
from django.conf import settings

GROUNDS = ["paper", "surface", "sunk", "glow"]
TEXTS = [(text, ground) for text in ("ink", "quiet", "link", "brand", "wrong") for ground in GROUNDS] + [
    ("on-brand", "brand"),
    ("on-dawn", "dawn"),
    ("on-strip", "strip"),
    ("on-exit", "exit"),
    ("on-exit", "wrong"),
    ("ink", "mark"),
    ("paper", "ink"),
]
LINES = [(line, ground) for line in ("line", "brand", "link", "thread") for ground in GROUNDS]


def palettes():
    text = (settings.BASE_DIR / "portal" / "design" / "styles" / "10-tokens.css").read_text()
    light, dark = text.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    return {"light": found, "dark": {**found, **dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark))}}


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
