"""Sets up a real hub: pages, help lines and office as drafts, groups and workflow, the first coordinator.

All content comes from the office's answers or from the texts in home/start_hub/starter/, which name no city.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.contrib.auth import get_user_model
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from wagtail.models import Locale, Page, Site

from home.definitions.models import DefinitionPage
from home.demo.fixtures import PAGE_KEYS, PageFiles, page_type, refuse_unknown_keys
from home.demo.glossary_fixtures import FILE as GLOSSARY
from home.demo.glossary_fixtures import make_glossary
from home.demo.term_fixtures import make_terms
from home.search.fixtures import FILE as SEARCH_WORDS
from home.search.fixtures import make_search_words
from portal.core.cache_version import withdraw_cached_pages
from portal.core.progress import SILENT, Progress
from portal.models import HelpLine, OfficeIdentity, OfficePhone, SafetySettings
from portal.translation import existing_translations
from portal.workflow import groups

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.workflow.models.snippets import ReviewedSnippet

FOLDER = Path(__file__).parent / "starter"
ENGLISH = settings.LANGUAGE_CODE


def sign_in_link(user: User) -> str:
    """A link with which the first password of an account can be set, once and within three days (PASSWORD_RESET_TIMEOUT).

    Args:
        user: the account.

    Returns:
        The absolute address of the link.
    """
    with translation.override(ENGLISH):
        path = reverse(
            "account_reset_password_from_key",
            kwargs={"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)},
        )
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


class Starter(PageFiles):
    """Creates a new hub in an empty database. Everything is a draft until a person publishes it."""

    def __init__(self, answers: dict[str, Any], progress: Progress = SILENT) -> None:
        """Take answers from start_hub.answers.checked()."""
        super().__init__(FOLDER)
        self.progress = progress
        self.answers = answers
        phone = next(phone for phone in answers["phones"] if phone.get("kind", "voice") == "voice")
        self.words = {name: answers[name] for name in ("site_name", "city_name", "office_name", "state_name")}
        self.words["emergency_number"] = answers["emergency_number"]
        self.words["phone_link"] = f"[{phone['display']}](tel:{phone['number']})"
        self.words["ada_coordinator"] = (
            answers["ada_coordinator"].rstrip(".") or f"The ADA coordinator of the {answers['city_name']}"
        )

    @transaction.atomic
    def start(self) -> User:
        """Create everything, or nothing if something fails.

        Returns:
            The first coordinator's account, which has no password yet.

        Raises:
            ContentError: a file in home/start_hub/starter/ is invalid.
        """
        offices = groups.restore()
        self.coordinator = get_user_model().objects.create_user(**self.answers["coordinator"])
        self.coordinator.groups.set([offices[groups.COORDINATORS]])
        self.locales = {
            code: Locale.objects.get_or_create(language_code=code)[0] for code in self.answers["languages"]
        }
        self._terms()
        make_glossary(self.read(GLOSSARY), list(self.locales))
        make_search_words(self.read(SEARCH_WORDS), list(self.locales), self.words["emergency_number"])
        self._office()
        self._help_lines()
        SafetySettings(live=False, exit_url=self.answers["exit_url"]).save()
        self._pages()
        kinds: tuple[type[ReviewedSnippet], ...] = (OfficeIdentity, HelpLine, SafetySettings)
        for kind in kinds:
            for snippet in kind._default_manager.all():
                snippet.save_revision(user=self.coordinator)
        pairs = self.progress.track(list(existing_translations.not_imported()), "Preparing translations")
        # Nobody has translated anything yet: identical texts are not imported as translations.
        for _imported in existing_translations.import_all(pairs, tool="", same_words=False):
            pass
        transaction.on_commit(withdraw_cached_pages, robust=True)
        return self.coordinator

    def _terms(self) -> None:
        """Create the taxonomy terms. Areas are left to the office; the hub's languages come first among the languages."""
        words = self.read(FOLDER / "terms.yaml")
        own_names = dict(settings.LANGUAGES)
        own = [
            {"slug": code, "name": LANG_INFO.get(code, {}).get("name") or own_names[code]}
            for code in self.locales
        ]
        words["language"] = own + words["language"]
        self.terms = make_terms(words, self.locales)

    # --- Snippets, all of them drafts -------------------------------------------------------------------------
    def _office(self) -> None:
        # The answers also have values for other models.
        fields = {field.name for field in OfficeIdentity._meta.concrete_fields}
        values = {name: value for name, value in self.answers.items() if name in fields}
        english = OfficeIdentity(live=False, locale=self.locales[ENGLISH], **values)
        for order, phone in enumerate(self.answers["phones"]):
            english.phones.add(OfficePhone(sort_order=order, locale=english.locale, **phone))
        english.save()
        for code, locale in self.locales.items():
            if code != ENGLISH:
                office = english.copy_for_translation(locale)
                for name, text in self.answers["translations"].get(code, {}).items():
                    setattr(office, name, text)
                office.live = False
                office.save()

    def _help_lines(self) -> None:
        everywhere, local = self.read(FOLDER / "help_lines.yaml"), self.answers["help_lines"]
        for place, record in enumerate(local):
            record.setdefault("order", 20 + place)  # After the emergency number, before the national line.
        if any(record.get("in_strip") and record["kind"] == HelpLine.Kind.CONFIDENTIAL for record in local):
            # The help bar has space for the emergency number and the nearest confidential line.
            for record in everywhere:
                record["in_strip"] = record["kind"] == HelpLine.Kind.EMERGENCY
        for record in [*everywhere, *local]:
            values = self.snippet_values(HelpLine, record, "help_lines.yaml")
            line = HelpLine(live=False, locale=self.locales[ENGLISH], **values)
            line.save()
            for code, locale in self.locales.items():
                if code != ENGLISH:
                    copy = line.copy_for_translation(locale)
                    copy.live = False
                    copy.save()

    # --- Pages, all of them drafts ----------------------------------------------------------------------------
    def _pages(self) -> None:
        Page.objects.filter(depth=2).delete()  # Wagtail's welcome page, with its site.
        contents = self.page_files("en") + self._terms_of_laws()
        for address, content in contents:
            file = f"pages/en/{address or 'index'}.yaml"
            refuse_unknown_keys(file, content, page_type(content, address), PAGE_KEYS)
        for address, content in contents:
            self._make(address, content)
        for address, content in contents:
            self._fill(address, content, ENGLISH)
        self._quote_laws()
        for code in self.locales:
            if code != ENGLISH:
                self._copy_pages(contents, code)
        for page in self.pages.values():
            # A draft may be incomplete, so it is not validated like a public page.
            page.save_revision(user=self.coordinator, log_action=True, clean=False)
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        Site.objects.create(
            hostname=address.hostname or "localhost",
            port=address.port or (443 if address.scheme == "https" else 80),
            root_page=self.pages[ENGLISH, ""],
            is_default_site=True,
            site_name=self.answers["site_name"],
        )

    def _copy_pages(self, contents: list[tuple[str, dict[str, Any]]], code: str) -> None:
        """Create the pages in another language: in English until somebody translates them, but linked to each other."""
        for address, _content in contents:
            page = self.pages[ENGLISH, address]
            self.pages[code, address] = page.copy_for_translation(self.locales[code], copy_parents=False)
        for address, content in contents:
            self._fill(address, content, code)

    def _make(self, address: str, content: dict[str, Any]) -> None:
        model = page_type(content, address)
        parent = self.pages[ENGLISH, address.rpartition("/")[0]] if address else Page.get_first_root_node()
        parent.refresh_from_db()
        page = model(
            title=content["title"],
            slug=address.rpartition("/")[2] or "home",
            locale=self.locales[ENGLISH],
            live=False,
            owner=self.coordinator,
            steward=self.coordinator,
        )
        parent.add_child(instance=page)
        self.pages[ENGLISH, address] = page

    def _fill(self, address: str, content: dict[str, Any], code: str) -> None:
        page = self.pages[code, address]
        page.refresh_from_db()
        for name, value in content.items():
            # The title is left to the translation.
            if name not in PAGE_KEYS and name != "title":
                self.set_field(page, name, value, code)
        page.save()

    def _terms_of_laws(self) -> list[tuple[str, dict[str, Any]]]:
        """Pages for terms that have a law but no text: only a title, the rest is left to the editor."""
        known = {address for address, _content in self.page_files("en")}
        terms: dict[str, dict[str, Any]] = {}
        for law in self.answers["laws"]:
            address = f"definitions/{law['term']}"
            if address not in known:
                title = law["title"] or law["term"].replace("-", " ").capitalize()
                terms.setdefault(address, {"type": "DefinitionPage", "title": title})
        return list(terms.items())

    def _quote_laws(self) -> None:
        for law in self.answers["laws"]:
            page = self.pages[ENGLISH, f"definitions/{law['term']}"]
            names = set(DefinitionPage.statutes.field.stream_block.child_blocks["statute"].child_blocks)
            statute = {name: value for name, value in law.items() if name in names and value}
            page.statutes.append(("statute", {"language": ENGLISH, "wording": "statute", **statute}))
            page.save()
