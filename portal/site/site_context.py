"""What surrounds every page: names, menu, help lines, alerts, languages. Read once for a cache version, then from the shared cache."""

from dataclasses import dataclass, fields

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import get_language
from wagtail.models import Page, Site, get_page_models

from portal.core.cache_version import get_cache_version, known_cache_version
from portal.core.page_links import page_links
from portal.core.process_memory import memory_of
from portal.safety.models import Alert, HelpLine, OfficeIdentity, SafetySettings

from . import fallback_files

# The number changes with the fields of SiteContext, because after an update the cache may hold contexts of the previous release.
CONTEXT_KEY = "site-context-3"


@dataclass(frozen=True)
class MenuItem:
    """A page of the main menu: its title, address and path (to mark where the reader is)."""

    title: str
    url: str


@dataclass(frozen=True)
class SiteContext:
    """What surrounds a page in one language."""

    language: str
    office: object | None
    phones: tuple
    help_lines: tuple
    alerts: tuple
    menu: tuple
    # The related pages of the home page (PageLink): at the end of every page, too, they are one tap away.
    first_pages: tuple
    home_url: str
    exit_url: str
    # The archive pages as paths of the tree (portal/site/archive.py).
    archives: tuple = ()
    # The public home pages, each with its locale: in other languages no page answers.
    homes: tuple = ()
    # The Site with its root page, where there is only one.
    only_site: object | None = None

    @cached_property
    def open_languages(self):
        """Codes of the languages whose home page is public."""
        return [home.locale.language_code for home in self.homes]

    @cached_property
    def phones_to_call(self):
        """The office's lines to speak on: the one in the reader's language first, then those of every language."""
        return [
            phone
            for phone in self.phones
            if phone.kind == "voice" and (not phone.language or phone.is_of_language(self.language))
        ]

    def __getstate__(self):
        """The fields, without what this process has rendered or computed."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def rendered_parts(self):
        """The HTML of rendered parts, by name, language and values (portal/templatetags/once.py)."""
        return {}

    @cached_property
    def help_bar_lines(self):
        """The help lines of the help bar: emergency and confidential ones only."""
        return [line for line in self.help_lines if line.in_strip and line.kind in line.SAFE_KINDS]

    @property
    def emergency(self):
        """The emergency lines of the help bar, for every danger; all of them if the help bar has none."""
        lines = self.lines("emergency")
        return [line for line in lines if line.in_strip] or lines

    @property
    def other_emergency(self):
        """Emergency lines for one kind of danger, such as thoughts of suicide: they come after confidential help."""
        first = self.emergency
        return [line for line in self.lines("emergency") if line not in first]

    @property
    def confidential(self):
        """The confidential lines, the first of which a person in need is shown."""
        return self.lines("confidential")

    @property
    def help_in_words(self):
        """The lines for a reader who found no page in her language: no law enforcement, the City's last."""
        return [*self.emergency, *self.confidential, *self.other_emergency, *self.lines("city")]

    def lines(self, kind):
        """The help lines of one kind, in the office's order."""
        return [line for line in self.help_lines if line.kind == kind]

    def alerts_for(self, place, path):
        """The alerts to show now at a place ("home" or another) on the page of a path. They end to the second."""
        now = timezone.now()
        return [alert for alert in self.alerts if alert.is_shown(now, place, path)]


def in_language(model, language, **filters):
    """The published records of a translatable snippet in a language, the default language's where no translation is live.

    Args:
        model: a TranslatableMixin model with drafts.
        language: a language code of settings.LANGUAGES.
        **filters: further conditions on the records.

    Returns:
        A list in the model's order.
    """
    wanted = model.objects.filter(live=True, **filters).select_related("locale")
    originals = {
        record.translation_key: record
        for record in wanted
        if record.locale.language_code == settings.LANGUAGE_CODE
    }
    for record in wanted:
        if record.locale.language_code == language:
            originals[record.translation_key] = record
    order = {record.pk: place for place, record in enumerate(wanted)}
    return sorted(originals.values(), key=lambda record: order[record.pk])


def _build(language):
    office = next(iter(in_language(OfficeIdentity, language)), None)
    safety = SafetySettings.objects.filter(live=True).first()
    sites = list(Site.objects.select_related("root_page__locale"))
    site = next((site for site in sites if site.is_default_site), None)
    home = site and (
        site.root_page.get_translations(inclusive=True).filter(live=True).select_related("locale")
    )
    homes = {page.locale.language_code: page for page in home or []}
    home = homes.get(language) or homes.get(settings.LANGUAGE_CODE)
    menu = home.get_children().live().in_menu() if home else []
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    archives = _archive_paths()
    return SiteContext(
        language=language,
        office=office,
        # The City's line in the reader's language first; the list itself is the same in every language.
        phones=tuple(sorted(office.phones.all(), key=lambda phone: not phone.is_of_language(language)))
        if office
        else (),
        help_lines=tuple(_help_lines(HelpLine, language)),
        alerts=tuple(_alerts(Alert, language)),
        menu=tuple(MenuItem(title=page.title, url=page.url) for page in menu),
        first_pages=_first_pages(home, language, archives),
        home_url=f"{prefix}/",
        exit_url=safety.exit_url if safety else settings.EXIT_URL,
        archives=archives,
        homes=tuple(homes.values()),
        only_site=site if len(sites) == 1 else None,
    )


def _archive_paths():
    """The archive pages of all languages as paths of the tree."""
    paths = []
    for model in get_page_models():
        if getattr(model, "is_archive", False):
            paths += Page.objects.type(model).values_list("path", flat=True)
    return tuple(paths)


def _first_pages(home, language, archives):
    """The public related pages of a home page, in a language where they are translated, without those in the archive."""
    related = getattr(home.specific, "related_pages", None) if home else None
    links = (
        page_links([block["value"] for block in related.raw_data if block["value"]], language)
        if related
        else []
    )
    return tuple(link for link in links if not link.path.startswith(archives))


def _help_lines(model, language):
    """The lines in a language. Those that nobody has signed know the English line, whose answers are shown."""
    lines = in_language(model, language, enabled=True)
    unsigned = [line for line in lines if line.shows_english]
    if unsigned:
        keys = [line.translation_key for line in unsigned]
        english = {
            line.translation_key: line
            for line in in_language(model, settings.LANGUAGE_CODE, translation_key__in=keys)
        }
        for line in unsigned:
            line.in_english = english.get(line.translation_key)
    return lines


def _alerts(model, language):
    """The alerts in a language, and those in the first language that fall back to it; each knows its section's path."""
    alerts = [
        alert
        for alert in in_language(model, language)
        if alert.locale.language_code == language or alert.falls_back
    ]
    prefix = "" if language == settings.LANGUAGE_CODE else f"/{language}"
    for alert in alerts:
        if alert.place == alert.Place.SECTION and alert.section:
            # Addresses are the same in every language but for the prefix.
            path = alert.section.get_url_parts()[2]
            own = alert.section.locale.language_code
            rest = path.removeprefix(f"/{own}") if own != settings.LANGUAGE_CODE else path
            alert.section_path = f"{prefix}{rest}"
    return alerts


def get_site_context(language):
    """The site context in a language: as this process has read it for the present cache version, else from the cache.

    Args:
        language: a language code of settings.LANGUAGES.

    Returns:
        A SiteContext. Requests share it: nobody changes it.
    """
    version = get_cache_version()
    kept, name = memory_of(version), f"{CONTEXT_KEY}:{language}"
    if (found := kept.get(name)) is None:
        key = f"{CONTEXT_KEY}:{version}:{language}"
        found = cache.get(key)
        if found is None:
            found = _build(language)
            cache.set(key, found, timeout=24 * 60 * 60)
        kept[name] = found
    fallback_files.keep(found, version)
    return found


def get_stored_site_context(language):
    """The site context in a language from the cache, else as this machine last knew it, else None. Never raises.

    Args:
        language: a language code of settings.LANGUAGES.
    """
    version = known_cache_version()
    key = f"{CONTEXT_KEY}:{'.'.join(version)}:{language}" if version else ""
    return (key and cache.get(key)) or fallback_files.recall(language)


def site_context(request):
    """Context processor: `site_context`, read only when a template uses it."""
    return {
        "site_context": SimpleLazyObject(lambda: get_site_context(get_language() or settings.LANGUAGE_CODE)),
        "demonstration": settings.DEMONSTRATION_NOTICE,
        "languages": settings.LANGUAGES,
    }
