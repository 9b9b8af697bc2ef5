"""What is wrong in a form of the editor: a sentence for each place, with a link to it."""

import datetime
import html

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.blocks import CharBlock, ListBlock, StreamBlock, StructBlock
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from home.models import DefinitionPage, InformationPage
from partners.models import OrganisationPage
from portal.core.form_errors import block_errors
from tests.home.edit_form import posted

pytestmark = pytest.mark.django_db

RAW = ("Validation error in", "StreamBlock", "StructBlock", "ListBlock")


def words(response):
    return " ".join(html.unescape(BeautifulSoup(response.content, "html.parser").get_text(" ")).split())


def edit(page):
    return f"/admin/pages/{page.pk}/edit/"


@pytest.fixture
def send(signed_in, account):
    """Sends a page as an account: send("editor", page, summary="…")."""

    def post(name, page, action="action-submit", **changes):
        data = posted(page, account(name), **changes)
        return signed_in(name).post(edit(page), {**data, action: "on"} if action else data)

    return post


def summary_links(response):
    soup = BeautifulSoup(response.content, "html.parser").select_one("#publish-checks")
    return {" ".join(link.get_text(" ").split()): link["href"] for link in soup.select("a")}


def test_what_is_wrong_in_a_block_is_a_sentence_that_leads_to_it(send, account):
    page = DefinitionPage.objects.get(locale__language_code="en", slug="wage-theft")
    sources = streamfield([("source", {"title": "", "url": "no address", "publisher": "", "note": ""})])
    sources["0"]["id"] = "aaaa1111-0000-4000-8000-000000000001"
    for action in ("action-submit", ""):
        # The address that the hub needs is an error of the form, too: then Wagtail lists all messages above the form.
        answer = send("editor", page, action, sources=sources, body=streamfield([]))
        shown = answer.content.decode()
        if answer.status_code == 302:
            assert not action, "a draft may be incomplete, what is sent may not"
            continue
        assert not any(raw in words(answer) for raw in RAW)
        links = summary_links(answer)
        place = "#:w:contentpath=sources.aaaa1111-0000-4000-8000-000000000001"
        assert any(text.startswith("Sources: Source 1 › Address:") for text in links), links
        assert f"{place}.url" in links.values()
        assert "Something in this field" not in shown


def test_no_message_of_a_conflict_names_the_program(send, signed_in, account):
    page = DefinitionPage.objects.get(locale__language_code="en", slug="wage-theft")
    opened = page.save_revision(user=account("approver"))
    page.save_revision(user=account("approver"))
    data = posted(
        page,
        account("editor"),
        sources=streamfield([("source", {"title": "", "url": "", "publisher": "", "note": ""})]),
    )
    told = signed_in("editor").post(
        edit(page), {**data, "loaded_revision_id": opened.pk, "action-submit": "on"}
    )
    said = words(told)
    assert "Avery Approver saved a newer version" in said
    assert "Source 1 › Title: Fill this in." in said
    assert not any(raw in said for raw in RAW)


def test_each_kind_of_block_is_named():
    class Inner(StructBlock):
        name = CharBlock(label="Name")
        rows = ListBlock(CharBlock(label="Row"), label="Rows")

    class Outer(StreamBlock):
        inner = Inner(label="Part")

        class Meta:
            min_num = 2

    block = Outer()
    value = block.to_python(
        [
            {
                "type": "inner",
                "id": "x1",
                "value": {"name": "", "rows": [{"type": "item", "id": "y1", "value": ""}]},
            }
        ]
    )
    with pytest.raises(ValidationError) as refused:
        block.clean(value)
    found = block_errors(block, value, refused.value)
    assert {str(one) for one in found} == {
        "The minimum is 2. Add more.",
        "Part 1 › Name: Fill this in.",
        "Part 1 › Rows › Row 1: Fill this in.",
    }
    assert {one.path for one in found} == {(), ("x1", "name"), ("x1", "rows", "y1")}


def test_what_is_wrong_in_a_list_below_the_page_names_which_and_leads_to_it(signed_in, account):
    page = OrganisationPage.objects.filter(live=True, locale__language_code="en").first()
    phones = inline_formset([{"number": "call", "label": ""}])
    data = {
        **posted(page, account("coordinator")),
        **nested_form_data({"phones": phones}),
        "action-submit": "on",
    }
    answer = signed_in("coordinator").post(edit(page), data)
    links = summary_links(answer)
    assert "Something in this list" not in words(answer)
    assert "#id_phones-0-number" in links.values(), links


def test_a_failing_time_is_named_with_a_link_to_it(send):
    article = InformationPage.objects.get(locale__language_code="en", slug="privacy")
    moment = timezone.localtime(timezone.now() + datetime.timedelta(days=2))
    earlier = moment - datetime.timedelta(days=1)
    answer = send(
        "editor", article, go_live_at=f"{moment:%Y-%m-%d %H:%M}", expire_at=f"{earlier:%Y-%m-%d %H:%M}"
    )
    assert {"#:w:contentpath=go_live_at", "#:w:contentpath=expire_at"} <= set(summary_links(answer).values())


# --- Every form of the admin ---------------------------------------------------------------------------------------
RAW_MESSAGES = (
    "This field is required",
    "Enter a valid",
    "Select a valid",
    "Ensure this value",
    "No file was",
)
# Forms of every kind, with the account that has the least rights to open them, what is sent, and one field that is wrong.
FORMS = [
    ("editor", "/admin/snippets/portal/helpline/add/", {"chat_url": "no address"}, "id_chat_url"),
    ("coordinator", "/admin/snippets/portal/alert/add/", {}, "id_starts_at"),
    ("coordinator", "/admin/users/new/", {"email": "nobody"}, "id_email"),
    ("coordinator", "/admin/deputies/new/", {"starts_on": "tomorrow"}, "id_starts_on"),
    ("editor", "/admin/images/add/", {}, "id_title"),
    ("editor", "/admin/documents/add/", {}, "id_file"),
    ("editor", "/admin/media/video/add/", {}, "id_title"),
]


@pytest.mark.parametrize(("name", "address", "sent", "field"), FORMS, ids=[form[1] for form in FORMS])
def test_every_form_says_what_to_enter_where_with_a_link_to_the_field(signed_in, name, address, sent, field):
    answer = signed_in(name).post(address, sent)
    assert answer.status_code == 200, answer.status_code
    soup = BeautifulSoup(answer.content, "html.parser")
    summaries = soup.select("[data-publish-refused]")
    assert len(summaries) == 1, words(answer)
    links = {link["href"]: " ".join(link.get_text(" ").split()) for link in summaries[0].select("a")}
    assert f"#{field}" in links, links
    for href, text in links.items():
        assert soup.find(id=href.removeprefix("#")), href
        label, _colon, message = text.partition(": ")
        assert label and message, text
    assert not any(raw in words(answer) for raw in RAW_MESSAGES), words(answer)


def test_an_empty_field_says_what_is_done_with_it():
    class Each(forms.Form):
        text = forms.CharField()
        choice = forms.ChoiceField(choices=[("a", "A")])
        several = forms.MultipleChoiceField(choices=[("a", "A")])
        box = forms.BooleanField()
        file = forms.ImageField()
        person = forms.ModelChoiceField(InformationPage.objects.all())

    found = {name: errors[0] for name, errors in Each({}).errors.items()}
    assert found == {
        "text": "Fill this in.",
        "choice": "Choose one.",
        "several": "Choose at least one.",
        "box": "Check this box.",
        "file": "Choose a file.",
        "person": "Choose one.",
    }
