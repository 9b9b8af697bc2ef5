"""Every public page, form and account page in Somali and Hmong; the tests of each address see English and Spanish.

What is asked: it answers in its language, or offers there what is missing, with help; nothing of the interface stays in English
unless it says so; axe finds nothing; 320 pixels hold it; the switcher keeps the page.
"""

import json
import re
from dataclasses import replace
from urllib.parse import unquote

import polib
import pytest
from django.conf import settings

from tests.browser.addresses import ENGLISH, OF_MANY_PARTS, each
from tests.browser.test_axe import ALSO, CONTRAST, TAGS, violations
from tests.conftest import DEMO_PASSWORD

pytestmark = pytest.mark.one_database

LANGUAGES = ("so", "hmn")
NAMES = ["English", "Español", "Soomaali", "Hmoob"]
# Addresses of views, which answer in every language; all others are of pages, or of parts of pages.
OF_VIEWS = ("/accounts/", "/search/", "/partners/join/", "/workspace/")
# Rules that hold for the language of a page and its parts; they are among TAGS, and named here because this file is about them.
LANGUAGE_RULES = {name: {"enabled": True} for name in ("html-has-lang", "html-lang-valid", "valid-lang")}

IN_LANGUAGES = [
    replace(
        address,
        name=f"{address.name} in {language}",
        path=f"/{language}{address.path.replace('?page=/', f'?page=/{language}/')}",
    )
    for language in LANGUAGES
    for address in ENGLISH
]

# Contrast, which takes axe longest, is that of the English page, and measured again where a page has parts of its own.
NO_CONTRAST = {name: {"enabled": False} for name in CONTRAST}
# Templates are the same in both languages: axe looks at each kind of page whole in one of them, and at its languages in both.
LOOKED_AT_WHOLE = [
    address for place, address in enumerate(IN_LANGUAGES) if place % len(ENGLISH) % 2 == place // len(ENGLISH)
]

# The words that a reader meets, and the language in which each says that it is.
WORDS = """() => {
    const found = [];
    const add = (element, text) => {
        const words = text.trim().replace(/\\s+/g, " ");
        if (words) found.push([words, element.closest("[lang]").lang]);
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (!parent.closest("script, style, noscript")) add(parent, walker.currentNode.data);
    }
    for (const name of ["aria-label", "placeholder", "alt", "title"])
        for (const element of document.body.querySelectorAll(`[${name}]`)) add(element, element.getAttribute(name));
    return found;
}"""
# Every word longer by two fifths of its letters, as if the longest language of all had written the page.
LONGER = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes)
        if (!node.parentElement.closest("script, style, .number, address, time, input, textarea"))
            node.data = node.data.replace(/\\p{L}{2,}/gu, (word) => word + word.slice(0, Math.ceil(word.length * 0.4)).toLowerCase());
}"""


def language_of(address):
    """The language of one of IN_LANGUAGES."""
    return address.path.split("/")[1]


@pytest.fixture(scope="module")
def of_the_interface():
    """By language: texts of the interface of two words or more that are translated into it, and so must not be met in English."""
    found = {}
    for language in LANGUAGES:
        catalogue = polib.pofile(str(settings.LOCALE_PATHS[0] / language / "LC_MESSAGES" / "django.po"))
        found[language] = {
            re.sub(r"\s+", " ", entry.msgid.strip())
            for entry in catalogue
            if entry.msgstr and entry.msgstr != entry.msgid and " " in entry.msgid.strip()
        }
    return found


def left_in_english(page, texts, language):
    """The texts of the interface that stand on a page in English, and do not say so."""
    return [words for words, lang in page.evaluate(WORDS) if lang == language and words in texts]


def is_there(address):
    """Whether what an address shows exists in its language, by the pages that are live."""
    from wagtail.models import Page

    language, path = language_of(address), address.path.partition("?")[0]
    path = path.removeprefix(f"/{language}")
    if path.startswith(OF_VIEWS):
        return True
    # The page of a part, such as a month of the events, is the one above it.
    steps = path.strip("/").split("/")
    for length in range(len(steps), -1, -1):
        own = "".join(f"{step}/" for step in steps[:length] if step)
        english = Page.objects.live().filter(locale__language_code="en", url_path=f"/home/{own}").first()
        if english:
            return english.get_translations().live().filter(locale__language_code=language).exists()
    return True


@pytest.mark.parametrize(**each(IN_LANGUAGES))
def test_what_a_reader_of_somali_or_hmong_finds(address, reader, of_the_interface):
    language = language_of(address)
    missing = address.status == 200 and not is_there(address)
    if address.status == 422 and not is_there(address):
        pytest.fail(f"{address.path}: forms are there in every language.")
    page = reader(replace(address, status=404, sends=False) if missing else address, width=320, height=640)
    assert page.locator("html").get_attribute("lang") == language
    if missing:
        offered = page.locator(".versions a[hreflang=en]")
        english = address.path.partition("?")[0].removeprefix(f"/{language}")
        assert unquote(offered.get_attribute("href")) == english and offered.get_attribute("lang") == "en"
        assert (
            page.locator("main .what-to-say").count()
            and page.locator("main a[href='tel:+18662231111']").is_visible()
        )
    links = page.locator(".language-switcher a").evaluate_all(
        "all => all.map(a => [a.textContent, a.lang, a.getAttribute('href')])"
    )
    assert [name for name, _lang, _url in links] == NAMES
    if "{reference}" not in address.path:
        path, _mark, query = address.path.partition("?")
        for _name, lang, url in links:
            prefix = "" if lang == "en" else f"/{lang}"
            assert unquote(url.partition("?")[0]) == prefix + path.removeprefix(f"/{language}")
            assert bool(query) == ("?" in url), "Filters are kept."
    assert page.evaluate("measure.wider()") <= 0
    assert page.evaluate("measure.cut()") == []
    assert left_in_english(page, of_the_interface[language], language) == []
    contrast = {} if OF_MANY_PARTS.intersection({address.name.rpartition(" in ")[0]}) else NO_CONTRAST
    whole = {"runOnly": {"type": "tag", "values": TAGS}, "rules": {**ALSO, **LANGUAGE_RULES, **contrast}}
    languages = {"runOnly": {"type": "rule", "values": [*LANGUAGE_RULES]}}
    found = violations(page, whole if address in LOOKED_AT_WHOLE else languages)
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)


LONG = [
    address
    for address in IN_LANGUAGES
    if language_of(address) == "hmn" and address.name.removesuffix(" in hmn") in OF_MANY_PARTS
]


@pytest.mark.parametrize(**each(LONG))
def test_words_that_are_two_fifths_longer_still_fit_on_320_pixels(address, reader):
    """WCAG 1.4.10, for a language that is longer than any of the four."""
    page = reader(address if is_there(address) else replace(address, status=404), width=320, height=640)
    page.evaluate(LONGER)
    try:
        assert page.evaluate("measure.wider()") <= 0
        assert page.evaluate("measure.cut()") == []
    finally:
        # The window is shared: the next test gets the page as the hub wrote it.
        page.goto("about:blank")


# --- The workspace, for a member whose language is Somali or Hmong -----------------------------------------------------------
HOME = "/workspace/riverside-example-coalition/"
OF_MEMBERS = [
    HOME,
    f"{HOME}events/new/",
    f"{HOME}profile/",
    f"{HOME}members/",
    f"{HOME}import/",
    f"{HOME}website/",
    f"{HOME}api/",
    f"{HOME}subscription/",
    "/workspace/account/",
]


@pytest.fixture(scope="module", params=LANGUAGES)
def member(request, browser, site_url, django_db_blocker):
    """(a page in which a member is signed in, her language): the hub led her to it after signing in."""
    from django.contrib.auth import get_user_model

    from tests.browser.conftest import MEASURE

    accounts = get_user_model().objects.filter(email="riverside@example.org")
    before = accounts.get().language
    accounts.update(language=request.param)
    context = browser.new_context(
        base_url=site_url, reduced_motion="reduce", viewport={"width": 320, "height": 640}
    )
    context.set_default_timeout(15_000)
    context.add_init_script(MEASURE)
    page = context.new_page()
    page.goto("/accounts/login/")
    page.fill("[name=login]", "riverside@example.org")
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("main form:has([name=password]) button[type=submit]")
    page.wait_for_url(f"**/{request.param}/workspace/**")
    yield page, request.param
    context.close()
    accounts.update(language=before)


@pytest.mark.parametrize("path", OF_MEMBERS)
def test_a_members_workspace_speaks_her_language(path, member, of_the_interface):
    page, language = member
    assert page.goto(f"/{language}{path}").status == 200
    assert page.locator("html").get_attribute("lang") == language
    assert page.locator(".language-switcher a").all_text_contents() == NAMES
    assert page.evaluate("measure.wider()") <= 0
    assert page.evaluate("measure.cut()") == []
    assert left_in_english(page, of_the_interface[language], language) == []
    found = violations(
        page, {"runOnly": {"type": "tag", "values": TAGS}, "rules": {**ALSO, **LANGUAGE_RULES}}
    )
    assert found == [], json.dumps(found, indent=1, ensure_ascii=False)
