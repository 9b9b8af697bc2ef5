"""The history of a page: who approved what and why, two versions side by side, and undoing by going back to an older one."""

import html
import re

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Page

from home.models import InformationPage
from media.models import HubImage
from tests.home.edit_form import posted

pytestmark = pytest.mark.django_db


def words(response):
    return html.unescape(response.content.decode())


@pytest.fixture
def article():
    return InformationPage.objects.get(locale__language_code="en", slug="privacy")


@pytest.fixture
def compare(signed_in):
    """Compares two versions as an editor: {label: (before, after)} in words, and the whole page."""

    def ask(page, old, new, plain=True):
        address = f"/admin/pages/{page.pk}/revisions/compare/{old.pk}...{new.pk}/"
        soup = BeautifulSoup(signed_in("editor").get(address).content, "html.parser")
        found = {}
        for row in soup.select("table.changes > tbody > tr"):
            label, *sides = row.find_all(["th", "td"], recursive=False)
            sides = [side.decode_contents() for side in sides]
            if plain:
                sides = [
                    BeautifulSoup("<p>" + re.sub("</?(ins|del)>", "", side) + "</p>", "html.parser").get_text(
                        " "
                    )
                    for side in sides
                ]
            found[label.get_text()] = tuple(" ".join(side.split()) for side in sides)
        return found

    return ask


def versions(page, field, before, after):
    """Two revisions that differ in one stream."""
    setattr(page, field, before)
    old = page.save_revision(clean=False)
    value = old.as_object()
    content = getattr(value, field)
    setattr(value, field, after(content))
    return old, value.save_revision(clean=False)


# --- Side by side -----------------------------------------------------------------------------------------------
def test_a_source_is_compared_field_by_field_and_new_and_gone_ones_are_named(compare, article):
    first = {
        "type": "source",
        "id": "aaaa1111-0000-4000-8000-000000000001",
        "value": {
            "title": "Report",
            "url": "https://old.example/",
            "publisher": "An office",
            "checked_on": "2026-01-05",
            "note": "",
        },
    }
    gone = {
        "type": "source",
        "id": "aaaa1111-0000-4000-8000-000000000002",
        "value": {"title": "Outdated leaflet", "url": "", "publisher": "", "checked_on": None, "note": ""},
    }
    new = {
        "type": "source",
        "id": "aaaa1111-0000-4000-8000-000000000003",
        "value": {"title": "New law", "url": "", "publisher": "", "checked_on": None, "note": ""},
    }
    later = {**first, "value": {**first["value"], "url": "https://new.example/", "checked_on": "2026-11-20"}}

    def change(stream):
        return stream.stream_block.to_python([later, new])

    old, later_version = versions(
        article,
        "sources",
        article._meta.get_field("sources").to_python(
            article._meta.get_field("sources").stream_block.to_python([first, gone])
        ),
        change,
    )
    found = compare(article, old, later_version)
    assert found["Sources › Source 1 › Address"] == ("https://old.example/", "https://new.example/")
    assert found["Sources › Source 1 › Checked on"] == ("January 5, 2026", "November 20, 2026")
    assert found["Sources › Source 2"] in [
        ("–", "New: Title New law"),
        ("Removed: Title Outdated leaflet", "–"),
    ]
    assert "Sources › Source 1 › Publisher" not in found and "Sources › Source 1 › Title" not in found


def body(page, *items):
    return page._meta.get_field("body").stream_block.to_python(
        [
            {"type": kind, "id": f"bbbb1111-0000-4000-8000-{key:012d}", "value": value}
            for kind, key, value in items
        ]
    )


TABLE = {
    "columns": [{"type": "text", "heading": "Line"}, {"type": "text", "heading": "Hours"}],
    "rows": [{"values": ["Day One", "Always"]}],
    "caption": "Who answers",
}
QUESTION = {
    "type": "item",
    "id": "cccc1111-0000-4000-8000-000000000001",
    "value": {"question": "Is it free?", "answer": "<p>Yes.</p>"},
}
CALLOUT = {"title": "Know", "text": "<p>Words.</p>", "tone": "information"}
CASES = {
    "a link whose words stay": (
        ("paragraph", 1, '<p>See <a href="https://old.example/">the law</a></p>'),
        ("paragraph", 1, '<p>See <a href="https://new.example/">the law</a></p>'),
        "Body › Text",
        ("See the law [https://old.example/]", "See the law [https://new.example/]"),
    ),
    "a choice in a struct": (
        ("callout", 1, CALLOUT),
        ("callout", 1, {**CALLOUT, "tone": "safety"}),
        "Body › Callout › Kind",
        ("Information", "Safety"),
    ),
    "a struct in a list": (
        ("details", 1, [QUESTION]),
        ("details", 1, [{**QUESTION, "value": {"question": "Does it cost?", "answer": "<p>Yes.</p>"}}]),
        "Body › Questions and answers › Questions and answers 1 › Question",
        ("Is it free?", "Does it cost?"),
    ),
    "a table": (
        ("table", 1, TABLE),
        ("table", 1, {**TABLE, "rows": [{"values": ["Day One", "9 to 5"]}]}),
        "Body › Table",
        ("Who answers Line Hours Day One Always", "Who answers Line Hours Day One 9 to 5"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_kind_of_block_is_named_and_has_two_sides(case, compare, article):
    before, after, label, expected = CASES[case]
    old, new = versions(article, "body", body(article, before), lambda _stream: body(article, after))
    found = compare(article, old, new)
    assert list(found) == [label]
    assert found[label] == expected


def test_a_picture_is_shown_on_both_sides_with_its_description(compare, article):
    one, two = HubImage.objects.order_by("pk")[:2]

    def picture(image):
        return (
            "image",
            1,
            {
                "image": {"image": image.pk, "decorative": False, "alt_text": f"About {image.pk}"},
                "caption": "",
            },
        )

    old, new = versions(
        article, "body", body(article, picture(one)), lambda _stream: body(article, picture(two))
    )
    (found,) = compare(article, old, new, plain=False).values()
    assert all(side.count("<img") == 1 for side in found)
    assert f"About {one.pk}" in found[0] and f"About {two.pk}" in found[1]


def test_blocks_that_change_places_are_said_to_have_moved_and_no_more(compare, article):
    a, b = ("paragraph", 1, "<p>One</p>"), ("callout", 2, CALLOUT)
    old, new = versions(article, "body", body(article, a, b), lambda _stream: body(article, b, a))
    found = compare(article, old, new)
    assert len(found) == 1 and ("Place 1 of 2", "Place 2 of 2") in [
        *found.values(),
        *[(y, x) for x, y in found.values()],
    ]


def test_what_people_wrote_is_shown_as_words_and_changes_are_not_told_by_colour_alone(compare, article):
    article.summary = "Old words"
    old = article.save_revision(clean=False)
    article.summary = "New words <script>alert(1)</script>"
    article.body = body(article, ("callout", 1, {**CALLOUT, "title": "<img src=x onerror=alert(1)>"}))
    new = article.save_revision(clean=False)
    found = compare(article, old, new, plain=False)
    assert "<del>Old</del>" in found["Summary"][0] and "<ins>New</ins>" in found["Summary"][1]
    assert "<script>alert" not in str(found) and "<img src=x" not in str(found)


def test_what_only_the_editor_adds_for_itself_is_no_change(compare, article):
    before = (
        ("paragraph", 1, "<p>One</p>\n<p>Two</p>"),
        ("links", 2, [{"text": "A", "page": None, "url": None, "note": ""}]),
    )
    after = (
        ("paragraph", 1, '<p data-block-key="ab1">One</p><p data-block-key="cd2">Two</p>'),
        ("links", 2, [{"text": "A", "page": None, "url": "", "note": ""}]),
    )
    old, new = versions(article, "body", body(article, *before), lambda _stream: body(article, *after))
    assert compare(article, old, new) == {}
    bold = ("paragraph", 1, "<p>One</p><p><b>Two</b></p>"), after[1]
    old, new = versions(article, "body", body(article, *after), lambda _stream: body(article, *bold))
    assert compare(article, old, new) == {"Body › Text": ("One Two", "Other formatting, same words: One Two")}


def test_versions_that_do_not_differ_are_said_not_to(signed_in, article):
    one, two = article.save_revision(clean=False), article.save_revision(clean=False)
    text = words(signed_in("editor").get(f"/admin/pages/{article.pk}/revisions/compare/{one.pk}...{two.pk}/"))
    assert "These two versions are the same." in text


def test_every_page_of_the_demonstration_is_compared_with_an_empty_one_of_its_type(rf, account):
    """Every block that the demonstration uses is shown."""
    from portal.review.comparison import changes

    request = rf.get("/")
    request.user = account("editor")
    for page in Page.objects.filter(depth__gt=1, live=True, locale__language_code="en").specific():
        assert changes(None, page, request), page


# --- Who approved what ------------------------------------------------------------------------------------------
@pytest.fixture
def submit(signed_in, account):
    """Saves and sends a page's form as an account: submit("editor", page, summary="…")."""

    def send(name, page, **changes):
        data = posted(page, account(name), **changes)
        return signed_in(name).post(f"/admin/pages/{page.pk}/edit/", {**data, "action-submit": "on"})

    return send


def decide(client, page, action, comment):
    page.refresh_from_db()
    task = page.current_workflow_task_state
    return client.post(f"/admin/pages/workflow/action/{page.pk}/{action}/{task.pk}/", {"comment": comment})


def test_the_history_says_who_approved_which_version_and_why_changes_were_asked_for(
    submit, signed_in, article
):
    submit("editor", article, summary="First wording")
    decide(signed_in("approver"), article, "reject", "The second sentence is not sourced.")
    submit("editor", article, summary="Second wording")
    decide(signed_in("approver"), article, "approve", "Sources are in order.")
    article.refresh_from_db()
    assert article.summary == "Second wording"
    text = " ".join(
        re.sub(r"<[^>]+>", " ", words(signed_in("editor").get(f"/admin/pages/{article.pk}/history/"))).split()
    )
    assert "Comment: The second sentence is not sourced." in text
    assert "Comment: Sources are in order." in text
    moment = " ".join(
        date_format(timezone.localtime(article.live_revision.created_at), "DATETIME_FORMAT").split()
    )
    assert f"Approved (Approval by the office): the version of {moment}" in text


# --- Undo -------------------------------------------------------------------------------------------------------
def test_going_back_to_an_older_version_is_a_draft_that_another_person_approves(
    submit, signed_in, account, article
):
    page = article
    good = page.save_revision()
    before = page.summary
    submit("editor", page, summary="A wording that turned out wrong")
    decide(signed_in("approver"), page, "approve", "")
    page.refresh_from_db()
    assert page.summary == "A wording that turned out wrong"

    client = signed_in("editor")
    address = f"/admin/pages/{page.pk}/revisions/{good.pk}/revert/"
    shown = client.get(address)
    assert shown.status_code == 200 and "You are viewing a previous version of this page" in words(shown)
    data = posted(good.as_object(), account("editor"))
    data["revision"] = str(good.pk)
    assert client.post(address, {**data, "action-submit": "on"}).status_code == 302
    page.refresh_from_db()
    assert page.summary == "A wording that turned out wrong", "nothing changes before somebody approves"
    assert decide(client, page, "approve", "").status_code in (302, 403)
    page.refresh_from_db()
    assert page.summary != before
    decide(signed_in("approver"), page, "approve", "As it was.")
    page.refresh_from_db()
    assert page.summary == before
    text = words(signed_in("editor").get(f"/admin/pages/{page.pk}/history/"))
    assert "As it was." in text


# --- Two people at once -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("action", ["", "action-submit"])
def test_nothing_is_saved_over_a_version_that_its_editor_has_not_seen_and_what_she_wrote_is_kept(
    action, signed_in, account, article
):
    """Without the editor's scripts, too. Who saves again has been told."""
    opened = article.save_revision(user=account("editor"))
    seen = {"loaded_revision_id": opened.pk, "loaded_revision_created_at": opened.created_at.isoformat()}
    article.summary = "What Avery wrote"
    newer = article.save_revision(user=account("approver"))
    data = {
        **posted(article, account("editor"), summary="What Eden wrote"),
        **({action: "on"} if action else {}),
    }
    client = signed_in("editor")
    address = f"/admin/pages/{article.pk}/edit/"
    text = words(client.post(address, {**data, **seen}))
    assert "Avery Approver saved a newer version" in text and "What Eden wrote" in text
    assert article.revisions.order_by("-pk").first().pk == newer.pk
    shown = BeautifulSoup(text, "html.parser")
    told = {name: shown.select_one(f"[name={name}]")["value"] for name in seen}
    assert client.post(address, {**data, **told}).status_code == 302
    assert article.revisions.order_by("-pk").first().as_object().summary == "What Eden wrote"
    assert newer.as_object().summary == "What Avery wrote"
