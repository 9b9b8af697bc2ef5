"""Who signs a translation, what a signature is worth, and how it ends."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, Workflow
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from portal.models import HelpLine
from portal.review.admin import sign_address
from portal.signoff import services as signoff
from portal.workflow import approvals
from tests.home.edit_form import posted
from tests.live import fresh, published

pytestmark = pytest.mark.django_db

DRAFT, SIGNED = 'class="translation-draft"', "translation-signed"


@pytest.fixture
def page():
    """A page of the demonstration in Spanish, drafted by a machine."""
    return Page.objects.get(locale__language_code="es", slug="wage-theft").specific


@pytest.fixture
def line():
    return HelpLine.objects.get(locale__language_code="es", name="Day One")


@pytest.fixture
def in_a_form(page):
    """The page is edited in Wagtail's own form, as where the work part by part was stopped."""
    Translation.objects.filter(source__object_id=page.translation_key).update(enabled=False)


def newest(record):
    return fresh(record).get_latest_revision_as_object()


def signs(client, record, **changes):
    address = sign_address(record)
    seen = client.get(address).context["seen"]
    return client.post(address, {"read": "on", "seen": seen, **changes})


def decides(client, record, decision="approve", **more):
    address = reverse("decide", args=[fresh(record).current_workflow_task_state.pk])
    return client.post(address, {"decision": decision, "seen": client.get(address).context["seen"], **more})


def signed(record, account):
    """A record with a signature that is public."""
    signoff.sign(record, account("translator"), approvals.revision_token(approvals.newest(record)))
    state = fresh(record).current_workflow_task_state
    state.task.specific.on_action(state, account("approver"), "approve", called=True)
    return fresh(record)


def test_a_translator_signs_another_reader_approves_and_readers_see_the_day(signed_in, account, client, page):
    translator = signed_in("translator")
    editor = f"/admin/pages/{page.pk}/edit/"
    assert sign_address(page) in translator.get(editor).content.decode()
    assert signs(translator, page).status_code == 302
    # A signature is a draft: the public is told as before.
    assert DRAFT in client.get(page.url).content.decode() and fresh(page).translation_draft
    assert fresh(page).workflow_in_progress
    # The signer has made the last change.
    assert not approvals.may_approve(account("translator"), fresh(page))
    approver = signed_in("approver")
    decide = reverse("decide", args=[fresh(page).current_workflow_task_state.pk])
    assert "The signature is new." in approver.get(decide).content.decode()
    decides(approver, page)
    approver.logout()
    shown = client.get(page.url).content.decode()
    assert DRAFT not in shown and SIGNED in shown
    assert str(timezone.localdate().year) in shown.partition(SIGNED)[2][:150]
    assert account("translator").get_full_name() not in shown and "translator@" not in shown
    record = fresh(page)
    assert (record.translation_draft, record.translation_signed_by) == (False, account("translator"))
    assert record.translation_signed_on == timezone.localdate()


def test_a_help_line_is_signed_in_the_same_way(signed_in, account, line):
    translator = signed_in("translator")
    editor = reverse(HelpLine.snippet_viewset.get_url_name("edit"), args=[line.pk])
    assert sign_address(line) in translator.get(editor).content.decode()
    signs(translator, line)
    assert fresh(line).translation_signed_on is None
    decides(signed_in("approver"), line, called="on")
    assert fresh(line).translation_signed_on == timezone.localdate()


def test_who_approves_without_having_signed_is_offered_it_and_then_another_one_approves(
    signed_in, account, page
):
    page.summary = "Otras palabras."
    page.save_revision(user=account("editor"))
    page.get_workflow().start(fresh(page), account("editor"))
    approver = signed_in("approver")
    decide = reverse("decide", args=[fresh(page).current_workflow_task_state.pk])
    assert sign_address(page) in approver.get(decide).content.decode()
    signs(approver, page)
    assert fresh(page).workflow_in_progress
    decides(approver, page)
    assert fresh(page).translation_signed_on is None
    decides(signed_in("approver2"), page)
    assert fresh(page).translation_signed_by == account("approver")


def test_the_translation_is_read_beside_its_original_without_marks(signed_in, page):
    table = signed_in("translator").get(sign_address(page)).content.decode().partition("<table")[2]
    english = page.get_translation(Locale.get_default())
    assert english.summary in table and page.summary in table and 'lang="es"' in table
    # What stands in a stream, too: every place of the one beside that of the other.
    assert "<ins>" not in table and "New:" not in table and "Removed:" not in table
    assert ">–<" not in table


@pytest.mark.parametrize("name", ["editor", "translator"])
def test_who_does_not_read_the_language_signs_nothing(signed_in, account, page, name):
    person = account(name)
    person.approves_in = ["so"] if name == "translator" else ["es"]
    person.save()
    client = signed_in(name)
    assert "translations/" + sign_address(page).partition("translations/")[2] not in (
        client.get(f"/admin/pages/{page.pk}/edit/", follow=True).content.decode()
    )
    for answer in (
        client.get(sign_address(page)),
        client.post(
            sign_address(page), {"read": "on", "seen": approvals.revision_token(approvals.newest(page))}
        ),
    ):
        assert answer.status_code in (302, 403)
    assert newest(page).translation_signed_on is None and not fresh(page).workflow_in_progress


def test_it_is_signed_only_by_who_says_to_have_read_this_very_version(signed_in, account, page):
    client = signed_in("translator")
    assert signs(client, page, read="").status_code == 422
    seen = client.get(sign_address(page)).context["seen"]
    changed = fresh(page)
    changed.summary = "Otras palabras."
    changed.save_revision(user=account("editor"))
    assert client.post(sign_address(page), {"read": "on", "seen": seen}).status_code == 422
    assert newest(page).translation_signed_on is None


def test_without_a_review_a_signature_is_refused_with_a_sentence(signed_in, page):
    Workflow.objects.update(active=False)
    answer = signs(signed_in("translator"), page)
    assert answer.status_code == 422 and "This site has no review process yet." in answer.content.decode()
    assert newest(page).translation_signed_on is None


def test_the_original_is_not_signed(signed_in, page):
    english = page.get_translation(Locale.get_default())
    assert signed_in("translator").get(sign_address(english)).status_code == 404


@pytest.mark.parametrize("name", ["editor", "approver"])
def test_no_form_takes_the_mark_away_or_signs(signed_in, account, page, in_a_form, name):
    data = posted(
        page,
        account(name),
        summary="Otras palabras.",
        translation_draft="",
        translation_signed_on="2026-01-01",
        translation_signed_by=str(account(name).pk),
    )
    signed_in(name).post(f"/admin/pages/{page.pk}/edit/", data)
    version = newest(page)
    assert version.summary == "Otras palabras."
    assert version.translation_draft
    assert (version.translation_signed_by, version.translation_signed_on) == (None, None)


def test_code_that_writes_a_signature_past_the_act_writes_none(account, page):
    page.translation_draft, page.translation_signed_on = False, timezone.localdate()
    page.translation_signed_by = account("approver")
    page.save_revision(user=account("approver"))
    assert newest(page).translation_draft and newest(page).translation_signed_on is None


def test_the_editor_of_translations_keeps_the_mark_of_a_machine(account, page):
    """wagtail-localize copies what is not text from the original, which is no draft."""
    source, _made = TranslationSource.get_or_create_from_instance(page.get_translation(Locale.get_default()))
    translation, _made = Translation.objects.get_or_create(source=source, target_locale=page.locale)
    segment = source.stringsegment_set.get(context__path="title")
    StringTranslation.objects.update_or_create(
        translation_of=segment.string,
        context=segment.context,
        locale=page.locale,
        defaults={"data": "Otro título"},
    )
    translation.save_target(user=account("translator"), publish=False)
    assert newest(page).title == "Otro título" and newest(page).translation_draft


@pytest.mark.parametrize(("name", "kept"), [("editor", False), ("approver", True)])
def test_other_words_keep_the_signature_only_of_who_could_sign_them(client, account, page, name, kept):
    page = signed(page, account)
    page.summary = "Otras palabras."
    page.save_revision(user=account(name))
    version = newest(page)
    assert (version.translation_signed_on is not None) == kept
    # The machine's mark does not come back, and the public reads what was signed until the change is approved.
    assert not version.translation_draft
    assert SIGNED in client.get(page.url).content.decode()


def test_a_date_of_review_is_no_word_of_the_translation(account, page):
    page = signed(page, account)
    page.last_reviewed = datetime.date(2026, 1, 2)
    page.save_revision(user=account("editor"))
    assert newest(page).translation_signed_on is not None


def test_an_older_version_that_is_taken_up_again_loses_the_signature(account, page):
    older = approvals.newest(page).as_object()
    page = signed(page, account)
    page.summary = "Otras palabras."
    published(page, user=account("approver"))
    assert fresh(page).translation_signed_on is not None
    older.save_revision(user=account("editor"))
    assert newest(page).translation_signed_on is None


def test_a_new_number_is_carried_into_a_translation_that_stays_signed(account, line):
    line = signed(line, account)
    english = line.get_translation(Locale.get_default())
    english.phone, english.phone_display = "+18005550100", "1-800-555-0100"
    english.save_revision(user=account("editor"))
    english.get_workflow().start(fresh(english), account("editor"))
    state = fresh(english).current_workflow_task_state
    state.task.specific.on_action(state, account("approver"), "approve", called=True)
    line = fresh(line)
    assert line.phone == "+18005550100" and line.translation_signed_on is not None


def test_the_editor_says_how_it_stands_with_a_translation(signed_in, account, page, in_a_form):
    client, address = signed_in("approver"), f"/admin/pages/{page.pk}/edit/"
    assert "A machine drafted this translation" in client.get(address).content.decode()
    signed(page, account)
    assert "Signed by Tali Translator" in client.get(address).content.decode()
    english = page.get_translation(Locale.get_default())
    assert "No person has signed" not in client.get(f"/admin/pages/{english.pk}/edit/").content.decode()
