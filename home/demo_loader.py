"""Reads the demonstration's content from the files under home/demo/ and makes pages of it.

One YAML file a page: `pages/en/definitions/wage-theft.yaml` becomes /definitions/wage-theft/. Rich fields are Markdown;
`page:definitions/wage-theft` in a link leads to a page of the hub. A file under `pages/es/` holds only what differs.
"""

import datetime
import html
import re
from pathlib import Path

import yaml
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import models
from markdown import markdown
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import RichText

from media.models import HubImage, HubMedia
from media.sample_video import dawn_picture, poster, write_slideshow
from portal.models import HelpLine, OfficeIdentity, OfficePhone, SafetySettings

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
}


class DemoError(Exception):
    """A file of the demonstration cannot be read as a page: the message names the file and what is wrong."""


def read(path):
    """The content of a YAML file.

    Raises:
        DemoError: it is not YAML.
    """
    try:
        return yaml.safe_load(path.read_text())
    except yaml.YAMLError as error:
        raise DemoError(f"{path.relative_to(FOLDER)} is not YAML: {error}") from error


def page_files(language):
    """The page files of a language as (path below the locale's root, content), parents before their children."""
    root = FOLDER / "pages" / language
    found = []
    for path in root.rglob("*.yaml"):
        address = str(path.relative_to(root).with_suffix(""))
        found.append(("" if address == "index" else address, read(path)))
    return sorted(
        found,
        key=lambda entry: (entry[0].count("/") if entry[0] else -1, entry[1].get("order", 1000), entry[0]),
    )


class DemoLoader:
    """Makes the demonstration's pages, help lines and office in an empty database, the same each time."""

    def __init__(self):
        self.pages = {}  # (language, address) -> page
        self.users = {user.email: user for user in get_user_model().objects.all()}

    def load(self):
        """Make everything. Pages are made first and filled afterwards, because they refer to each other."""
        english, spanish = self._locales()
        self._office(english, spanish)
        contents = page_files("en")
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
        translations = {address: content for address, content in page_files("es")}
        translated = [(address, content) for address, content in contents if address in translations]
        for address, _content in translated:
            self.pages["es", address] = self.pages["en", address].copy_for_translation(spanish)
        for address, content in translated:
            texts = {**content, "translation_draft": True, **translations[address]}
            self._fill(self.pages["es", address], texts, "es")

    def _locales(self):
        locales = [Locale.objects.get_or_create(language_code=code)[0] for code in ("en", "es")]
        return locales

    # --- Snippets -------------------------------------------------------------------------------------------
    def _office(self, english, spanish):
        for record in _list(read(FOLDER / "office.yaml")):
            phones = record.pop("phones", [])
            office = self._snippet(OfficeIdentity, record, english)
            for locale in (english, spanish):
                texts = record.get(locale.language_code, {})
                target = office if locale == english else office.get_translation_or_none(spanish)
                if target is None:
                    continue
                for order, phone in enumerate(texts.get("phones") or phones):
                    target.phones.add(
                        OfficePhone(sort_order=order, locale=locale, **_known(OfficePhone, phone))
                    )
                target.save()
        for record in _list(read(FOLDER / "help_lines.yaml")):
            self._snippet(HelpLine, record, english, spanish)
        for record in _list(read(FOLDER / "safety.yaml")):
            SafetySettings.objects.create(**_known(SafetySettings, record))

    def _snippet(self, model, record, english, spanish=None):
        original = model(locale=english, **self._texts(model, {**record, **record.get("en", {})}))
        original.save()
        original.save_revision().publish()
        spanish = spanish or Locale.objects.get(language_code="es")
        if record.get("es"):
            copy = original.copy_for_translation(spanish)
            for name, value in self._texts(model, record["es"]).items():
                setattr(copy, name, value)
            copy.save()
            copy.save_revision().publish()
        original.refresh_from_db()
        return original

    def _texts(self, model, record):
        values = _known(model, record)
        for name, value in values.items():
            if isinstance(model._meta.get_field(name), RichTextField):
                values[name] = self.rich(value or "", "en")
        return values

    # --- Pages ----------------------------------------------------------------------------------------------
    def _make(self, root, address, content, locale):
        model = _model(content, address)
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
        page.full_clean()
        revision = page.save_revision(user=self.users.get("editor@example.org"), log_action=True)
        revision.publish(user=self.users.get("approver@example.org"), skip_permission_checks=True)
        page.refresh_from_db()

    def _set(self, page, content, language):
        steward = content.get("steward")
        page.steward = self.users.get(steward) if steward else None
        page.review_interval = content.get("review_interval_months", 12)
        page.related_pages = [("page", found) for found in self._pages(content.get("related"), language)]
        for name, value in content.items():
            if name in NOT_FIELDS or value is None:
                continue
            self._set_field(page, name, value, language)
        if content.get("hosted"):
            self._host(page, content["slides"])
        if content.get("type") == "CampaignPage" and page.picture is None:
            page.picture = self._picture(
                "Dawn over a city (drawn by the hub)", dawn_picture((1600, 900)), decorative=True
            )

    def _set_field(self, page, name, value, language):
        try:
            field = page._meta.get_field(name)
        except Exception as error:
            raise DemoError(f"{page.slug}: {type(page).__name__} has no field {name}.") from error
        if isinstance(field, RichTextField):
            value = self.rich(value, language)
        elif isinstance(field, StreamField):
            value = self._stream(field.stream_block, value, language, f"{page.slug}.{name}")
        elif isinstance(field, models.DurationField):
            value = datetime.timedelta(seconds=value) if isinstance(value, int) else value
        setattr(page, name, value)

    def _pages(self, addresses, language):
        return [self._page(address, language) for address in addresses or []]

    def _page(self, address, language):
        page = self.pages.get((language, address)) or self.pages.get(("en", address))
        if page is None:
            raise DemoError(f"There is no page {address!r}.")
        return page

    def rich(self, text, language):
        """Markdown as Wagtail's rich text, with links to pages of the hub by their number."""

        def link(match):
            target = html.unescape(match[1])
            if target.startswith("page:"):
                page = self._page(target.removeprefix("page:").strip("/"), language)
                return f'<a linktype="page" id="{page.pk}">'
            return match[0]

        return re.sub(r'<a href="([^"]*)">', link, markdown(text or ""))

    def _stream(self, block, values, language, where):
        entries = []
        only = list(block.child_blocks)
        for value in values or []:
            if isinstance(value, dict) and len(value) == 1 and next(iter(value)) in block.child_blocks:
                ((name, inner),) = value.items()
            elif len(only) == 1:
                # A stream of one kind of block is written as a plain list.
                name, inner = only[0], value
            else:
                raise DemoError(f"{where}: {value!r} names none of the blocks {only}.")
            entries.append((name, self._block(block.child_blocks[name], inner, language, f"{where}.{name}")))
        return entries

    def _block(self, block, value, language, where):
        if isinstance(block, blocks.StructBlock):
            unknown = set(value) - set(block.child_blocks)
            if unknown:
                raise DemoError(f"{where} has no {', '.join(sorted(unknown))}.")
            return block.to_python(
                {
                    name: child.get_prep_value(self._block(child, value[name], language, f"{where}.{name}"))
                    for name, child in block.child_blocks.items()
                    if value.get(name) is not None
                }
            )
        if isinstance(block, blocks.ListBlock):
            return block.to_python(
                [
                    block.child_block.get_prep_value(self._block(block.child_block, item, language, where))
                    for item in value
                ]
            )
        if isinstance(block, blocks.RichTextBlock):
            return RichText(self.rich(value, language))
        if isinstance(block, blocks.PageChooserBlock):
            return self._page(value, language)
        if isinstance(block, blocks.DateBlock):
            return value if isinstance(value, datetime.date) else datetime.date.fromisoformat(str(value))
        return str(value) if isinstance(value, int | float) else value

    # --- Files ----------------------------------------------------------------------------------------------
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


def _model(content, address):
    name = content.get("type", "")
    for app in ("home", "media"):
        try:
            return apps.get_model(app, name)
        except LookupError:
            continue
    raise DemoError(f"{address or 'index'}: there is no page type {name!r}.")


def _known(model, record):
    names = {field.name for field in model._meta.get_fields() if getattr(field, "concrete", False)}
    return {name: value for name, value in record.items() if name in names and value is not None}


def _list(data):
    return data if isinstance(data, list) else [data]
