"""The form of the office's identity: what was not touched stays as it is, and an empty discreet name is warned about."""

import html

import pytest
from django import forms
from django.urls import reverse
from wagtail import blocks
from wagtail.admin.compare import StreamBlockComparison
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from portal.models import OfficeIdentity
from portal.review import block_comparison
from portal.review.comparison import changes
from portal.translation.progress import progress
from portal.workflow import approvals
from tests.live import approved
from tests.portal.forms import snippet_form
from tests.portal.translation.test_sources import translation_of

pytestmark = pytest.mark.django_db
NO_NAME = "The hub has no discreet name. Browser tabs and histories show “Human Trafficking Prevention”"


def office():
    return OfficeIdentity.objects.get(locale__language_code="en")


def editor():
    return reverse("wagtailsnippets_portal_officeidentity:edit", args=[office().pk])


def sent(client, **changed):
    """Save the form as a browser does, with some fields changed. Returns the newest version."""
    return answered(client, **changed)[0]


def answered(client, **changed):
    """The same. Returns the newest version, and the page on which the editor then is."""
    record = office()
    phones = [
        {name: getattr(phone, name) for name in ("id", "label", "number", "display", "kind", "language")}
        for phone in record.phones.all()
    ]
    data = snippet_form(record, **changed)
    # A browser sends each line break of a text as two characters (HTML, section 4.10.22.4).
    data = {name: "\r\n".join(value.splitlines()) for name, value in data.items()}
    data = nested_form_data({**data, "phones": inline_formset(phones, initial=len(phones))})
    answer = client.post(editor(), data)
    assert answer.status_code == 302, answer.context["form"].errors
    return approvals.newest_version(record), html.unescape(client.get(answer.url).content.decode())


@pytest.mark.parametrize("name", ["approver", "coordinator"])
def test_only_the_changed_field_is_listed_as_changed(signed_in, name):
    client = signed_in(name)
    version = sent(client, email="office@example.org")
    assert "\n" in version.address and "\r" not in version.address
    request = client.get("/admin/").wsgi_request
    assert [change.label for change in changes(office(), version, request)] == ["Email address"]


@pytest.mark.parametrize("line_break", ["\r\n", "\r"])
def test_other_line_breaks_than_those_of_forms_are_no_change(signed_in, line_break):
    record = office()
    address = record.address.replace("\n", line_break)
    OfficeIdentity.objects.filter(pk=record.pk).update(address=address)
    record.phones.update(label=f"Two{line_break}lines")
    client = signed_in("approver")
    version = sent(client)
    for phone in version.phones.all():
        phone.label = "Two\nlines"
    request = client.get("/admin/").wsgi_request
    assert line_break in office().address and "\r" not in version.address
    assert changes(office(), version, request) == []
    version.address = version.address.replace("\n", "\n\n", 1)
    assert [change.label for change in changes(office(), version, request)] == ["Address"]


TEXT = blocks.StructBlock([("text", blocks.TextBlock()), ("lines", blocks.ListBlock(blocks.TextBlock()))])
STREAM = blocks.StreamBlock([("text", blocks.TextBlock()), ("group", TEXT)])


def stream(text):
    values = [("text", text), ("group", {"text": text, "lines": [text]})]
    return STREAM.to_python(
        [{"type": name, "value": value, "id": str(place)} for place, (name, value) in enumerate(values)]
    )


def test_line_breaks_in_blocks_are_no_change_either():
    before, after, other = stream("One\r\ntwo"), stream("One\ntwo"), stream("One\nthree")
    assert block_comparison.rows(STREAM, before, after) == []
    assert len(block_comparison.rows(STREAM, before, other)) == 3
    of_wagtail = StreamBlockComparison(STREAM, True, True, before, after)
    assert [found.has_changed() for found in of_wagtail.get_block_comparisons()][0] is False


def test_the_texts_that_nobody_changed_stay_translated(signed_in, account):
    translation = translation_of(office())
    pk, translations = translation.pk, type(translation).objects.filter(pk=translation.pk)
    before = progress(translations)[pk]
    sent(signed_in("approver"), email="office@example.org")
    approved(approvals.newest(office()), account("approver2")).publish()
    assert office().email == "office@example.org"
    assert progress(translations)[pk] == before


def test_every_field_for_several_lines_has_plain_line_breaks():
    kinds = [forms.Textarea]
    for kind in kinds:
        kinds += kind.__subclasses__()
        assert kind().value_from_datadict({"text": "One\r\ntwo\rthree\n"}, {}, "text") == "One\ntwo\nthree\n"
    assert len(kinds) > 1


def test_an_empty_discreet_name_is_warned_about_by_its_field_upon_saving_and_before_approval(signed_in):
    client = signed_in("approver")
    page = html.unescape(client.get(editor()).content.decode())
    assert NO_NAME not in page
    assert "anyone who looks at the device can see what was read" in page
    _version, list_of_records = answered(client, discreet_name="", **{"action-submit": "1"})
    assert NO_NAME in list_of_records
    assert NO_NAME in html.unescape(client.get(editor()).content.decode())
    state = office().current_workflow_task_state
    page = html.unescape(signed_in("approver2").get(reverse("decide", args=[state.pk])).content.decode())
    assert "these do not stop you from approving" in page and NO_NAME in page


def test_a_discreet_name_that_says_the_same_is_none():
    record = office()
    assert record.publishing_warnings() == []
    record.discreet_name = record.site_name
    assert [warning.field for warning in record.publishing_warnings()] == ["discreet_name"]
