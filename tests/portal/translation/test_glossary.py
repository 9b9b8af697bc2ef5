"""Fixed terms: found whatever their case and endings; a breach warns the translator, and the approver on the page of the decision and among the publishing checks."""

from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, Translation

from home.models import DefinitionPage
from portal.models import GlossaryTerm
from portal.translation import glossary

pytestmark = pytest.mark.django_db
STARTER = Path(settings.BASE_DIR) / "home" / "start_hub" / "starter" / "glossary.yaml"


@pytest.fixture(autouse=True)
def english():
    """A reader's page in Spanish, in a test before, leaves its language behind in the thread."""
    with override("en"):
        yield


def found(original, translated, language="es"):
    return [breach.entry.term for breach in glossary.breaches_between(original, translated, language)]


@pytest.mark.parametrize(
    ("original", "translated", "expected"),
    [
        ("Wage theft is a crime.", "El robo de salario es un delito.", []),
        ("WAGE THEFT", "Robo de Salarios", []),
        ("Wage theft is a crime.", "El hurto de sueldo es un delito.", ["wage theft"]),
        # The longer word counts, not the shorter one within it.
        ("Sex trafficking", "Trata sexual", []),
        ("Sex trafficking", "Tráfico sexual", ["sex trafficking"]),
        ("<b>Interpreters</b> help", "Ayudan <i>interpretes</i>", []),
        ("Ask an interpreter", "Pregunte a un traductor", ["interpreter"]),
        # A name stays as it is.
        ("Call Day One", "Llame a Day One", []),
        ("Call Day One", "Llame a Día Uno", ["Day One"]),
        ("Nothing of it", "Nada de ello", []),
        ("Wage theft", "", []),
        # A name is written as it is: "the link" is no organisation.
        ("The link leads on", "El enlace lleva", []),
        ("The Link leads on", "El enlace lleva", ["The Link"]),
        # What is not translated at all is another matter.
        ("Human trafficking", "Human trafficking", []),
        # No word of the glossary within another word.
        ("The counter-advocated bill", "La ley", []),
    ],
)
def test_words_are_found_whatever_their_case_accents_and_endings(original, translated, expected):
    assert found(original, translated) == expected


def test_somali_and_hmong_have_their_own_words():
    assert found("Wage theft", "Xatooyada mushaharkaaga", "so") == []
    assert found("Wage theft", "Kev nyiag nyiaj hli", "hmn") == []
    assert found("Wage theft", "Robo de salario", "so") == ["wage theft"]


@pytest.mark.parametrize("language", ["es", "so", "hmn"])
def test_a_lawyer_is_no_translation_of_an_advocate_and_a_half_term_is_none_of_the_whole(language):
    terms = {entry["term"]: entry.get(language, []) for entry in yaml.safe_load(STARTER.read_text())}
    search_words = yaml.safe_load(STARTER.with_name("search_words.yaml").read_text())
    lawyers = next(group for group in search_words["synonyms"] if "lawyer" in group["en"])[language]
    accepted = " ".join(terms["advocate"])
    assert terms["advocate"] and not [word for word in lawyers if word in accepted]
    trafficking = terms["trafficking"]
    for term in ("sex trafficking", "labor trafficking"):
        for translation in terms[term]:
            assert any(word in translation for word in trafficking), translation


def test_the_demonstration_keeps_to_its_glossary():
    """But for the first words of the Somali and Hmong home pages, which leave out what no person has signed yet."""
    breaches = set()
    for translation in Translation.objects.select_related("source", "target_locale"):
        record = translation.get_target_instance()
        for breach in glossary.breaches(getattr(record, "specific", record)):
            breaches.add((translation.target_locale.language_code, breach.path, breach.entry.term))
    assert breaches <= {("so", "hero_text", "advocate"), ("hmn", "hero_text", "advocate")}


@pytest.fixture
def page():
    return DefinitionPage.objects.get(locale__language_code="es", slug="wage-theft")


@pytest.fixture
def breach(page, signed_in):
    """A translator writes another word in the title, in the editor of translations."""
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=page.locale)
    segment = StringSegment.objects.get(source=translation.source, context__path="title")
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    client = signed_in("translator")
    answer = client.put(address, "value=Hurto+de+sueldo", content_type="application/x-www-form-urlencoded")
    return translation, answer, client


def test_a_breach_is_told_beside_the_part_above_the_parts_and_before_it_is_sent(page, breach):
    translation, answer, client = breach
    assert answer.status_code == 200
    expected = "“wage theft” should be: “robo de salario” or “robos de salario”."
    assert expected in answer.json()["comment"]
    above = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert f"Title: {expected}" in above
    send = reverse("send_translation", args=[translation.pk])
    assert f"Title: {expected}" in client.get(send).content.decode()


def test_it_stops_nothing_and_the_approver_and_the_gate_see_it(page, breach, signed_in):
    translation, _answer, client = breach
    client.post(reverse("send_translation", args=[translation.pk]))
    page.refresh_from_db()
    assert page.workflow_in_progress
    approver = signed_in("approver")
    decide = reverse("decide", args=[page.current_workflow_task_state.pk])
    shown = approver.get(decide)
    assert "Title: “wage theft” should be:" in shown.content.decode()
    version = page.get_latest_revision_as_object()
    warned = [warning for warning in version.publishing_warnings() if warning.code == "glossary"]
    assert [(one.field, one.level) for one in warned] == [("title", "warn")]
    assert not version.publishing_errors()
    approver.post(decide, {"decision": "approve", "seen": shown.context["seen"]})
    page.refresh_from_db()
    assert page.title == "Hurto de sueldo"


class TestInTheAdmin:
    LIST, ADD = "/admin/snippets/portal/glossaryterm/", "/admin/snippets/portal/glossaryterm/add/"

    @pytest.mark.parametrize(
        ("name", "reads", "writes"),
        [
            ("translator", True, True),
            ("coordinator", True, True),
            ("editor", True, False),
            ("approver", True, False),
        ],
    )
    def test_translators_and_coordinators_write_it_others_read_it(self, signed_in, name, reads, writes):
        client = signed_in(name)
        assert (client.get(self.LIST).status_code == 200) == reads
        assert (client.get(self.ADD).status_code == 200) == writes

    def test_what_is_written_holds_at_once(self, signed_in):
        assert found("A safe house", "Un refugio") == []
        data = {"term": "safe house", "language": "es", "translations": "casa segura", "note": ""}
        assert signed_in("translator").post(self.ADD, data).status_code == 302
        assert found("A safe house", "Un refugio") == ["safe house"]
        GlossaryTerm.objects.get(term="safe house").delete()
        assert found("A safe house", "Un refugio") == []

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            ({"term": "x", "language": "es", "translations": ""}, "Write how it is translated"),
            ({"term": "x", "language": "", "translations": "y"}, "Choose the language"),
            (
                {"term": "x", "language": "", "translations": "y", "never_translate": "on"},
                "has no translation",
            ),
            ({"term": "Wage theft", "language": "es", "translations": "y"}, None),
            (
                {"term": "wage theft", "language": "es", "translations": "y"},
                "already has this word in this language",
            ),
        ],
    )
    def test_an_entry_that_asks_for_nothing_is_refused(self, signed_in, data, sentence):
        answer = signed_in("translator").post(self.ADD, data)
        assert answer.status_code == (302 if sentence is None else 200)
        if sentence:
            assert sentence in answer.content.decode()


def test_only_the_glossary_of_the_language_counts():
    assert Locale.objects.filter(language_code="en").exists()
    assert glossary.entries("en") == [entry for entry in glossary.entries("en") if entry.never_translate]
