"""Makes the demonstration of the files under home/demo/ (their format: home/page_files.py).

A file under `pages/es/` holds only what differs from the English one.
"""

import datetime
import re
from functools import cached_property
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from wagtail.models import Locale, Page, Site

from home import archiving
from home.demo_partners import DemoPartners
from home.models import ArchiveRecord
from home.page_files import PageFiles, known_fields, page_type
from home.term_files import make_terms
from media.dawn import dawn_picture
from media.models import HubImage, HubMedia
from media.sample_video import poster, write_slideshow
from portal import approvals
from portal.models import Approval, HelpLine, OfficeIdentity, OfficePhone, SafetySettings

FOLDER = Path(__file__).parent / "demo"
# Words of the files that are not fields of the page type.
NOT_FIELDS = {
    "type",
    "order",
    "menu_title",
    "related",
    "hosted",
    "slides",
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
            ContentError: a file is not YAML, or names a page type that is not there.
        """
        super().__init__(FOLDER)
        self.files = {language: self.page_files(language) for language in ("en", "es")}
        for address, content in self.files["en"]:
            page_type(content, address)

    def load(self):
        """Make everything. Pages are made first and filled afterwards, because they refer to each other."""
        self.users = {user.email: user for user in get_user_model().objects.all()}
        english, spanish = self._locales()
        self.terms = make_terms(self.read(FOLDER / "terms.yaml"), {"en": english, "es": spanish})
        self._office(english, spanish)
        contents, events = self._without_events("en")
        root = Page.get_first_root_node()
        Page.objects.filter(depth=2).delete()
        root = Page.objects.get(pk=root.pk)
        for address, content in contents:
            self._make(root, address, content, english)
        site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
        site.hostname, site.port, site.root_page = "localhost", 80, self.pages["en", ""]
        site.site_name = "Human Trafficking Prevention Hub"
        site.save()
        for address, content in contents:
            self._fill(self.pages["en", address], content, "en")
        spanish_pages, spanish_events = self._without_events("es")
        translations = dict(spanish_pages)
        translated = [(address, content) for address, content in contents if address in translations]
        for address, _content in translated:
            original = self.pages["en", address]
            # Read anew: phones and places of the object that was filled do not know their numbers yet.
            fresh = type(original).objects.get(pk=original.pk)
            self.pages["es", address] = fresh.copy_for_translation(spanish)
        for address, content in translated:
            texts = {**content, "translation_draft": True, **translations[address]}
            self._fill(self.pages["es", address], texts, "es")
        DemoPartners(self).load(self.read(FOLDER / "members.yaml"), events, spanish_events)

    def _without_events(self, language):
        """The files of a language: those of pages, and those of events, which need members."""
        contents = self.files[language]
        return (
            [entry for entry in contents if not entry[0].startswith(EVENTS)],
            [entry for entry in contents if entry[0].startswith(EVENTS)],
        )

    def _locales(self):
        locales = [Locale.objects.get_or_create(language_code=code)[0] for code in ("en", "es")]
        return locales

    # --- Snippets -------------------------------------------------------------------------------------------
    def _office(self, english, spanish):
        for record in _list(self.read(FOLDER / "office.yaml")):
            self._snippet(OfficeIdentity, record, english, spanish, phones=record.pop("phones", []))
        for record in _list(self.read(FOLDER / "help_lines.yaml")):
            self._snippet(HelpLine, record, english, spanish)
        for record in _list(self.read(FOLDER / "safety.yaml")):
            self._publish(SafetySettings(live=False, **known_fields(SafetySettings, record)))

    def _snippet(self, model, record, english, spanish, phones=()):
        """Make a record in English, and in Spanish where the file has Spanish texts."""
        original = model(live=False, locale=english, **self.texts(model, {**record, **record.get("en", {})}))
        self._phones(original, record.get("en", {}).get("phones") or phones)
        original.save()
        copy = None
        if record.get("es"):
            copy = type(original).objects.get(pk=original.pk).copy_for_translation(spanish)
            for name, value in self.texts(model, record["es"]).items():
                setattr(copy, name, value)
            self._phones(copy, record["es"].get("phones") or phones)
        # The original first: what is public since after it is a translation of it.
        for made in filter(None, (original, copy)):
            self._publish(made)

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
        approvals.publish(revision, self.users.get("approver@example.org"), Approval.Ground.DEMONSTRATION)
        record.refresh_from_db()

    # --- Pages ----------------------------------------------------------------------------------------------
    def _make(self, root, address, content, locale):
        model = page_type(content, address)
        parent = root if not address else self.pages["en", address.rpartition("/")[0]]
        page = model(
            title=content["title"],
            slug=address.rpartition("/")[2] or "home",
            locale=locale,
            live=False,
            owner=self.users.get("editor@example.org"),
        )
        page.show_in_menus = bool(content.get("show_in_menus", False))
        if model.__name__ == "CampaignPage":
            page.start, page.end = content["start"], content["end"]
        parent.add_child(instance=page)
        parent.refresh_from_db()
        self.pages["en", address] = page

    def _fill(self, page, content, language):
        page.refresh_from_db()
        self._set(page, content, language)
        if content.get("draft"):
            page.save(clean=False)
        if content.get("draft"):
            page.save_revision(user=self.users.get("editor@example.org"), log_action=True)
        else:
            self._publish(page)
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
            self._host(page, content["slides"])
        if content.get("type") == "CampaignPage" and page.picture is None:
            page.picture = self.dawn

    # --- Files ----------------------------------------------------------------------------------------------
    @cached_property
    def dawn(self):
        """The picture that the hub draws itself."""
        return self._picture(
            "Dawn over a city (drawn by the hub)", dawn_picture((1600, 900)), decorative=True
        )

    def _picture(self, title, data, description="", decorative=False):
        image, created = HubImage.objects.get_or_create(
            title=title,
            defaults={
                "description": description,
                "is_decorative": decorative,
                "licence": "Own work",
                "suitable": True,
                "file": ContentFile(data, name=re.sub(r"\W+", "-", title.lower()).strip("-") + ".png"),
            },
        )
        return image

    def _host(self, page, slides):
        media = HubMedia.objects.filter(title="Sample video").first()
        if media is None:
            media = HubMedia(title="Sample video", type="video", width=1280, height=720)
            media.duration = sum(slide["seconds"] for slide in slides)
            media.file.save("sample-video.webm", ContentFile(write_slideshow(slides)), save=False)
            media.save()
        page.hosted_file = media
        page.poster = self._picture(
            "Poster of the sample video",
            poster(slides[0]["lines"], (1280, 720)),
            description=" ".join(slides[0]["lines"]),
        )
        page.duration = datetime.timedelta(seconds=media.duration)


def _list(data):
    return data if isinstance(data, list) else [data]
