"""PO files: out and back without a loss; what is foreign, old or broken is refused with a sentence; nothing of it is public."""

import io
import zipfile

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from home.models import DefinitionPage, InformationPage
from portal.exceptions import ActionNotAllowed
from portal.models import HelpLine
from portal.translation import po_files
from tests.live import published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    """A reader's page in Spanish, in a test before, leaves its language behind in the thread."""
    with override("en"):
        yield


@pytest.fixture
def page(db):
    return DefinitionPage.objects.get(locale__language_code="en", slug="wage-theft")


def translation_of(record, code="es"):
    return Translation.objects.get(
        source__object_id=record.translation_key, target_locale__language_code=code
    )


def words(translation):
    return list(po_files._parts(translation).items())


def every_word_again(translation):
    """Forget all words of a translation."""
    StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale
    ).delete()


def changed(translation, **by_path):
    """The file of a translation with other words in some parts."""
    po = polib.pofile(po_files.export(translation))
    for entry in po:
        if entry.msgctxt in by_path:
            entry.msgstr = by_path[entry.msgctxt]
    return str(po)


@pytest.mark.parametrize("code", ["es", "so", "hmn"])
def test_out_and_back_is_identical(page, account, code):
    translation = translation_of(page, code)
    before, file = words(translation), po_files.export(translation)
    public = translation.get_target_instance().specific.serializable_data()
    every_word_again(translation)
    assert all(text is None for _part, text in words(translation))
    done = po_files.read_in(translation, file.encode(), account("translator"))
    assert done.changed == len([text for _part, text in before if text])
    assert words(translation) == before and po_files.export(translation) == file
    again = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    assert str(again.plain_words) == str(public["plain_words"])
    # The same file once more changes nothing.
    assert po_files.read_in(translation, file.encode(), account("translator")).changed == 0


def test_the_original_comes_back_as_it_was(account):
    """English as the translation of itself: what was cut into parts is put together again letter for letter."""
    page = DefinitionPage.objects.get(locale__language_code="en", slug="labor-trafficking")
    translation = translation_of(page)
    every_word_again(translation)
    po = polib.pofile(po_files.export(translation))
    for entry in po:
        entry.msgstr = entry.msgid
    po_files.read_in(translation, str(po).encode(), account("translator"))
    again = translation.source.get_ephemeral_translated_instance(translation.target_locale)
    page = DefinitionPage.objects.get(pk=page.pk)
    assert again.title == page.title and again.summary == page.summary
    assert [block.block_type for block in again.body] == [block.block_type for block in page.body]
    assert again.statutes.raw_data[0]["value"] == page.statutes.raw_data[0]["value"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(
        st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="<>&")
        | st.sampled_from('"\\\n\t%{}'),
        min_size=1,
        max_size=300,
    ).filter(str.strip)
)
def test_any_words_survive(text):
    """Quotes, backslashes, line breaks, tabs, placeholders, every script."""
    translation = translation_of(InformationPage.objects.get(locale__language_code="en", slug="privacy"))
    po_files.read_in(translation, changed(translation, summary=text).encode(), None)
    assert dict(words(translation))[_summary(translation)] == text
    back = polib.pofile(po_files.export(translation))
    assert next(entry.msgstr for entry in back if entry.msgctxt == "summary") == text


def _summary(translation):
    return next(part for part, _words in words(translation) if part[0] == "summary")


def test_links_keep_their_places_and_agencies_are_told_so(page):
    translation = translation_of(page)
    po = polib.pofile(po_files.export(translation))
    linked = [entry for entry in po if "<a id=" in entry.msgid]
    assert linked and all("Keep <a id=…>" in entry.comment for entry in linked)
    title = next(entry for entry in po if entry.msgctxt == "title")
    assert title.comment.splitlines() == [
        "Title",
        "Glossary: wage theft = robo de salario / robos de salario",
    ]
    assert po.metadata["Language"] == "es"


class TestRefused:
    def refusal(self, translation, text):
        before = words(translation)
        with pytest.raises(ActionNotAllowed) as refused:
            po_files.read_in(translation, text if isinstance(text, bytes) else text.encode(), None)
        assert words(translation) == before
        return " ".join(refused.value.messages)

    def test_a_file_of_another_page(self, page):
        other = HelpLine.objects.get(locale__language_code="en", name="Day One")
        said = self.refusal(translation_of(page), po_files.export(translation_of(other)))
        assert "This file belongs to “Day One” in Spanish" in said

    def test_a_file_of_another_page_whose_header_is_gone(self, page):
        other = InformationPage.objects.get(locale__language_code="en", slug="privacy")
        po = polib.pofile(po_files.export(translation_of(other)))
        po.metadata = {"Content-Type": "text/plain; charset=utf-8"}
        assert "none of its parts is here" in self.refusal(translation_of(page), str(po))

    def test_a_file_of_another_language(self, page):
        assert "in Somali" in self.refusal(translation_of(page), po_files.export(translation_of(page, "so")))
        po = polib.pofile(po_files.export(translation_of(page, "so")))
        del po.metadata[po_files.ID]
        assert "in another language (so instead of es)" in self.refusal(translation_of(page), str(po))

    def test_a_file_of_another_version(self, page):
        file = po_files.export(translation_of(page))
        page.summary = "Other words."
        published(page)
        assert "The original has changed since this file was made: 1 part" in self.refusal(
            translation_of(page), file
        )

    def test_a_file_of_a_version_with_less(self, page):
        file = po_files.export(translation_of(page))
        page.discreet_title = "One part more"
        published(page)
        assert "The original has changed" in self.refusal(translation_of(page), file)

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("<script>alert(1)</script>", "plain text and cannot contain tags"),
            ("<b>bold</b>", "plain text and cannot contain tags"),
        ],
    )
    def test_tags_in_plain_text(self, page, text, sentence):
        said = self.refusal(translation_of(page), changed(translation_of(page), title=text))
        assert said.startswith("Title, “") and sentence in said

    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            '<a href="https://evil.example/">x</a>',
            '<a id="a9">x</a>',
            "<p>x</p>",
            '<b onclick="x()">x</b>',
        ],
    )
    def test_tags_that_formatted_text_may_not_have(self, page, text):
        translation = translation_of(page)
        po = polib.pofile(po_files.export(translation))
        next(entry for entry in po if entry.msgctxt.startswith("plain_words")).msgstr = text
        assert "Nothing was read." in self.refusal(translation, str(po))

    @pytest.mark.parametrize(
        ("data", "sentence"),
        [
            (b"", "not a PO file"),
            (b"\x89PNG\r\n", "not in UTF-8"),
            (b"Dear agency, here it is", "not a PO file"),
            (b'msgid "a\nmsgstr', "cannot be read"),
            (b'msgid "a\0"\nmsgstr ""', "not a PO file"),
            (b"/etc/passwd msgid", "cannot be read"),
            (b"#" * (po_files.LARGEST + 1), "larger than 2 MB"),
        ],
    )
    def test_what_is_no_po_file(self, page, data, sentence):
        assert sentence in self.refusal(translation_of(page), data)


class TestTolerated:
    def test_headers_that_a_program_changed(self, page, account):
        translation = translation_of(page)
        po = polib.pofile(changed(translation, title="Robo de salario, otra vez"))
        po.header = "Translated by an agency"
        po.metadata = {
            "X-Generator": "Poedit 3",
            **{name: value for name, value in reversed(po.metadata.items())},
            "Language": "es_US",
            "Plural-Forms": "nplurals=2; plural=(n != 1);",
            "PO-Revision-Date": "2026-11-26 10:00+0000",
        }
        text = "\ufeff" + str(po).replace("\n", "\r\n")
        assert po_files.read_in(translation, text.encode(), account("translator")).changed == 1
        assert dict(words(translation))["title", page.title] == "Robo de salario, otra vez"

    def test_parts_that_are_open_or_unsure_or_left_out(self, page):
        translation = translation_of(page)
        before = dict(words(translation))
        po = polib.pofile(changed(translation, title="Unsure", summary=""))
        next(entry for entry in po if entry.msgctxt == "title").flags.append("fuzzy")
        po.remove(po[-1])
        done = po_files.read_in(translation, str(po).encode(), None)
        assert (done.changed, done.fuzzy) == (0, 1) and dict(words(translation)) == before


# --- In the admin -----------------------------------------------------------------------------------------------------
def test_a_translator_takes_a_file_out_and_brings_it_back_as_a_draft(page, signed_in):
    translation, client = translation_of(page), signed_in("translator")
    spanish = page.get_translation(Locale.objects.get(language_code="es"))
    file = client.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
    assert file["Content-Disposition"] == f'attachment; filename="wage-theft-{translation.pk}-es.po"'
    assert file.content.decode() == po_files.export(translation)
    upload = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    sent = SimpleUploadedFile("back.po", changed(translation, title="Hurto de sueldo").encode())
    answer = client.post(upload, {"file": sent, "next": f"/admin/pages/{spanish.pk}/edit/"}, follow=True)
    said = answer.content.decode()
    assert "“Wage theft”: 1 part was changed. It is a draft" in said
    assert "Glossary: Title: “wage theft” should be" in said
    spanish.refresh_from_db()
    assert (
        spanish.title == "Robo de salario" and "Robo de salario" in client.get(spanish.url).content.decode()
    )
    broken = SimpleUploadedFile("back.po", b"nothing")
    # A word that is no address is not taken for the name of a view.
    assert client.post(upload, {"file": broken, "next": "abc"})["Location"] == "abc"
    broken.seek(0)
    answer = client.post(upload, {"file": broken, "next": f"/admin/pages/{spanish.pk}/edit/"}, follow=True)
    assert "This is not a PO file." in answer.content.decode()


@pytest.mark.parametrize("name", ["riverside"])
def test_who_works_on_no_translation_gets_no_file(page, signed_in, name):
    client, translation = signed_in(name), translation_of(page)
    for path in (
        reverse("wagtail_localize:download_pofile", args=[translation.pk]),
        reverse("translation_files"),
    ):
        assert client.get(path).status_code == 403


class TestMany:
    PATH = "/admin/translations/files/"

    def test_all_files_of_a_language_in_one_archive(self, signed_in, page):
        client = signed_in("translator")
        page.summary = "Other words."
        published(page)
        names = {}
        for which in ("unfinished", "all"):
            answer = client.get(self.PATH, {"language": "so", "which": which})
            assert answer["Content-Type"] == "application/zip"
            names[which] = zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
        expected = po_files.file_name(translation_of(page, "so"))
        assert expected in names["unfinished"] and set(names["unfinished"]) < set(names["all"])
        assert all(name.endswith("-so.po") for name in names["all"])

    def test_an_archive_comes_back_and_one_bad_file_keeps_no_other_away(self, signed_in, page):
        client, translation = signed_in("translator"), translation_of(page)
        line = translation_of(HelpLine.objects.get(locale__language_code="en", name="Day One"))
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as files:
            files.writestr("a.po", changed(translation, summary="Otras palabras."))
            files.writestr("b.po", "broken")
            files.writestr("notes.txt", "Thank you")
        one = SimpleUploadedFile("line.po", changed(line, hours="A toda hora").encode())
        sent = [SimpleUploadedFile("back.zip", packed.getvalue()), one]
        said = client.post(self.PATH, {"files": sent}, follow=True).content.decode()
        assert "b.po: This is not a PO file." in said
        assert "“Wage theft”: 1 part was changed" in said and "“Day One”: 1 part was changed" in said
        assert dict(words(translation))["summary", page.summary] == "Otras palabras."
        assert HelpLine.objects.get(locale__language_code="es", name="Day One").hours != "A toda hora"

    @pytest.mark.parametrize("data", [b"no archive", b"PK\x03\x04broken"])
    def test_what_is_no_archive_is_refused(self, signed_in, data):
        sent = SimpleUploadedFile("back.zip", data)
        said = signed_in("translator").post(self.PATH, {"files": sent}, follow=True).content.decode()
        assert "This is not a ZIP archive that can be read." in said

    def test_an_archive_that_broke_on_the_way_is_refused(self, signed_in):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
            files.writestr("page.po", "words " * 500)
        data = bytearray(packed.getvalue())
        # The first byte of the compressed words: a kind of block that there is not.
        data[30 + len("page.po")] = 0xFF
        sent = SimpleUploadedFile("back.zip", bytes(data))
        said = signed_in("translator").post(self.PATH, {"files": sent}, follow=True).content.decode()
        assert "This is not a ZIP archive that can be read." in said

    def test_a_file_that_does_not_say_whose_it_is_is_sent_to_its_page(self, signed_in, page):
        po = polib.pofile(po_files.export(translation_of(page)))
        del po.metadata[po_files.ID]
        sent = SimpleUploadedFile("anonymous.po", str(po).encode())
        said = signed_in("translator").post(self.PATH, {"files": sent}, follow=True).content.decode()
        assert "anonymous.po does not say which page it belongs to." in said


class TestWhatIsLost:
    """Words that drop a link or a number of the original are named before anything is read."""

    def test_nothing_is_read_until_it_is_wanted(self, signed_in):
        line = HelpLine.objects.get(name="Day One", locale__language_code="en")
        translation = translation_of(line)
        part = next(path for (path, text), _words in words(translation) if any(c.isdigit() for c in text))
        file = changed(translation, **{part: "Sin número"})
        before = words(translation)
        client, address = signed_in("translator"), reverse("translation_files")

        def send(**ticked):
            sent = SimpleUploadedFile("one.po", file.encode())
            return client.post(address, {"files": [sent], **ticked}, follow=True).content.decode()

        assert "A number of the original is missing" in send() and words(translation) == before
        send(despite_losses="on")
        assert dict(words(translation)) != dict(before)
