"""axe-core over every address: WCAG 2.2 A and AA, enhanced contrast (1.4.6), target size (2.5.8), best practice."""

import json

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.browser.addresses import ALL, ENGLISH, OF_MANY_PARTS, SPANISH, each

TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# For pages in a frame that is Wagtail's: without the levels that only our own parts promise to meet.
A_AND_AA = [tag for tag in TAGS if tag != "wcag2aaa"]
# Rules that axe leaves off by itself and that the hub promises to keep.
ALSO = {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}}
CONTRAST = ["color-contrast", "color-contrast-enhanced", "link-in-text-block"]
# A translated page has the styles of the English one: contrast, which takes axe longest, is measured where it has parts of its own.
MEASURED = ENGLISH + [one for one in SPANISH if one.name.removesuffix(" in Spanish") in OF_MANY_PARTS]


def violations(page, options, within=None):
    """What axe finds wrong, in the whole page or within what a selector names: one sentence for each place."""
    if not page.evaluate("!!window.axe"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        # Wagtail's messages fade in: half seen, nothing has enough contrast.
        """async ([within, options]) => {
            const ends = document.getAnimations().filter(one => one.effect.getComputedTiming().endTime !== Infinity);
            await Promise.allSettled(ends.map(one => one.finished));
            return (await axe.run(within || document, options)).violations;
        }""",
        [within, {"resultTypes": ["violations"], **options}],
    )
    return [
        f"{rule['id']} ({', '.join(rule['tags'])}): {node['html'][:160]} – {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize(**each(ALL))
def test_axe_finds_nothing_in_light_and_headings_are_in_order(address, reader):
    """WCAG 1.3.1, 2.4.6: one h1, with which the main part begins, and no level skipped after it."""
    page = reader(address, color_scheme="light")
    rules = ALSO if address in MEASURED else {**ALSO, **{name: {"enabled": False} for name in CONTRAST}}
    found = violations(page, {"runOnly": {"type": "tag", "values": TAGS}, "rules": rules})
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)
    headings = page.evaluate("measure.headings()")
    levels = [level for level, _text in headings]
    assert levels.count(1) == 1, headings
    assert page.locator("main h1").count() == 1
    in_main = page.locator("main").evaluate(
        "main => [...main.querySelectorAll('h1,h2,h3,h4')].map(h => +h.tagName[1])"
    )
    for before, after in zip([0, *in_main], in_main, strict=False):
        assert after <= before + 1, headings


@pytest.mark.parametrize(**each(MEASURED))
def test_axe_finds_enough_contrast_in_the_dark_on_a_phone(address, reader):
    page = reader(address, width=390, color_scheme="dark")
    found = violations(page, {"runOnly": {"type": "rule", "values": CONTRAST}})
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)
