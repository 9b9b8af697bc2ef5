"""Words that a native speaker has to decide about: the person who signs a language is told of them, until they are decided."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from portal.core import catalogs
from portal.review.admin import sign_address
from portal.translation import questions
from portal.translation.questions import Question, open_questions, questions_about

pytestmark = pytest.mark.django_db
LANGUAGES = ["es", "so", "hmn"]
LIST = "/admin/reports/hub/questions/"


def asked(language):
    """The open questions of a language, by what they are about."""
    return {found.question.text: found for found in open_questions([language])}


@pytest.fixture
def ask(monkeypatch):
    """Replaces all questions by one about a language."""

    def one(language, *now, messages=()):
        question = Question(language, "the text", now, "the proposal", "the reason", messages)
        monkeypatch.setattr(questions, "questions", lambda code: (question,) if code == language else ())

    return one


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_question_is_about_words_that_a_text_has_and_says_what_to_choose_and_why(language):
    every = questions.questions(language)
    assert every and set(asked(language)) == {question.text for question in every}
    for question in every:
        assert question.words and question.proposed.strip() and question.why.strip().endswith((".", "?"))


@pytest.mark.parametrize("language", ["so", "hmn"])
def test_the_words_for_leaving_come_first(language):
    first = [found.question.text for found in open_questions([language])][:5]
    assert first[0] == "Leave this site" and first[4].startswith("Stay safe online")


def test_a_translator_sees_them_on_the_dashboard_and_reads_each_with_its_proposal_and_reason(signed_in):
    client = signed_in("translator")
    home = BeautifulSoup(client.get("/admin/").content, "html.parser")
    (link,) = [a for a in home.select("#dashboard a") if "questions about words" in a.get_text()]
    count = int(link.select_one(".dashboard__number").get_text())
    assert count == len(open_questions(LANGUAGES)) > 20
    shown = BeautifulSoup(client.get(link["href"]).content, "html.parser")
    rows = shown.select(".hub-report tbody tr")
    assert len(rows) == count
    row = next(row for row in rows if "advocate" in row.get_text() and "Hmong" in row.get_text())
    for words in ("pab sawv cev", "tus neeg pab tawm suab", "is a representative", "unsigned text"):
        assert words in row.get_text()
    # A screen reader says each in its language.
    assert {cell["lang"] for cell in row.select("[lang]")} == {"en", "hmn"}
    # The exit is in English until it is signed.
    leave = next(row for row in rows if row.get_text(" ", strip=True).startswith("Original Leave this site"))
    assert [cell["lang"] for cell in leave.select("[lang]")] == ["en", "en", "so", "en"]
    only = client.get(f"{LIST}?locale=so").content.decode()
    assert "taakuleeye" in only and "pab sawv cev" not in only


def test_each_question_leads_to_the_texts_that_have_the_words(signed_in):
    client = signed_in("translator")
    shown = BeautifulSoup(client.get(f"{LIST}?locale=hmn").content, "html.parser")
    rows = shown.select(".hub-report tbody tr")
    page = Page.objects.get(locale__language_code="hmn", slug="labor-trafficking")
    row = next(row for row in rows if row.get_text(" ", strip=True).startswith("Original advocate"))
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    link = row.select_one(f'a[href="{editor}"]')
    assert link.get_text() == page.title
    assert len(row.select("li a")) == asked("hmn")["advocate, advocacy"].records
    opened = client.get(editor)
    assert opened.status_code == 200 and "wagtail-localize" in opened.content.decode()
    # Help lines are other records than pages.
    addresses = {a["href"] for a in shown.select(".hub-report tbody li a")}
    assert any("/snippets/portal/helpline/edit/" in address for address in addresses)
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_a_button_or_message_says_in_which_file_it_is_changed(signed_in):
    shown = BeautifulSoup(signed_in("translator").get(f"{LIST}?locale=so").content, "html.parser")
    rows = shown.select(".hub-report tbody tr")
    row = next(row for row in rows if row.get_text(" ", strip=True).startswith("Original Leave this site"))
    *_texts, item = row.select("li")
    assert item.get_text() == (
        "“Leave this site” is a button or message, which cannot be changed in the admin. Send your decision to whoever maintains the site (portal/locale/so/LC_MESSAGES/django.po)."
    )
    # Nowhere does a question stand without a place.
    assert all(row.select("li") for row in rows)


def test_the_questions_on_the_dashboard_and_above_the_signature_lead_to_the_editor(signed_in):
    client = signed_in("translator")
    home = BeautifulSoup(client.get("/admin/").content, "html.parser")
    (heading,) = [a for a in home.select("#dashboard a") if "questions about words" in a.get_text()]
    links = {a["href"] for a in heading.find_parent("li").select("li a")}
    assert links and all(client.get(address).status_code == 200 for address in links)
    page = Page.objects.get(locale__language_code="hmn", slug="labor-trafficking").specific
    above = client.get(sign_address(page)).content.decode().partition("Your signature</h2>")[0]
    section = above.partition('aria-labelledby="questions"')[2]
    editor = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert section.count(f'<a href="{editor}">Change the words in the editor') == len(questions_about(page))


def test_only_the_own_languages_are_asked_and_nobody_else_is(signed_in):
    get_user_model().objects.filter(email="translator@example.org").update(approves_in=["so"])
    client = signed_in("translator")
    assert "taakuleeye" in (own := client.get(f"{LIST}?mine=on").content.decode())
    assert "pab sawv cev" not in own
    get_user_model().objects.filter(email="translator@example.org").update(approves_in=[])
    assert "questions about words to decide" not in client.get("/admin/").content.decode()
    for who in ("editor", "coordinator"):
        assert "questions about words to decide" not in signed_in(who).get("/admin/").content.decode()


def test_who_signs_a_page_reads_the_questions_about_its_words_above_the_signature(signed_in):
    page = Page.objects.get(locale__language_code="hmn", slug="labor-trafficking").specific
    html = signed_in("translator").get(sign_address(page)).content.decode()
    above, _, below = html.partition("Your signature</h2>")
    assert "Open questions about these words" in above and "tus neeg pab tawm suab (advocate)" in above
    assert 'name="read"' in below and "kev muag neeg (human trafficking)" in above
    # Not those about other texts.
    assert "Hoob kas City Coordinator" not in above
    assert {question.text for question in questions_about(page)} >= {
        "human trafficking",
        "advocate, advocacy",
    }


def test_other_words_settle_a_question(ask, signed_in):
    ask("es", "robo de salario")
    assert asked("es")["the text"].records > 1
    texts = StringTranslation.objects.filter(locale__language_code="es", data__icontains="robo de salario")
    for text in texts:
        text.data = text.data.replace("obo de salario", "obo de sueldo")
    StringTranslation.objects.bulk_update(texts, ["data"])
    assert asked("es") == {}


def test_a_part_of_a_word_is_not_the_word(ask):
    ask("es", "robo de salar")
    assert asked("es") == {}


def test_a_signature_settles_a_question(ask):
    ask("es", "Se obliga a una persona a trabajar mediante la fuerza")
    assert asked("es")["the text"].records == 1
    page = Page.objects.get(locale__language_code="es", slug="labor-trafficking").specific
    type(page).objects.filter(pk=page.pk).update(translation_signed_on="2026-11-30")
    assert asked("es") == {}


def test_a_message_of_the_interface_is_asked_about_until_its_catalog_is_signed(ask, monkeypatch):
    ask("so", "Dariiqa badda", messages=["Breadcrumb"])
    assert asked("so") == {}
    ask("so", "Dariiqa bogga", messages=["Breadcrumb"])
    found = asked("so")["the text"]
    assert found.in_interface and "buttons and messages" in found.where
    monkeypatch.setattr(catalogs, "is_signed", lambda _language: True)
    assert asked("so") == {}


def test_a_language_without_a_list_has_no_questions():
    assert open_questions(["fr"]) == [] and open_questions([]) == []
    assert reverse("hub_reports:questions") == LIST
