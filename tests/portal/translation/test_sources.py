"""Translations part by part: adopted from what is there, marked where the original changed, and nothing else."""

import json

import pytest
from django.core.management import call_command
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from home.models import InformationPage
from portal.models import HelpLine, OfficeIdentity, TaxonomyTerm
from portal.translation import existing_translations
from portal.translation.progress import progress
from portal.workflow.content import BOOKKEEPING, plain
from tests.live import published

pytestmark = pytest.mark.django_db

# Which the hub keeps in each language by itself, or which the original alone decides.
NOT_WORDS = {*BOOKKEEPING, "related_pages", "show_in_menus"}


@pytest.fixture
def page(db):
    return InformationPage.objects.get(locale__language_code="en", slug="grievance-procedure")


def spanish_of(record):
    return record.get_translation(Locale.objects.get(language_code="es"))


def translation_of(record):
    return Translation.objects.get(
        source__object_id=record.translation_key, target_locale__language_code="es"
    )


def words_of(record):
    data = record.serializable_data() if hasattr(record, "serializable_data") else record.__dict__
    return {name: value for name, value in plain(data).items() if name not in NOT_WORDS}


def left(record):
    translation = translation_of(record)
    return progress(Translation.objects.filter(pk=translation.pk))[translation.pk]


def test_every_translation_of_the_demonstration_is_worked_on_part_by_part():
    assert not list(existing_translations.not_imported())
    for translation in Translation.objects.all():
        parts, without = progress(Translation.objects.filter(pk=translation.pk))[translation.pk]
        assert (parts, parts - without) == translation.get_progress(), translation


@pytest.mark.parametrize("model", [InformationPage, HelpLine])
def test_what_would_be_saved_is_what_the_public_reads(model):
    """The round trip of every such Spanish record: its parts, put together again, are the record."""
    for record in model.objects.filter(locale__language_code="es", live=True):
        translation = translation_of(record)
        again = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
        assert words_of(again) == words_of(record), record


def test_a_change_of_the_original_marks_its_part_and_no_other(page, client):
    spanish = spanish_of(page)
    before, url = words_of(spanish), spanish.url
    shown = client.get(url).content
    parts, without = left(page)
    assert parts > 5 and without == 0
    page.summary = "Whom to tell, and by when you hear from us."
    published(page)
    assert left(page) == (parts, 1)
    segment = translation_of(page).source.stringsegment_set.annotate_translation(spanish.locale)
    assert segment.get(translation=None).context.path == "summary"
    assert words_of(spanish_of(page)) == before and client.get(url).content == shown


def test_a_block_that_was_added_is_one_more_part(page):
    parts, _without = left(page)
    page.body.append(("heading", {"text": "One thing more", "level": "2"}))
    published(page)
    assert left(page) == (parts + 1, 1)


def test_a_draft_of_the_original_marks_nothing(page):
    page.summary = "Not yet."
    page.save_revision()
    assert left(page)[1] == 0


def test_a_help_line_and_a_word_of_a_list_are_marked_too():
    line = HelpLine.objects.get(locale__language_code="en", name="Day One")
    line.hours = "Every hour of the year"
    published(line)
    assert left(line)[1] == 1
    term = TaxonomyTerm.objects.get(locale__language_code="en", slug="shelter", kind="service")
    before, name = left(term)[1], spanish_of(term).name
    term.name = "Shelters"
    published(term)
    assert left(term)[1] == before + 1 and spanish_of(term).name == name


def test_the_city_keeps_its_numbers_in_every_language_with_the_own_one_first(client):
    office = OfficeIdentity.objects.get(locale__language_code="es")
    translation = translation_of(office)
    translation.save_target(publish=False)
    draft = OfficeIdentity.objects.get(pk=office.pk).get_latest_revision_as_object()
    assert {phone.number for phone in draft.phones.all()} == {phone.number for phone in office.phones.all()}
    assert {phone.label for phone in draft.phones.all()} == {"Información de la Ciudad"}
    html = client.get("/es/contact/").content.decode()
    main = html[html.index("<main") :]
    assert main.index("612-673-2700") < main.index("612-673-3500")


class TestMadeByHand:
    """Translations that were made before there were records: by copying a page and writing over it."""

    @pytest.fixture
    def pair(self, page):
        """Two blocks and a link in both, and one more block in the Spanish page. Numbers of blocks differ."""
        home = page.get_parent()
        target = Page.objects.get(slug="get-help", locale=page.locale)
        original = InformationPage(
            title="Hours", slug="hours", summary="When we answer.", locale=page.locale, live=False
        )
        home.add_child(instance=original)
        original.body = [
            (
                "paragraph",
                f'<p>Call <a linktype="page" id="{target.pk}">a line</a> or <a href="https://one.example/">one</a>.</p>',
            ),
            ("heading", {"text": "Weekdays", "level": "2"}),
        ]
        published(original)
        spanish = InformationPage.objects.get(pk=original.pk).copy_for_translation(
            Locale.objects.get(language_code="es")
        )
        own = spanish_of(target)
        spanish.title, spanish.summary = "Horario", "Cuándo respondemos."
        spanish.body = [
            (
                "paragraph",
                f'<p><a href="https://one.example/es/">Una</a>, o llame a <a linktype="page" id="{own.pk}">una línea</a>.</p>',
            ),
            ("heading", {"text": "Entre semana", "level": "2"}),
        ]
        published(spanish)
        return original, spanish

    def test_they_are_adopted_with_their_links_and_stay_as_they_are(self, pair, client, capsys):
        original, spanish = pair
        before, shown = words_of(spanish), client.get(spanish.url).content
        call_command("adopt_translations")
        assert "1 translations were adopted, with 4 of 4 parts." in capsys.readouterr().out
        spanish.refresh_from_db()
        assert words_of(spanish) == before and client.get(spanish.url).content == shown
        translation = translation_of(original)
        again = translation.source.get_ephemeral_translated_instance(translation.target_locale)
        assert words_of(again) == before
        assert [block.id for block in again.body] == [
            block.id for block in InformationPage.objects.get(pk=spanish.pk).body
        ]
        made = StringTranslation.objects.filter(context__object_id=original.translation_key)
        assert {one.translation_type for one in made} == {"manual"}
        # The row still says what was approved.
        InformationPage.objects.get(pk=spanish.pk).save()

    def test_what_does_not_match_is_named_and_left_to_be_translated(self, pair, capsys):
        original, spanish = pair
        spanish.body.append(("heading", {"text": "Fin de semana", "level": "2"}))
        published(spanish)
        call_command("adopt_translations")
        said = capsys.readouterr().out
        assert "Horario" in said and "2 of 4 parts could not be matched: body." in said
        assert left(original) == (4, 2)

    def test_adopting_twice_changes_nothing(self, pair):
        original, spanish = pair
        first = existing_translations.import_translation(original, spanish, tool="")
        source = TranslationSource.objects.get(object_id=original.translation_key)
        numbers = set(source.stringsegment_set.values_list("pk", flat=True))
        assert existing_translations.import_translation(original, spanish, tool="") == first
        assert set(source.stringsegment_set.values_list("pk", flat=True)) == numbers


def test_parts_are_cut_as_wagtail_localize_cuts_them(page):
    """The fast way and wagtail-localize's own: the same parts, in the same order."""
    from wagtail_localize.segments.extract import extract_segments

    source = TranslationSource.objects.get(object_id=page.translation_key)
    values = [value for value in extract_segments(source.as_instance()) if hasattr(value, "string")]
    kept = source.stringsegment_set.order_by("order").select_related("context", "string")
    assert [(one.context.path, one.string.data, one.order, json.loads(one.attrs)) for one in kept] == [
        (value.path, value.string.data, value.order, value.attrs) for value in values
    ]
    assert all(one.context.field_path for one in kept)
