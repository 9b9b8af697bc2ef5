"""The editor of translations: what its footer offers, what it asks before, and which parts there are."""

import re

import pytest
from django.urls import reverse
from wagtail_localize.models import StringSegment, Translation

from home.models import DefinitionPage, ResourcePage
from portal.models import HelpLine, TaxonomyTerm
from portal.translation import sources as translation_sources
from portal.translation.losses import has_words, losses

pytestmark = pytest.mark.django_db


@pytest.fixture
def spanish(db):
    return DefinitionPage.objects.get(locale__language_code="es", slug="wage-theft")


def translation_of(record):
    return Translation.objects.get(source__object_id=record.translation_key, target_locale=record.locale)


def editor_of(record):
    if hasattr(record, "url_path"):
        return reverse("wagtailadmin_pages:edit", args=[record.pk])
    return reverse(record.snippet_viewset.get_url_name("edit"), args=[record.pk])


def footer(client, record):
    """The labels of the footer, the main button first, and the headings of the page."""
    text = client.get(editor_of(record)).content.decode()
    labels = text.rpartition("<footer")[2].partition("</footer>")[0]
    labels = [
        " ".join(re.sub("<[^>]+>", " ", label).split()) for label in re.findall("<a .*?</a>", labels, re.S)
    ]
    return labels, re.findall("<h1.*?</h1>", text, re.S)


class TestFooter:
    def test_a_translator_first_sends_for_review(self, signed_in, spanish):
        labels, headings = footer(signed_in("translator"), spanish)
        assert labels[0] == "Send for review" and labels[-1] == "Stop translating part by part"
        assert not {"Delete", "Unpublish"} & set(labels)
        assert len(headings) == 1 and "Robo de salario" in headings[0]

    def test_help_lines_and_words_have_one_too(self, signed_in):
        client = signed_in("translator")
        line = HelpLine.objects.get(name="Day One", locale__language_code="es")
        assert footer(client, line)[0] == ["Send for review", "Stop translating part by part"]
        word = TaxonomyTerm.objects.get(slug="shelter", locale__language_code="es")
        assert footer(client, word)[0] == ["Send for review", "Stop translating part by part"]

    def test_while_it_waits_it_is_decided_or_looked_at(self, signed_in, spanish, account):
        spanish.save_revision(user=account("translator"))
        spanish.get_workflow().start(spanish, account("translator"))
        assert footer(signed_in("approver"), spanish)[0][0] == "Approve, or request changes"
        assert footer(signed_in("translator"), spanish)[0][0] == "Waits for review: see its history"

    def test_who_may_delete_finds_it_in_the_menu(self, signed_in, spanish):
        labels = footer(signed_in("coordinator"), spanish)[0]
        assert labels[0] == "Send for review" and "Unpublish" in labels[1:]


class TestStopping:
    def test_nothing_stops_before_the_answer(self, signed_in, spanish):
        client, translation = signed_in("translator"), translation_of(spanish)
        address = reverse("wagtail_localize:stop_translation", args=[translation.pk])
        for asked in (client.get(address), client.post(address, {"next": editor_of(spanish)})):
            assert "It would no longer follow its original" in asked.content.decode()
            translation.refresh_from_db()
            assert translation.enabled
        client.post(address, {"confirmed": "on", "next": editor_of(spanish)})
        translation.refresh_from_db()
        assert not translation.enabled

    def test_who_may_not_is_not_asked(self, signed_in, spanish):
        address = reverse("wagtail_localize:stop_translation", args=[translation_of(spanish).pk])
        assert signed_in("riverside").get(address).status_code in (302, 403)


class TestParts:
    def test_codes_are_no_parts(self):
        for model, path in ((DefinitionPage, ".language"), (ResourcePage, "language")):
            page = model.objects.filter(locale__language_code="en").first()
            translation = Translation.objects.filter(source__object_id=page.translation_key).first()
            translation_sources.refresh_segments(translation.source)
            parts = StringSegment.objects.filter(source=translation.source)
            assert parts.exists() and not parts.filter(context__path__endswith=path).exists()
            assert not parts.filter(string__data="en").exists()

    def test_the_quotations_language_is_kept_in_the_translation(self, spanish):
        original = DefinitionPage.objects.get(locale__language_code="en", slug=spanish.slug)
        translation = translation_of(spanish)
        translation_sources.refresh_segments(translation.source)
        made = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
        assert [block.value["language"] for block in made.statutes] == [
            block.value["language"] for block in original.statutes
        ]

    @pytest.mark.parametrize(
        "text", ["2024", "https://www.example.org/a", "a@example.org", "→", "<b>12</b>", "B"]
    )
    def test_what_has_no_words(self, text):
        assert not has_words(text)

    @pytest.mark.parametrize("text", ["en", "On 2024", "See https://www.example.org/", "Kev"])
    def test_what_has_words(self, text):
        assert has_words(text)


@pytest.mark.parametrize(
    ("original", "translated", "missing"),
    [
        ('Call <a id="a1">911</a>.', "Llame al 911.", ["A link of the original is missing."]),
        ("Call 1-866-223-1111.", "Llame al 1-866-223-111.", ["A number of the original is missing: 1111."]),
        ("10,000 people in 2024", "10.000 personas en 2024", []),
        ("Write to a@example.org", "Escriba", ["The address a@example.org is missing."]),
        ("In two days", "En 2 días", []),
    ],
)
def test_what_a_translation_loses_is_named(original, translated, missing):
    assert losses(original, translated) == missing
