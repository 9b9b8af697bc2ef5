"""The work on a translation: asked for, written, sent, decided; for each kind of record, with the least account."""

import pytest
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from home.models import InformationPage, ResourcePage
from partners.models import EventPage, OrganisationPage, ServicePage
from portal.models import Alert, HelpLine, OfficeIdentity, TaxonomyTerm
from portal.reports.translations import missing, outdated
from portal.review.admin import sign_address
from tests.home.edit_form import posted
from tests.live import published

pytestmark = pytest.mark.django_db

HMONG = "hmn"


def english(model, **which):
    return model.objects.filter(locale__language_code="en", **which).first()


def new_page():
    home = Page.objects.get(depth=2, locale__language_code="en").specific
    page = InformationPage(
        title="Opening hours", slug="hours", summary="When.", locale=home.locale, live=False
    )
    home.add_child(instance=page)
    return published(page)


def new_alert():
    return published(
        Alert(title="The office is closed", text="<p>Until Monday.</p>", locale=Locale.get_default())
    )


def not_translated(model, **which):
    """A public English record; what there is of it in Hmong goes."""
    record = english(model, live=True, **which)
    if isinstance(record, Page):
        above = record.get_parent()
        locale = Locale.objects.get(language_code=HMONG)
        missing_above = []
        while not above.get_translations().filter(locale=locale).exists():
            missing_above.append(above)
            above = above.get_parent()
        for parent in reversed(missing_above):
            published(type(parent.specific).objects.get(pk=parent.pk).copy_for_translation(locale))
    for other in record.get_translations().filter(locale__language_code=HMONG):
        other.delete()
    return type(record).objects.get(pk=record.pk)


# The kind, how a record of it is found, the path of one part, and who asks for its translation.
KINDS = {
    "page": (new_page, "title", "editor"),
    "resource": (lambda: not_translated(ResourcePage), "title", "editor"),
    "organisation": (lambda: not_translated(OrganisationPage), "summary", "editor"),
    "service": (lambda: not_translated(ServicePage), "title", "editor"),
    "event": (lambda: not_translated(EventPage), "title", "editor"),
    "help line": (lambda: not_translated(HelpLine, name="Day One"), "hours", "editor"),
    "alert": (new_alert, "title", "editor"),
    "office": (lambda: not_translated(OfficeIdentity), "office_name", "editor"),
    "word of a list": (lambda: not_translated(TaxonomyTerm, slug="shelter"), "name", "coordinator"),
}


def submit_address(record):
    if isinstance(record, Page):
        return reverse("wagtail_localize:submit_page_translation", args=[record.pk])
    meta = record._meta
    return reverse(
        "wagtail_localize:submit_snippet_translation", args=[meta.app_label, meta.model_name, record.pk]
    )


def edit_address(record):
    if isinstance(record, Page):
        return reverse("wagtailadmin_pages:edit", args=[record.pk])
    return reverse(type(record).snippet_viewset.get_url_name("edit"), args=[record.pk])


def list_address(record):
    if isinstance(record, Page):
        return edit_address(record)
    return reverse(type(record).snippet_viewset.get_url_name("list"))


def submitted(client, record):
    hmong = Locale.objects.get(language_code=HMONG)
    answer = client.post(submit_address(record), {"locales": [hmong.pk]})
    assert answer.status_code == 302, answer.content.decode()
    return record.get_translation(hmong), Translation.objects.get(
        source__object_id=record.translation_key, target_locale=hmong
    )


def write(client, translation, path, text):
    segment = StringSegment.objects.get(source=translation.source, context__path=path)
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    return client.put(address, f"value={text}", content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_asked_for_written_sent_and_approved(kind, signed_in, account):
    find, path, asks = KINDS[kind]
    record = find()
    asker = signed_in(asks)
    if not isinstance(record, EventPage):
        shown = asker.get(list_address(record), {"kind": "service"} if kind == "word of a list" else {})
        assert submit_address(record) in shown.content.decode()
    assert asker.get(submit_address(record)).status_code == 200
    target, translation = submitted(asker, record)
    assert not getattr(target, "live", False)

    translator = signed_in("translator")
    editor = translator.get(edit_address(target))
    assert editor.status_code == 200 and "translation-editor" in editor.content.decode()
    assert write(translator, translation, path, "Lo+lus+Hmoob").status_code in (200, 201)
    send = reverse("send_translation", args=[translation.pk])
    assert send in translator.get(edit_address(target)).content.decode()
    translator.post(send)
    target = type(target).objects.get(pk=target.pk)
    assert target.workflow_in_progress and not target.live

    approver = account("approver")
    approver.approves_in = []
    approver.save()
    client = signed_in("approver")
    decide = reverse("decide", args=[target.current_workflow_task_state.pk])
    shown = client.get(decide)
    decision = {"decision": "approve", "seen": shown.context["seen"], "called": "on"}
    assert "Someone who reads" in client.post(decide, decision).content.decode()
    assert not type(target).objects.get(pk=target.pk).live
    approver.approves_in = [HMONG]
    approver.save()
    assert client.post(decide, decision).status_code == 302
    target = type(target).objects.get(pk=target.pk)
    assert target.live and getattr(target, path) == "Lo lus Hmoob"


class TestAskingFor:
    def test_who_may_not_neither_sees_nor_reaches_it(self, signed_in):
        page = new_page()
        approver = signed_in("approver")
        assert submit_address(page) not in approver.get(edit_address(page)).content.decode()
        assert approver.post(submit_address(page), {"locales": []}).status_code == 302
        term = english(TaxonomyTerm, slug="shelter")
        assert (
            signed_in("editor").get(submit_address(term)).status_code == 302
        )  # Words are the coordinators' work.

    def test_what_is_not_public_or_stands_below_what_is_not_translated_is_refused_with_a_sentence(
        self, signed_in
    ):
        client, page = signed_in("editor"), new_page()
        below = InformationPage(title="Below", slug="below", summary="S.", locale=page.locale, live=False)
        page.add_child(instance=below)
        hmong = Locale.objects.get(language_code=HMONG)
        answer = client.post(submit_address(below), {"locales": [hmong.pk]})
        assert "Nobody has approved this yet." in answer.content.decode()
        published(below)
        answer = client.post(submit_address(below), {"locales": [hmong.pk]})
        assert "Translate the page above it first, “Opening hours”, into: Hmong." in answer.content.decode()
        assert not Page.objects.filter(translation_key=below.translation_key, locale=hmong).exists()
        submitted(client, page)
        submitted(client, below)


class TestTheRoundTrip:
    """English changed, out of date shown, updated, approved, live; rejected, and it stays as it was."""

    @pytest.fixture
    def page(self):
        page = english(InformationPage, slug="grievance-procedure")
        page.summary = "Whom to tell."
        return published(page)

    @pytest.fixture
    def spanish(self, page):
        return page.get_translation(Locale.objects.get(language_code="es"))

    @pytest.fixture
    def sent(self, page, spanish, signed_in):
        translation = Translation.objects.get(
            source__object_id=page.translation_key, target_locale=spanish.locale
        )
        client = signed_in("translator")
        write(client, translation, "summary", "A+quién+decirlo.")
        client.post(reverse("send_translation", args=[translation.pk]))
        return InformationPage.objects.get(pk=spanish.pk)

    def row(self, client):
        html = client.get("/admin/reports/hub/translations/?locale=es").content.decode()
        return html

    def test_it_is_listed_with_its_parts_and_on_the_dashboard_of_the_translator(
        self, page, spanish, signed_in
    ):
        client = signed_in("translator")
        html = client.get("/admin/reports/hub/translations/?locale=es").content.decode()
        assert spanish.title in html and "1 of " in html and edit_address(spanish) in html
        assert edit_address(spanish) in client.get("/admin/").content.decode()

    def test_approved_it_is_live_and_no_longer_out_of_date(self, spanish, sent, signed_in):
        assert sent.summary == spanish.summary
        client = signed_in("approver")
        decide = reverse("decide", args=[sent.current_workflow_task_state.pk])
        seen = client.get(decide).context["seen"]
        client.post(decide, {"decision": "approve", "seen": seen})
        now = InformationPage.objects.get(pk=spanish.pk)
        assert now.summary == "A quién decirlo." and now.title == spanish.title
        assert not [row for row in outdated("es") if row.key == str(now.translation_key)]

    @pytest.mark.parametrize("decision", ["reject", "decline"])
    def test_rejected_it_stays_as_it_was(self, spanish, sent, signed_in, client, decision):
        before = client.get(spanish.url).content.decode()
        approver = signed_in("approver")
        decide = reverse("decide", args=[sent.current_workflow_task_state.pk])
        seen = approver.get(decide).context["seen"]
        approver.post(decide, {"decision": decision, "seen": seen, "comment": "Another word."})
        now = InformationPage.objects.get(pk=spanish.pk)
        assert now.summary == spanish.summary and now.live
        assert spanish.summary in before and spanish.summary in client.get(spanish.url).content.decode()
        assert [row for row in outdated("es") if row.key == str(now.translation_key)]


def test_it_is_kept_as_a_draft_and_signed_which_sends_it(signed_in, account, client):
    page = english(InformationPage, slug="grievance-procedure")
    spanish = page.get_translation(Locale.objects.get(language_code="es"))
    translation = Translation.objects.get(
        source__object_id=page.translation_key, target_locale=spanish.locale
    )
    translator = account("translator")
    translator.approves_in = ["es"]
    translator.save()
    person = signed_in("translator")
    write(person, translation, "summary", "A+quién+decirlo.")
    person.post(reverse("send_translation", args=[translation.pk]), {"keep": "on"})
    now = InformationPage.objects.get(pk=spanish.pk)
    assert not now.workflow_in_progress and now.summary == spanish.summary
    assert now.get_latest_revision_as_object().summary == "A quién decirlo."
    sign = sign_address(now)
    seen = person.get(sign).context["seen"]
    person.post(sign, {"read": "on", "seen": seen})
    now = InformationPage.objects.get(pk=spanish.pk)
    assert now.workflow_in_progress and now.get_latest_revision_as_object().translation_signed_on
    assert now.summary == spanish.summary and now.translation_signed_on is None


WORDS = "Palabras que nadie aprobó"


class TestNoPathAroundTheApproval:
    """https://github.com/wagtail/wagtail-localize/issues/655, and every other address of wagtail-localize."""

    @pytest.fixture
    def page(self):
        return english(InformationPage, slug="grievance-procedure")

    @pytest.fixture
    def spanish(self, page):
        return page.get_translation(Locale.objects.get(language_code="es"))

    @pytest.fixture
    def translation(self, page, spanish):
        translation = Translation.objects.get(
            source__object_id=page.translation_key, target_locale=spanish.locale
        )
        for path in ("title", "summary"):
            segment = StringSegment.objects.get(source=translation.source, context__path=path)
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                context=segment.context,
                locale=spanish.locale,
                defaults={"data": WORDS},
            )
        return translation

    def attempts(self, client, user, spanish, translation):
        edit = edit_address(spanish)
        localize = {
            name: reverse(f"wagtail_localize:{name}", args=[number])
            for name, number in (
                ("update_translations", translation.source_id),
                ("convert_to_alias", spanish.pk),
                ("stop_translation", translation.pk),
            )
        }
        yield "publish", lambda: client.post(edit, {"action": "publish"})
        yield "save", lambda: client.post(edit, {"action": "save"})
        yield "update", lambda: client.post(localize["update_translations"], {"publish_translations": "on"})
        yield "mirror it", lambda: client.post(localize["convert_to_alias"])
        yield "mirror it from the editor", lambda: client.post(edit, {"localize-convert-to-alias": "1"})
        yield "stop", lambda: client.post(localize["stop_translation"])
        yield (
            "publish by the plain editor",
            lambda: client.post(
                edit, posted(spanish, user, title=WORDS, summary=WORDS, **{"action-publish": "1"})
            ),
        )
        yield "restart", lambda: client.post(edit, {"localize-restart-translation": "1"})
        yield "publish after the restart", lambda: client.post(edit, {"action": "publish"})

    @pytest.mark.parametrize("name", ["translator", "coordinator", "approver"])
    def test_nothing_but_an_approval_changes_what_readers_see(
        self, name, spanish, translation, signed_in, account, client
    ):
        person = signed_in(name)
        for attempt, act in self.attempts(person, account(name), spanish, translation):
            assert act().status_code < 500, attempt
            now = InformationPage.objects.get(pk=spanish.pk)
            assert (now.title, now.summary, now.live) == (spanish.title, spanish.summary, True), attempt
            assert now.alias_of_id is None, attempt
        assert WORDS not in client.get(spanish.url).content.decode()

    def test_nobody_is_offered_to_mirror_a_page(self, spanish, translation, signed_in):
        person = signed_in("translator")
        assert "convert_to_alias" not in person.get(edit_address(spanish)).content.decode()
        address = reverse("wagtail_localize:convert_to_alias", args=[spanish.pk])
        said = person.post(address, follow=True).content.decode()
        assert "A page that mirrors another page cannot be approved by itself." in said
        person.post(reverse("wagtail_localize:stop_translation", args=[translation.pk]))
        assert "localize-convert-to-alias" not in person.get(edit_address(spanish)).content.decode()

    def test_saving_a_draft_changes_neither_title_nor_body(self, spanish, translation, account, client):
        before = client.get(spanish.url).content
        translation.save_target(user=account("translator"), publish=False)
        assert client.get(spanish.url).content == before
        assert InformationPage.objects.get(pk=spanish.pk).get_latest_revision_as_object().title == WORDS

    def test_an_override_that_is_deleted_changes_nothing_either(
        self, page, spanish, translation, signed_in, client
    ):
        before = client.get(spanish.url).content
        person = signed_in("translator")
        for segment in translation.source.overridablesegment_set.all():
            address = reverse("wagtail_localize:edit_override", args=[translation.pk, segment.pk])
            person.put(
                address, "value=https://other.example/", content_type="application/x-www-form-urlencoded"
            )
            person.delete(address)
        assert client.get(spanish.url).content == before


class TestMissing:
    def test_what_is_missing_is_listed_help_first_with_the_way_to_ask_for_it(self, signed_in):
        page = new_page()
        rows = missing(HMONG)
        assert [row.importance for row in rows] == sorted(row.importance for row in rows)
        assert page.title in [row.title for row in rows]
        html = (
            signed_in("editor")
            .get("/admin/reports/hub/translations/?what=missing&locale=hmn")
            .content.decode()
        )
        assert f"{submit_address(page)}?select_locale=hmn" in html
        submitted(signed_in("editor"), page)
        assert page.title not in [row.title for row in missing(HMONG)]

    def test_events_and_the_archive_are_not_missed(self):
        keys = {row.key for row in missing()}
        events = EventPage.objects.filter(live=True, locale__language_code="en")
        assert events.exists() and not keys & {str(event.translation_key) for event in events}
