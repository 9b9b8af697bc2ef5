"""The words of the lists in the admin: who changes them, what stays as it is, and what is never deleted."""

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.models import Locale

from portal.models import TaxonomyTerm
from portal.workflow import approvals
from portal.workflow.first_versions import approve_what_is_there
from tests.live import published
from tests.partners.factories import make_organisation, make_service

pytestmark = pytest.mark.django_db


def address(name, *args):
    return reverse(TaxonomyTerm.snippet_viewset.get_url_name(name), args=args)


@pytest.fixture
def word(db):
    return published(
        TaxonomyTerm(kind="service", slug="night-bus", name="Night bus", locale=Locale.get_default())
    )


def sent(term, **changes):
    fields = ("kind", "slug", "name", "description", "order")
    return {**{name: getattr(term, name) for name in fields}, **changes}


def messages_of(answer):
    return " ".join(str(message) for message in answer.context["messages"])


def test_a_coordinator_finds_words_by_list_language_and_text(signed_in, word):
    client = signed_in("coordinator")
    shown = client.get(address("list"), {"kind": "service", "locale": "en", "q": "night"}).content.decode()
    assert "Night bus" in shown
    assert "Night bus" not in client.get(address("list"), {"kind": "area"}).content.decode()
    assert "Night bus" not in client.get(address("list"), {"locale": "es"}).content.decode()


def test_the_words_stand_in_the_menu_of_the_office(signed_in):
    assert address("list") in signed_in("coordinator").get("/admin/").content.decode()


def decide(client, term):
    """Approve what waits."""
    term = TaxonomyTerm.objects.get(pk=term.pk)
    task = term.current_workflow_task_state
    client.post(reverse("decide", args=[task.pk]), {"decision": "approve"})


def test_a_coordinator_adds_a_word_which_readers_can_choose_when_it_is_approved_and_used(
    signed_in, client, committed
):
    answer = signed_in("coordinator").post(
        address("add"), {"kind": "area", "slug": "north-shore", "name": "North shore", "order": 5}
    )
    assert answer.status_code == 302
    term = TaxonomyTerm.objects.get(slug="north-shore")
    make_organisation("Boat Example", areas=[term])
    assert "North shore" not in client.get("/partners/").content.decode()
    sent_for_review = sent(term) | {"action-submit": "on"}
    signed_in("coordinator").post(address("edit", term.pk), sent_for_review)
    decide(signed_in("coordinator"), term)
    assert "North shore" not in client.get("/partners/").content.decode()
    with committed():
        decide(signed_in("approver"), term)
    assert "North shore (1)" in client.get("/partners/").content.decode()


def test_a_new_name_is_seen_once_another_person_approves_it_and_the_code_stays(
    signed_in, client, word, committed
):
    make_service(make_organisation("Bus Example"), categories=[word])
    assert "Night bus (1)" in client.get("/partners/").content.decode()
    changed = sent(word, name="Bus at night", slug="another", kind="area")
    with committed():
        for action in ("", "action-publish", "action-submit"):
            answer = signed_in("coordinator").post(
                address("edit", word.pk), changed | ({action: "on"} if action else {})
            )
            assert answer.status_code == 302
    assert "Night bus (1)" in client.get("/partners/").content.decode()
    with committed():
        decide(signed_in("approver"), word)
    word.refresh_from_db()
    assert (word.name, word.slug, word.kind) == ("Bus at night", "night-bus", "service")
    assert "Bus at night (1)" in client.get("/partners/?service=night-bus").content.decode()


@pytest.mark.parametrize("changed", [{"slug": "another"}, {"kind": "area"}])
def test_code_and_list_are_refused_a_change_by_code_too(word, changed):
    from django.core.exceptions import ValidationError

    for name, value in changed.items():
        setattr(word, name, value)
    with pytest.raises(ValidationError) as refused:
        word.full_clean()
    assert list(refused.value.message_dict) == list(changed)


def test_a_word_in_another_language_translates_one_in_the_first(signed_in):
    spanish = Locale.objects.get(language_code="es")
    answer = signed_in("coordinator").post(
        address("add") + "?locale=es", {"kind": "area", "slug": "norte", "name": "Norte", "order": 5}
    )
    assert answer.status_code == 200  # The form, with what is wrong.
    assert "first, then translate it" in answer.content.decode()
    assert not TaxonomyTerm.objects.filter(slug="norte", locale=spanish).exists()


def test_a_word_is_translated_and_readers_see_it_in_their_language(word, client, committed):
    make_service(make_organisation("Bus Example"), categories=[word])
    with committed():
        translation = word.copy_for_translation(Locale.objects.get(language_code="es"))
        translation.name = "Autobús nocturno"
        translation.full_clean()
        published(translation)
    assert "Autobús nocturno (1)" in client.get("/es/partners/").content.decode()


@pytest.mark.parametrize("name", ["editor", "translator", "approver"])
def test_only_a_coordinator_deletes_a_word(signed_in, word, name):
    signed_in(name).post(address("delete", word.pk))
    assert TaxonomyTerm.objects.filter(pk=word.pk).exists()


def test_a_word_that_nothing_uses_is_deleted(signed_in, word):
    assert signed_in("coordinator").post(address("delete", word.pk)).status_code == 302
    assert not TaxonomyTerm.objects.filter(pk=word.pk).exists()


def test_a_word_that_is_used_stays_and_the_pages_are_named(signed_in, word):
    make_service(make_organisation("Bus Example"), "Rides home", categories=[word])
    answer = signed_in("coordinator").post(address("delete", word.pk), follow=True)
    assert TaxonomyTerm.objects.filter(pk=word.pk).exists()
    assert "“Night bus” was not deleted" in messages_of(answer)
    assert "“Rides home”" in messages_of(answer)


def test_a_word_that_a_draft_uses_stays_too(signed_in, word):
    make_service(make_organisation("Bus Example"), "Rides home", live=False, categories=[word])
    signed_in("coordinator").post(address("delete", word.pk))
    assert TaxonomyTerm.objects.filter(pk=word.pk).exists()


def test_several_words_at_once_are_refused_when_one_is_used(signed_in, word):
    make_service(make_organisation("Bus Example"), categories=[word])
    free = published(TaxonomyTerm(kind="service", slug="x", name="X", locale=word.locale))
    where = reverse("wagtail_bulk_action", args=("portal", "taxonomyterm", "delete"))
    signed_in("coordinator").post(f"{where}?id={word.pk}&id={free.pk}&next=/admin/")
    assert TaxonomyTerm.objects.filter(pk__in=[word.pk, free.pk]).count() == 2


def test_code_cannot_delete_a_used_word_either(word):
    make_organisation("Area Example", areas=[word])
    with pytest.raises(ProtectedError), transaction.atomic():
        word.delete()
    with pytest.raises(ProtectedError), transaction.atomic():
        TaxonomyTerm.objects.filter(pk=word.pk).delete()


def test_a_word_that_was_taken_away_is_shown_nowhere_and_no_page_fails(signed_in, client, word, committed):
    make_service(make_organisation("Bus Example"), categories=[word])
    with committed():
        assert signed_in("approver").post(address("unpublish", word.pk)).status_code == 302
    for path in (
        "/partners/",
        "/partners/?service=night-bus",
        "/api/hsds/services",
        "/api/hsds/taxonomy_terms",
    ):
        answer = client.get(path)
        assert answer.status_code == 200 and "Night bus" not in answer.content.decode(), path


def test_words_from_before_stay_public_with_an_approval(client):
    before = client.get("/partners/").content
    TaxonomyTerm.objects.update(live_revision=None, latest_revision=None)
    approve_what_is_there(apps, "portal", "TaxonomyTerm", str)
    assert client.get("/partners/").content == before
    for term in TaxonomyTerm.objects.select_related("live_revision"):
        assert term.live and approvals.is_approved(term.live_revision_id)
        assert term.live_revision.as_object().name == term.name
    term.save()  # It says what was approved.
    term.name = "Another"
    with pytest.raises(approvals.NotApproved):
        term.save()


def test_pages_choose_among_the_words_of_the_first_language(signed_in):
    page = make_organisation("Choosing Example")
    shown = signed_in("editor").get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    offered = TaxonomyTerm.objects.filter(kind="area")
    for term in offered:
        expected = term.locale.language_code == "en"
        assert (f'name="areas" value="{term.pk}"' in shown) is expected, term


def test_organisations_and_events_are_reached_in_the_explorer(signed_in):
    page = make_organisation("Explored Example")
    client = signed_in("editor")
    where = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    assert "Explored Example" in client.get(where).content.decode()
