"""Blocks that lead to pages: what the editor says when the page is gone, or when there are too many blocks."""

import html
import re

import pytest
from django.apps import apps
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.test.utils.form_data import streamfield

from home.models import HomePage, InformationPage
from portal.checks.stored_errors import stored_errors
from portal.models import HubPage
from portal.quality.services import live_pages
from tests.home.edit_form import posted
from tests.portal.public import new_page

GONE = "A page that was chosen here no longer exists. Choose another one."
NUMBERS = {3: "three", 4: "four", 6: "six"}


def streams():
    """The StreamFields of all page types, each with its model."""
    models = [model for model in apps.get_models() if issubclass(model, HubPage)]
    return [
        (model, field)
        for model in models
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
    ]


def struct_blocks(block):
    """A block and all blocks in it that have fields of their own."""
    if isinstance(block, blocks.StructBlock):
        yield block
    children = [*getattr(block, "child_blocks", {}).values(), getattr(block, "child_block", None)]
    for child in filter(None, children):
        yield from struct_blocks(child)


@pytest.mark.django_db
def test_a_starting_point_whose_page_is_gone_is_refused_in_one_sentence(signed_in, account):
    home = HomePage.objects.get(locale__language_code="en")
    target = new_page(home, InformationPage, slug="target", title="Target", summary="A summary.")
    link = {"title": "I need help", "text": "Who answers", "page": str(target.pk), "symbol": "help"}
    address = f"/admin/pages/{home.pk}/edit/"
    data = posted(home, account("editor"), starting_points=streamfield([("link", link)]))
    assert signed_in("editor").post(address, data).status_code == 302
    target.delete()
    draft = HomePage.objects.get(pk=home.pk).get_latest_revision_as_object()
    found = [str(error.message) for error in draft.publishing_errors() if error.field == "starting_points"]
    assert found == [GONE]
    page = html.unescape(signed_in("editor").get(address).content.decode())
    assert GONE in page and "write an address" not in page
    # Sent as the editor shows it: the chooser is empty.
    answer = signed_in("editor").post(
        address, {**data, "starting_points-0-value-page": "", "action-submit": "on"}
    )
    summary = (
        html.unescape(answer.content.decode()).partition('id="publish-checks"')[2].partition("</section>")[0]
    )
    assert len(re.findall("<li>", summary)) == 1 and "Link 1 › Page of the hub" in re.sub(
        "<[^>]+>", "", summary
    )
    assert "Choose one." in summary


def test_a_block_without_an_address_does_not_ask_for_one():
    seen = 0
    for _model, field in streams():
        for block in struct_blocks(field.stream_block):
            if "page" in block.child_blocks and hasattr(block, "publishing_errors"):
                seen += 1
                found = block.publishing_errors(block.to_python({}))
                assert "url" in block.child_blocks or not any("address" in str(one.message) for one in found)
    assert seen


def test_the_help_text_of_a_field_says_how_many_blocks_it_may_have():
    """Wagtail 8 leaves "Insert a block" enabled, and says that there are too many when one too many is inserted."""
    limited = [(model, field) for model, field in streams() if field.stream_block.meta.max_num]
    assert len(limited) >= 3
    for model, field in limited:
        number = field.stream_block.meta.max_num
        text = str(field.help_text)
        assert NUMBERS[number] in text or str(number) in text, (model, field.name)


def panel(client, page):
    """What stands above the editor's tabs, as words."""
    text = client.get(f"/admin/pages/{page.pk}/edit/").content.decode().partition('id="publish-checks"')[2]
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", text.partition("</details>")[0])).split())


@pytest.mark.django_db
def test_the_checks_above_the_editor_name_what_its_form_would_refuse(signed_in, account):
    home = HomePage.objects.get(locale__language_code="en").get_latest_revision_as_object()
    assert "Ready to send: all checks pass" in panel(signed_in("editor"), home)
    target = InformationPage.objects.live().first()
    link = {"title": "I need help", "text": "Who answers", "page": target, "symbol": "help"}
    home.starting_points = [("link", link)] * 4
    home.save_revision(user=account("editor"), clean=False)
    said = panel(signed_in("editor"), home)
    assert "Fix 1 problem before you send this" in said
    assert "Where to start: The maximum is 3." in said
    # Its siblings: a field of a block, a required field, one that is too long.
    home.starting_points = [("link", {**link, "title": ""})]
    home.statement, home.hero_heading = "", "x" * 91
    home.save_revision(user=account("editor"), clean=False)
    said = panel(signed_in("editor"), home)
    assert "Fix 3 problems before you send this" in said
    for label in (
        "Where to start: A link has no words.",
        "Statement:",
        "First heading:",
    ):
        assert label in said, label


@pytest.mark.django_db
def test_no_live_page_of_the_demonstration_has_what_the_form_would_refuse():
    found = {}
    for page in live_pages():
        if errors := stored_errors(page):
            found[page.url_path] = errors
    assert found == {}
