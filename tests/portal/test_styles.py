"""Styles hold in both directions of writing: sides are named by the flow of text, not as left and right."""

import re

import pytest
from django.conf import settings

from portal.design.bundles import minified, sources

pytestmark = pytest.mark.one_database

FOUNDATION = "00-foundation.css"
# A side of the window or the box, whatever the property is.
SIDE = re.compile(r"(?:^|-)(?:left|right)(?:-|$)")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
STYLES = [path for path in sources("portal/hub.css") if settings.BASE_DIR in path.parents]


def rules(path):
    """(selector, {property: value}) of every rule of a style sheet, those within @media and @layer too."""
    text = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    for selector, body in RULE.findall(text):
        pairs = (part.split(":", 1) for part in body.split(";") if ":" in part)
        yield selector.strip(), {name.strip(): value.strip() for name, value in pairs}


def one_sided(name, value):
    """Whether a declaration means one side of the window or box."""
    values = re.sub(r"\([^()]*\)", "()", re.sub(r"\([^()]*\)", "()", value)).replace("!important", "").split()
    if name.startswith("--"):
        return False
    if SIDE.search(name) or (name in ("float", "clear", "text-align") and value in ("left", "right")):
        return True
    # Four values go round the box: top, right, bottom, left.
    around = name in ("margin", "padding", "inset", "border-width", "border-style", "border-color")
    if around and len(values) == 4 and values[1] != values[3]:
        return True
    if name == "border-radius":
        # From the top left corner round the box; a corner that is not given is as the one across from it.
        top_left, top_right, bottom_right, bottom_left = (
            [*values, values[1]] if len(values) == 3 else (values * 4)[:4]
        )
        return top_left != top_right or bottom_left != bottom_right
    return name == "transform" and "translateX" in value


@pytest.mark.parametrize(
    "path", [path for path in STYLES if path.name != FOUNDATION], ids=lambda path: path.name
)
def test_no_style_names_left_or_right(path):
    found = [
        f"{selector} {{ {name}: {value} }}"
        for selector, declared in rules(path)
        for name, value in declared.items()
        if one_sided(name, value)
    ]
    assert found == [], "Say -inline-start or -inline-end, or start and end."


def test_what_old_browsers_need_of_left_and_right_is_turned_round():
    """Safari 12 and Chrome 80 know no logical sides, so the foundation says them twice."""
    path = next(path for path in STYLES if path.name == FOUNDATION)
    found, turned = {}, set()
    for selector, declared in rules(path):
        for name, value in declared.items():
            if not one_sided(name, value):
                continue
            for part in selector.split(","):
                part = part.strip()
                if part.startswith('[dir="rtl"]'):
                    turned.add((part.removeprefix('[dir="rtl"]').strip(), name))
                else:
                    found[part, name] = value
    both = {(part, name) for part, name in found if _same_on_both(part, name, found)}
    left = {place for place in found if place not in turned | both}
    assert left == set(), 'Add a rule for [dir="rtl"] that turns it round.'


def _same_on_both(part, name, found):
    """Whether the other side of the same rule has the same value: then there is nothing to turn."""
    other = name.replace("left", "?").replace("right", "left").replace("?", "right")
    return other != name and found.get((part, other)) == found[part, name]


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("margin-left", "1rem", True),
        ("left", "0", True),
        ("border-top-right-radius", "2px", True),
        ("text-align", "left", True),
        ("margin", "0 1rem 0 0", True),
        ("border-radius", "1rem 0 0 1rem", True),
        ("border-radius", "1rem 1rem 0 0", False),
        ("border-radius", "50%", False),
        ("margin", "0 1rem", False),
        ("margin-inline-start", "1rem", False),
        ("text-align", "start", False),
        ("padding", "0.25rem max(1rem, 2%) 0", False),
    ],
)
def test_a_one_sided_declaration_is_known_by_its_name_or_values(name, value, expected):
    assert one_sided(name, value) is expected


@pytest.mark.parametrize(
    ("css", "served"),
    [
        (
            "@layer a {\n  footer :is(p, li) {\n    margin: 0 auto;\n  }\n}\n",
            "@layer a{footer :is(p,li){margin:0 auto}}",
        ),
        (
            ".alert :focus-visible {\n  color: red;\n  color: var(--x, red);\n}",
            ".alert :focus-visible{color:red;color:var(--x,red)}",
        ),
        ("p {\n  width: calc(100% - 2 * var(--x));\n}", "p{width:calc(100% - 2 * var(--x))}"),
        (
            'p::after {\n  content: " ;} /* kept */ , " attr(href);\n}',
            'p::after{content:" ;} /* kept */ , " attr(href)}',
        ),
        ("/* left out; } */\np {\n  background: url(a;b.png) 0 0;\n}", "p{background:url(a;b.png) 0 0}"),
        (
            "@media (min-width: 44rem) and (min-height: 30rem) {\n  a {\n    top: 0 !important;\n  }\n}",
            "@media (min-width:44rem) and (min-height:30rem){a{top:0 !important}}",
        ),
    ],
)
def test_served_styles_lose_only_comments_and_space_without_a_meaning(css, served):
    assert minified(css).strip() == served


def test_every_style_sheet_of_a_package_is_served_once():
    found = [
        path
        for app in ("portal", "media", "partners", "home")
        for path in (settings.BASE_DIR / app).rglob("*.css")
        if "static" not in path.parts
    ]
    assert sorted(STYLES) == sorted(found)
