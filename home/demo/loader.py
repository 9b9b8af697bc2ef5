"""Creates the demonstration from the files in home/demo/ (home/demo/fixtures.py describes their format).

Every folder in `pages/` whose language is in LANGUAGES is read. A file in another language than English has only the fields that
differ from the English file. A page has no translation into a language in which it has no file.
"""

from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db.models import DateField
from wagtail.models import Locale, Page, Site

from home.archive import services as archiving
from home.archive.models import ArchiveRecord
from home.search.fixtures import FILE as SEARCH_WORDS
from home.search.fixtures import make_search_words
from media.models import HubImage, HubMedia
from partners.models import EventDate, EventPage, EventStatus
from portal.core.progress import SILENT
from portal.models import Approval, HelpLine, OfficeIdentity, OfficePhone, SafetySettings
from portal.translation import existing_translations
from portal.workflow import approvals

from .dates import campaign_year
from .film import film, poster
from .fixtures import EVENT_KEYS, PAGE_KEYS, ContentError, PageFiles, page_type, refuse_unknown_keys
from .glossary_fixtures import FILE as GLOSSARY
from .glossary_fixtures import make_glossary
from .partners import DemoPartners
from .term_fixtures import make_terms

FOLDER = Path(__file__).parent
# What images.yaml and media.yaml call `drawn`.
DRAWN = {"film": film, "poster": poster}
ENGLISH = "en"
# Keys that set_field() does not handle.
HANDLED_SEPARATELY = {*PAGE_KEYS, "live", "archive_records"}
EVENTS = "events/"
# Keys of an event's file whose values are records of another model.
RECORDS_OF_EVENTS = {"status": EventStatus, "dates": EventDate, "changed_fields": EventPage}


class DemoLoader(PageFiles):
    """Creates the demonstration's pages, help lines and office in an empty database, the same each time."""

    def __init__(self, progress=SILENT):
        """Read the files of pages, before anything is changed.

        Raises:
            ContentError: a file is not YAML, names an unknown page type or field, or the page above it or the English page is missing.
        """
        super().__init__(FOLDER)
        self.progress = progress
        self.words = {"campaign_year": str(campaign_year(self.today))}
        # English first, because the other languages are translations of it.
        self.languages = [ENGLISH, *(code for code, _name in settings.LANGUAGES if code != ENGLISH)]
        self.files = {language: self.page_files(language) for language in self.languages}
        for language in self.languages:
            self._check(language)

    def _check(self, language):
        """Refuse files from which no page could be created."""
        originals, files = dict(self.files[ENGLISH]), dict(self.files[language])
        for address, content in files.items():
            file = f"pages/{language}/{address or 'index'}.yaml"
            if address.startswith(EVENTS):
                # An event may be written in another language than English.
                refuse_unknown_keys(file, content, EventPage, {*PAGE_KEYS, *EVENT_KEYS})
                for key, model in RECORDS_OF_EVENTS.items():
                    records = content.get(key, [])
                    for record in records if isinstance(records, list) else [records]:
                        refuse_unknown_keys(f"{file}, {key}", record, model)
                continue
            if address not in originals:
                raise ContentError(f"{file}: there is no such page in English.")
            above = address.rpartition("/")[0]
            if address and above not in files:
                raise ContentError(
                    f"{file}: the page above it has no file, pages/{language}/{above or 'index'}.yaml."
                )
            refuse_unknown_keys(file, content, page_type(originals[address], address), PAGE_KEYS)

    def load(self):
        """Create everything: first all pages, then their contents, because they refer to each other."""
        self.users = {user.email: user for user in get_user_model().objects.all()}
        self.locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in self.languages}
        self.terms = make_terms(self.read(FOLDER / "terms.yaml"), self.locales, Approval.Ground.DEMONSTRATION)
        make_search_words(
            self.read(SEARCH_WORDS), list(self.locales), "911", ground=Approval.Ground.DEMONSTRATION
        )
        glossary = self.read(GLOSSARY) + self.read(FOLDER / "glossary.yaml")
        make_glossary(glossary, list(self.locales))
        self._snippets()
        self._files()
        contents = self._pages(ENGLISH)
        root = Page.get_first_root_node()
        Page.objects.filter(depth=2).delete()
        root = Page.objects.get(pk=root.pk)
        for address, content in contents:
            self._make(root, address, content)
        site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
        site.hostname, site.port, site.root_page = "localhost", 80, self.pages[ENGLISH, ""]
        site.site_name = "Human Trafficking Prevention Hub"
        site.save()
        for address, content in self.progress.track(contents, f"Publishing pages ({ENGLISH})"):
            self._fill(self.pages[ENGLISH, address], content, ENGLISH)
        for language in self.languages[1:]:
            self._translate(dict(contents), language)
        events = {
            language: [entry for entry in self.files[language] if entry[0].startswith(EVENTS)]
            for language in self.languages
        }
        DemoPartners(self).load(self.read(FOLDER / "members.yaml"), events)
        pairs = self.progress.track(list(existing_translations.not_imported()), "Preparing translations")
        for _imported in existing_translations.import_all(pairs):
            pass

    def _pages(self, language):
        """The files of a language, without those of events, which need members."""
        return [entry for entry in self.files[language] if not entry[0].startswith(EVENTS)]

    def _translate(self, originals, language):
        """Create and fill the pages that have a file in a language, parents first."""
        translations = dict(self._pages(language))
        # In the order of the English pages.
        translated = [address for address in originals if address in translations]
        for address in translated:
            original = self.pages[ENGLISH, address]
            # Reloaded, because inline records of the object in memory have no primary keys yet.
            fresh = type(original).objects.get(pk=original.pk)
            self.pages[language, address] = fresh.copy_for_translation(self.locales[language])
        for address in self.progress.track(translated, f"Publishing pages ({language})"):
            texts = {**originals[address], "translation_draft": True, **translations[address]}
            self._fill(self.pages[language, address], texts, language)

    # --- Snippets -------------------------------------------------------------------------------------------
    def _snippets(self):
        for file, model in (("office.yaml", OfficeIdentity), ("help_lines.yaml", HelpLine)):
            for record in self.read(FOLDER / file):
                self._snippet(model, record, file)
        file = "safety.yaml"
        for record in self.read(FOLDER / file):
            self._publish(SafetySettings(live=False, **self.snippet_values(SafetySettings, record, file)))

    def _snippet(self, model, record, file):
        """Create a snippet in English, and in each language in which the file has texts."""
        english = record.get(ENGLISH, {})
        original = model(
            live=False,
            locale=self.locales[ENGLISH],
            **self.snippet_values(model, {**record, **english}, file, ENGLISH),
        )
        self._phones(original, english.get("phones"), file)
        original.save()
        # The original first, because a translation needs a published original.
        made = [original]
        for language in self.languages[1:]:
            if not record.get(language):
                continue
            copy = type(original).objects.get(pk=original.pk).copy_for_translation(self.locales[language])
            texts = {"translation_draft": True, **record[language]}
            for name, value in self.snippet_values(model, texts, file, language).items():
                setattr(copy, name, value)
            self._phones(copy, record[language].get("phones"), file)
            made.append(copy)
        for one in made:
            self._publish(one)

    def _phones(self, office, phones, file):
        if phones:
            office.phones.set(
                [
                    OfficePhone(
                        sort_order=order,
                        locale=office.locale,
                        **self.snippet_values(OfficePhone, phone, f"{file}, phones"),
                    )
                    for order, phone in enumerate(phones)
                ]
            )

    def _publish(self, record):
        """Save and publish a record, as its editor and approver would."""
        if record.pk is None:
            record.save()
        revision = record.save_revision(user=self.users.get("editor@example.org"), log_action=True)
        approvals.approve_and_publish(
            revision, self.users.get("approver@example.org"), Approval.Ground.DEMONSTRATION
        )
        record.refresh_from_db()

    # --- Pages ----------------------------------------------------------------------------------------------
    def _make(self, root, address, content):
        model = page_type(content, address)
        parent = root if not address else self.pages[ENGLISH, address.rpartition("/")[0]]
        page = model(
            title=content["title"],
            slug=content.get("slug") or address.rpartition("/")[2] or "home",
            locale=self.locales[ENGLISH],
            live=False,
            owner=self.users.get("editor@example.org"),
        )
        for field in model._meta.concrete_fields:
            if isinstance(field, DateField) and not field.null and field.name in content:
                self.set_field(page, field.name, content[field.name], ENGLISH)
        parent.add_child(instance=page)
        parent.refresh_from_db()
        self.pages[ENGLISH, address] = page

    def _fill(self, page, content, language):
        page.refresh_from_db()
        self._set(page, content, language)
        if content.get("live") is False:
            page.save(clean=False)
            page.save_revision(user=self.users.get("editor@example.org"), log_action=True)
        else:
            try:
                self._publish(page)
            except ValidationError as error:
                found = "; ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())
                raise ContentError(
                    f"pages/{language}, {page.slug}: it cannot be published. {found} (Pages to which it refers need a lower `order`.)"
                ) from error
        for record in content.get("archive_records", []):
            questions = [question for _code, question, _explanation in archiving.tests()]
            refuse_unknown_keys(f"{page.slug}, archive_records", record, ArchiveRecord)
            ArchiveRecord.objects.create(
                page_id=page.pk,
                title=page.title,
                tests=questions,
                archived_by=self.users.get("approver@example.org"),
                **record,
            )

    def _set(self, page, content, language):
        for name, value in content.items():
            if name not in HANDLED_SEPARATELY and value is not None:
                self.set_field(page, name, value, language)

    # --- Files ----------------------------------------------------------------------------------------------
    def _files(self):
        """Create the pictures and media in images.yaml and media.yaml, or find those of an earlier load by their titles."""
        self.uploads = {}  # (model, name of the file) -> HubImage or HubMedia
        for file, model in (("images.yaml", HubImage), ("media.yaml", HubMedia)):
            for record in self.read(FOLDER / file):
                drawn = record.pop("drawn", "")
                values = self.snippet_values(model, record, file)
                name = values.pop("file")
                upload = model.objects.filter(title=values["title"]).first()
                if upload is None:
                    upload = model(**values)
                    content = DRAWN[drawn]() if drawn else (FOLDER / "files" / name).read_bytes()
                    upload.file = ContentFile(content, name=name)
                    upload.save()
                self.uploads[model, name] = upload

    def related_object(self, model, name):
        """The object of a foreign key: accounts by email, pictures and media by file name, pages by address.

        Raises:
            ContentError: there is no such picture, file or page.
        """
        if model is get_user_model():
            return self.users.get(name)
        if issubclass(model, HubImage | HubMedia):
            if (model, name) not in self.uploads:
                raise ContentError(f"images.yaml and media.yaml do not list {name!r}.")
            return self.uploads[model, name]
        return super().related_object(model, name)
