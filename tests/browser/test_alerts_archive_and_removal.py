"""In the admin, by keyboard alone: an emergency alert, the archive, the warning before a deletion. Each page passes axe on a phone, in the dark too."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.test_admin_pages import WIDER
from tests.browser.test_axe import A_AND_AA, ALSO, CONTRAST
from tests.browser.test_partner_journey import press, sign_in, tab_to, write
from tests.browser.wait_until_idle import wait_until_idle

# What the hub makes; buttons and fields keep Wagtail's colours, which are AA.
OWN = {"include": [[".admin-page"]], "exclude": [[".button"], ["[data-field]"]]}


def check(page, name):
    """On a wide screen in light, on a small phone in the dark: axe (AA, and AAA contrast in what is ours), targets of 44 px, no sideways scrolling."""
    for scheme, width in (("light", 1280), ("dark", 320)):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 800})
        wait_until_idle(page)
        assert page.locator("h1").count() == 1, name
        # The colours of Wagtail's messages are its own.
        around = {"include": [["body"]], "exclude": [[".messages"]]}
        answer = (
            Axe().run(page, context=around, options={"runOnly": {"type": "tag", "values": A_AND_AA}}).response
        )
        found = [(rule["id"], node["html"][:200]) for rule in answer["violations"] for node in rule["nodes"]]
        assert found == [], (name, scheme, found)
        options = {"runOnly": {"type": "rule", "values": CONTRAST}, "rules": ALSO}
        answer = Axe().run(page, context=OWN, options=options).response
        found = [node["html"][:200] for rule in answer["violations"] for node in rule["nodes"]]
        assert found == [], (name, scheme, found)
        assert page.evaluate(WIDER) <= 0, (name, scheme)
        small = page.locator(
            ".admin-page :not(p) > a, .admin-page button, .admin-page fieldset label"
        ).evaluate_all(
            """all => all.map(one => [one.getBoundingClientRect(), one])
            .filter(([box]) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
            .map(([box, one]) => `${box.width} × ${box.height}: ${one.textContent.trim()}`)"""
        )
        assert small == [], (name, scheme, small)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 1280, "height": 800})


@pytest.fixture
def passing(served):
    """A public page that may go, named by another one."""
    from home.models import HomePage, InformationPage
    from tests.live import approved

    home = HomePage.objects.get(locale__language_code="en")
    made = []
    for slug in ("passing-page", "naming-page"):
        page = InformationPage(
            title=slug.capitalize().replace("-", " "),
            slug=slug,
            summary="A summary.",
            live=False,
            locale=home.locale,
        )
        if made:
            page.related_pages = [("page", made[0])]
        home.add_child(instance=page)
        approved(page.save_revision()).publish()
        made.append(page)
    return made[0]


@pytest.mark.slow
def test_a_coordinator_puts_an_emergency_alert_on_every_page(fresh):
    from portal.models import Alert

    page = fresh()
    sign_in(page, "coordinator@example.org")
    page.goto("/admin/snippets/portal/alert/add/")
    page.locator("#id_level").focus()
    page.keyboard.type("Emergency")
    write(page, "title", "Gas leak: keep away from the building")
    more = page.get_by_role("button", name="More actions")
    tab_to(page, more)
    page.keyboard.press("Enter")
    press(page, page.get_by_role("button", name="Publish now as an emergency"))

    assert "/admin/emergencies/alert/" in page.url and not Alert.objects.filter(live=True).exists()
    assert "Gas leak" in page.locator(".admin-page table").inner_text()
    check(page, "publish")
    # The button without a reason: the sentence stands at the field, and nothing is public.
    press(page, page.get_by_role("button", name="Publish now as an emergency"))
    assert "Give a reason" in page.locator("main").inner_text()
    check(page, "publish without a reason")
    write(page, "reason", "The fire service asked for it.")
    press(page, page.get_by_role("button", name="Publish now as an emergency"))
    assert "is public now" in page.locator("body").inner_text()
    assert "Another person must confirm it." in page.locator(".admin-page table").inner_text()

    reader = fresh(width=390)
    for path in ("/", "/es/events/"):
        reader.goto(path)
        assert "Gas leak: keep away from the building" in reader.locator(".alert.emergency").inner_text()

    second = fresh()
    sign_in(second, "approver@example.org")
    second.goto("/admin/")
    press(second, second.get_by_role("link", name="To confirm (1)"))
    check(second, "list")
    press(second, second.get_by_role("button", name="I have checked it"))
    assert "Thank you. It is confirmed." in second.locator("body").inner_text()


@pytest.mark.slow
def test_an_approver_moves_a_page_to_the_archive(fresh, passing):
    page = fresh()
    sign_in(page, "approver@example.org")
    page.goto(f"/admin/pages/{passing.pk}/edit/")
    actions = page.get_by_role("button", name="Actions").first
    tab_to(page, actions)
    page.keyboard.press("Enter")
    press(page, page.get_by_role("link", name="Move to the archive"))
    check(page, "archive")
    press(page, page.get_by_role("button", name="Move to the archive"))
    # Once at each question, and once with a link to it at the top.
    words = "Answer with yes or no."
    assert page.locator("[data-publish-refused]").get_by_text(words).count() == 4
    assert page.get_by_text(words).count() == 8
    check(page, "archive with errors")
    for code in ("before", "reference", "unaltered", "apart"):
        tab_to(page, page.locator(f"input[name={code}]").first)
        page.keyboard.press("Space")
    write(page, "purpose", "For those who study what the City said.")
    press(page, page.get_by_role("button", name="Move to the archive"))
    assert "is in the archive now" in page.locator("body").inner_text()

    reader = fresh(width=390)
    reader.goto("/passing-page/")
    assert reader.url.endswith("/archive/passing-page/")
    assert "is not updated" in reader.locator(".archived").inner_text()
    press(reader, reader.get_by_role("link", name="ask for an accessible format"))
    assert reader.locator("[name=page_path]").input_value() == "/archive/passing-page/"

    page.goto(f"/admin/pages/{passing.pk}/edit/")
    assert "Nobody can change this page while it is archived." in page.locator("body").inner_text()
    page.goto(f"/admin/pages/{passing.pk}/take-back/")
    check(page, "take back")
    press(page, page.get_by_role("button", name="Restore from the archive"))
    assert "is a draft again" in page.locator("body").inner_text()
    assert reader.goto("/passing-page/").status == 404


@pytest.mark.parametrize("action", ["Delete", "Unpublish"])
def test_a_deletion_names_what_depends_on_the_page_and_leads_readers_on(fresh, passing, action):
    page = fresh()
    sign_in(page, "approver@example.org")
    page.goto(f"/admin/pages/{passing.pk}/{action.lower()}/")
    section = page.locator("section[aria-labelledby=references]")
    assert "Naming page" in section.inner_text() and "Related pages" in section.inner_text()
    check(page, action)
    chooser = page.get_by_role("button", name="Choose a page")
    tab_to(page, chooser)
    page.keyboard.press("Enter")
    search = page.locator(".modal #id_q")
    search.wait_for()
    tab_to(page, search)
    # The list that stands there already names the page too, and gives way to what was found.
    with page.expect_response(re.compile(r"[?&]q=Archive(&|$)")):
        # As one input: the chooser looks after each pause, and a slow machine pauses within the word.
        page.keyboard.insert_text("Archive")
    page.wait_for_load_state("networkidle")
    found = page.locator('.modal a.choose-page[data-title="Archive"]').first
    found.wait_for()
    tab_to(page, found)
    page.keyboard.press("Enter")
    page.locator(".chooser__title", has_text="Archive").wait_for()
    yes = page.get_by_role("button", name="Yes, delete it" if action == "Delete" else "Yes, unpublish it")
    press(page, yes)
    reader = fresh(width=390)
    reader.goto("/passing-page/")
    assert reader.url.endswith("/archive/")
