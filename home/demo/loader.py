"""Makes the demonstration of the files under home/demo/ (their format: home/demo/fixtures.py).

Every folder under `pages/` whose language is switched on is read. A file of another language than the first holds only what
differs from the English one, and a page without a file in a language is not there in it.
"""

from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.models import Locale, Page, Site

from home.archive import services as archiving
from home.archive.models import ArchiveRecord
from home.search.fixtures import FILE as SEARCH_WORDS
from home.search.fixtures import make_search_words
from media.models import HubImage, HubMedia
from portal.models import Approval, HelpLine, OfficeIdentity, OfficePhone, SafetySettings
from portal.translation import existing_translations
from portal.workflow import approvals

from .fixtures import ContentError, PageFiles, known_fields, page_type
from .glossary_fixtures import FILE as GLOSSARY
from .glossary_fixtures import make_glossary
from .partners import DemoPartners
from .term_fixtures import make_terms

FOLDER = Path(__file__).parent
ENGLISH = "en"
# Words of the files that are not fields of the page type.
NOT_FIELDS = {
    "type",
    "order",
    "menu_title",
    "related",
    "hosted",
    "picture",
    "review_interval_months",
    "steward",
    "draft",
    "archived",
    "kept_for",
}
EVENTS = "events/"


class DemoLoader(PageFiles):
    """Makes the demonstration's pages, help lines and office in an empty database, the same each time."""

    def __init__(self):
        """Read the files of pages, before anything is changed.

        Raises:
            ContentError: a file is not YAML, names a page type or a field that is not there, or has no page to stand below or to
                translate.
        """
        super().__init__(FOLDER)
        # English first: the others are translations of it.
        self.languages = [ENGLISH, *(code for code, _name in settings.LANGUAGES if code != ENGLISH)]
        self.files = {language: self.page_files(language) for language in self.languages}
        for language in self.languages:
            self._check(language)

    def _check(self, language):
        """Refuse files of pages that could not be made. Those of events are checked when they are made: they need members."""
        originals, files = dict(self._pages(ENGLISH)), dict(self._pages(language))
        for address, content in files.items():
            file = f"pages/{language}/{address or 'index'}.yaml"
            if address not in originals:
                raise ContentError(f"{file}: there is no such page in English.")
            above = address.rpartition("/")[0]
            if address and above not in files:
                raise ContentError(
                    f"{file}: the page above it has no file, pages/{language}/{above or 'index'}.yaml."
                )
            model = page_type(originals[address], address)
            known = {field.name for field in model._meta.get_fields()} | NOT_FIELDS
            for name in sorted(content.keys() - known):
                raise ContentError(f"{file}: {model.__name__} has no field {name}.")

    def load(self):
        """Make everything. Pages are made first and filled afterwards, because they refer to each other."""
        self.users = {user.email: user for user in get_user_model().objects.all()}
        self.locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in self.languages}
        self.terms = make_terms(self.read(FOLDER / "terms.yaml"), self.locales, Approval.Ground.DEMONSTRATION)
        make_search_words(
            self.read(SEARCH_WORDS), list(self.locales), "911", ground=Approval.Ground.DEMONSTRATION
        )
        glossary = self.read(GLOSSARY) + self.read(FOLDER / "glossary.yaml")
        make_glossary(glossary, list(self.locales))
        self._office()
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
        for address, content in contents:
            self._fill(self.pages[ENGLISH, address], content, ENGLISH)
        for language in self.languages[1:]:
            self._translate(dict(contents), language)
        events = {
            language: [entry for entry in self.files[language] if entry[0].startswith(EVENTS)]
            for language in self.languages
        }
        DemoPartners(self).load(self.read(FOLDER / "members.yaml"), events)
        for original, translation in existing_translations.not_imported():
            existing_translations.import_translation(original, translation)

    def _pages(self, language):
        """The files of a language, without those of events, which need members."""
        return [entry for entry in self.files[language] if not entry[0].startswith(EVENTS)]

    def _translate(self, originals, language):
        """Make the pages that have a file in a language, those above first, and fill them."""
        translations = dict(self._pages(language))
        # In the order of the English ones.
        translated = [address for address in originals if address in translations]
        for address in translated:
            original = self.pages[ENGLISH, address]
            # Read anew: phones and places of the object that was filled do not know their numbers yet.
            fresh = type(original).objects.get(pk=original.pk)
            self.pages[language, address] = fresh.copy_for_translation(self.locales[language])
        for address in translated:
            texts = {**originals[address], "translation_draft": True, **translations[address]}
            self._fill(self.pages[language, address], texts, language)

    # --- Snippets -------------------------------------------------------------------------------------------
    def _office(self):
        for record in _list(self.read(FOLDER / "office.yaml")):
            self._snippet(OfficeIdentity, record, phones=record.pop("phones", []))
        for record in _list(self.read(FOLDER / "help_lines.yaml")):
            self._snippet(HelpLine, record)
        for record in _list(self.read(FOLDER / "safety.yaml")):
            self._publish(SafetySettings(live=False, **known_fields(SafetySettings, record)))

    def _snippet(self, model, record, phones=()):
        """Make a record in English, and in each language in which the file has texts."""
        original = model(
            live=False,
            locale=self.locales[ENGLISH],
            **self.texts(model, {**record, **record.get(ENGLISH, {})}, ENGLISH),
        )
        self._phones(original, record.get(ENGLISH, {}).get("phones") or phones)
        original.save()
        # The original first: what is public since after it is a translation of it.
        made = [original]
        for language in self.languages[1:]:
            if not record.get(language):
                continue
            copy = type(original).objects.get(pk=original.pk).copy_for_translation(self.locales[language])
            texts = {"translation_draft": True, **record[language]}
            for name, value in self.texts(model, texts, language).items():
                setattr(copy, name, value)
            self._phones(copy, record[language].get("phones") or phones)
            made.append(copy)
        for one in made:
            self._publish(one)

    @staticmethod
    def _phones(office, phones):
        if phones:
            office.phones.set(
                [
                    OfficePhone(sort_order=order, locale=office.locale, **known_fields(OfficePhone, phone))
                    for order, phone in enumerate(phones)
                ]
            )

    def _publish(self, record):
        """Publish what a record says; the demonstration is made by its editor and approved by its approver."""
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
            slug=address.rpartition("/")[2] or "home",
            locale=self.locales[ENGLISH],
            live=False,
            owner=self.users.get("editor@example.org"),
        )
        page.show_in_menus = bool(content.get("show_in_menus", False))
        if model.__name__ == "CampaignPage":
            page.start, page.end = content["start"], content["end"]
        parent.add_child(instance=page)
        parent.refresh_from_db()
        self.pages[ENGLISH, address] = page

    def _fill(self, page, content, language):
        page.refresh_from_db()
        self._set(page, content, language)
        if content.get("draft"):
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
        if content.get("archived"):
            questions = [question for _code, question, _explanation in archiving.tests()]
            ArchiveRecord.objects.create(
                page_id=page.pk,
                title=page.title,
                purpose=content["kept_for"],
                tests=questions,
                archived_by=self.users.get("approver@example.org"),
            )

    def _set(self, page, content, language):
        steward = content.get("steward")
        page.steward = self.users.get(steward) if steward else None
        page.review_interval = content.get("review_interval_months", 12)
        page.related_pages = [("page", found) for found in self.pages_at(content.get("related"), language)]
        for name, value in content.items():
            if name in NOT_FIELDS or value is None:
                continue
            self.set_field(page, name, value, language)
        if content.get("hosted"):
            self._host(page, content["hosted"])
        if content.get("type") == "CampaignPage" and page.picture is None:
            page.picture = self.dawn

    # --- Files ----------------------------------------------------------------------------------------------
    @cached_property
    def dawn(self):
        """The picture of pages that have none of their own."""
        return self._picture("Dawn over a city (drawn by the hub)", "dawn.jpg", is_decorative=True)

    def _picture(self, title, name, **fields):
        image, created = HubImage.objects.get_or_create(
            title=title,
            defaults={
                "licence": "Own work",
                "suitable": True,
                "file": _file(name),
                **fields,
            },
        )
        return image

    def _host(self, page, name):
        media = HubMedia.objects.filter(title="Sample video").first()
        if media is None:
            media = HubMedia(title="Sample video", type="video", width=1280, height=720)
            media.duration = page.duration.total_seconds()
            media.file = _file(f"{name}.webm")
            media.save()
        page.hosted_file = media
        # It shows the first slide of the film: its title.
        page.poster = self._picture("Poster of the sample video", f"{name}.png", description=page.title)


def _file(name):
    return ContentFile((FOLDER / "files" / name).read_bytes(), name=name)


def _list(data):
    return data if isinstance(data, list) else [data]
