"""Another city runs the hub with settings and answers alone: nothing of Minneapolis is left in it."""

import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings

from home.models import FormatRequest
from portal.design.bundles import text_of
from portal.models import OutboxMessage
from portal.site.error_views import server_error
from tests.home.example_city import (
    partners_post,
    publish_everything,
    settings_of_the_city,
    start,
)

pytestmark = pytest.mark.one_database

HOST = "hub.example-city.example"
ELSEWHERE = [
    "Minneapolis",
    "Minnesota",
    "Hennepin",
    "612-",
    "+1612",
    "Minn.",
    "Day One",
    "Chicago",
    "Coordinator's Office",
    "Coordinator’s Office",
    "Español",
    "Somali",
]
# Not linked from any page, but public all the same.
UNLINKED = [
    "/sitemap.xml",
    "/robots.txt",
    "/.well-known/security.txt",
    "/healthz",
    "/no-such-page/",
    "/fr/no-such-page/",
    "/es/",
    "/search/?q=trafficking",
    "/fr/search/?q=trafficking",
    "/search/?q=zzzz",
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/signup/",
    "/fr/accounts/login/",
    "/resources/?type=law",
    "/initiatives/?status=active",
    "/partners/",
    "/partners/?q=example",
    "/events/?attendance=both",
    "/fr/events/past/",
    "/workspace/",
    "/api/hsds/",
    *(
        f"/api/hsds/{part}?include=unverified"
        for part in ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")
    ),
]
# Spanish is off, so its addresses are nobody's; the switcher keeps the address on an error page too.
MISSING = {"/no-such-page/", "/fr/no-such-page/", "/es/", "/fr/es/"}
# Written in English only: the French address answers with the help lines and the English page.
MISSING |= {
    "/fr/partners/example-advocates/",
    "/fr/partners/example-advocates/legal-help/",
    "/fr/events/know-your-rights-at-work/",
}
FORM = {
    "need": "The page on wage theft in large print.",
    "answer_by": "email",
    "contact": "a@b.example",
    "safe": "yes",
}


IDENTIFIER = re.compile("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def _words(text):
    """A page as it is, and as people and search engines read it (entities and JSON escapes resolved), without identifiers.

    Those are made at random, and one in a thousand holds "612-".
    """
    text = IDENTIFIER.sub("", text)
    return unescape(text.replace("\\u0026", "&").replace("\\u003C", "<"))


def _links(address, text):
    """The addresses within the hub that an answer leads to."""
    for link in re.findall(r'(?:href|src|action)="([^"#]+)', text) + re.findall(r"<loc>([^<]+)", text):
        target = urlsplit(urljoin(f"https://{HOST}{address}", unescape(link)))
        if (
            target.scheme == "https"
            and target.hostname == HOST
            and not target.path.startswith(("/static/", "/exit/"))
        ):
            yield target.path + (f"?{target.query}" if target.query else "")


@pytest.fixture(scope="module")
def hub(unused_database, django_db_blocker):
    """Everything that a visitor can be answered in Example City: a dict of address to (status, text)."""
    from django.db import transaction

    with django_db_blocker.unblock(), settings_of_the_city, transaction.atomic():
        robin = start()
        robin.set_password("meadow-lamp-seven-rivers")
        robin.save()
        publish_everything()
        organisation, event = partners_post()
        client = Client(headers={"host": HOST}, raise_request_exception=False)
        waiting = ["/", *UNLINKED, organisation.url, event.url, f"{event.url}event.ics"]
        answers = {}
        while waiting:
            address = waiting.pop()
            if address in answers:
                continue
            answer = client.get(address, secure=True, follow=True)
            text = b"".join(answer) if answer.streaming else answer.content
            answers[address] = (answer.status_code, text.decode())
            waiting += set(_links(address, answers[address][1])) - set(answers)
        wrong = client.post("/request-accessible-format/", {}, secure=True)
        done = client.post("/request-accessible-format/", FORM, secure=True, follow=True)
        french = client.post("/fr/request-accessible-format/", FORM, secure=True, follow=True)
        client.post("/accounts/password/reset/", {"email": robin.email}, secure=True)
        client.post("/accounts/password/reset/", {"email": "nobody@elsewhere.example"}, secure=True)
        answers["form, wrong"] = (wrong.status_code, wrong.content.decode())
        answers["form, sent"] = (done.status_code, done.content.decode())
        answers["form, sent in French"] = (french.status_code, french.content.decode())
        for path in ("/", "/fr/"):
            broken = server_error(RequestFactory(headers={"host": HOST}).get(path, secure=True))
            answers[f"500 of {path}"] = (broken.status_code, broken.content.decode())
        answers["500 without the site context"] = (
            500,
            render_to_string("portal/500_plain.html", {"language": "en"}),
        )
        answers["too big"] = _too_big(client)
        for message in OutboxMessage.objects.all():
            text = "\n".join(
                [message.sender, *message.recipients, message.subject, message.body, message.html]
            )
            answers[f"mail {message.pk}: {message.subject}"] = (200, text)
        answers["styles"] = (200, text_of("portal/hub.css"))
        answers["scripts"] = (200, text_of("portal/hub.js"))
        answers["reference"] = (200, FormatRequest.objects.first().reference)
        transaction.set_rollback(True)
    cache.clear()
    return answers


def _too_big(client):
    with override_settings(DATA_UPLOAD_MAX_NUMBER_FIELDS=2):
        answer = client.post("/request-accessible-format/", FORM, secure=True)
    return answer.status_code, answer.content.decode()


def test_every_page_of_both_languages_was_read(hub):
    for address in (
        "/",
        "/fr/",
        "/get-help/",
        "/get-help/card/",
        "/fr/get-help/card/",
        "/definitions/coerced-begging/",
        "/fr/definitions/wage-theft/",
        "/accessibility/grievance-procedure/",
        "/stay-safe-online/",
        "/contact/",
        "/videos/",
        "/partners/",
        "/fr/partners/",
        "/partners/example-advocates/",
        "/events/",
        "/fr/events/",
        "/events/know-your-rights-at-work/",
        "/events/know-your-rights-at-work/event.ics",
        "/events/calendar.ics",
        "/fr/events/feed.atom",
        "/api/hsds/services?include=unverified",
    ):
        assert hub[address][0] == 200, address
    assert sum(address.startswith("mail ") for address in hub) >= 4
    assert hub["too big"][0] == 400
    assert hub["form, wrong"][0] == 422


def test_no_link_of_the_hub_is_broken(hub):
    broken = {
        address for address, (status, _text) in hub.items() if address.startswith("/") and status >= 400
    }
    assert broken == MISSING


@pytest.mark.parametrize("word", ELSEWHERE)
def test_nothing_names_another_city(hub, word):
    # The French stay silent on Somali; the word to say to an interpreter is the office's to choose.
    found = {
        address for address, (_status, text) in hub.items() if word.casefold() in _words(text).casefold()
    }
    assert not found


def test_the_city_is_named_instead(hub):
    home = _words(hub["/"][1])
    for part in ("Free to Work", "Example City", "Office of Public Safety", "202-555-0100"):
        assert part in home
    assert '"telephone": ["202-555-0100"' in hub["/contact/"][1]
    assert "Example State" in hub["/definitions/sex-trafficking/"][1]
    assert "Libre de travailler" in hub["/fr/"][1]


def test_languages_that_are_off_are_offered_nowhere(hub):
    for address, (_status, text) in hub.items():
        assert 'hreflang="es"' not in text, address
        assert 'href="/es/' not in text or address in MISSING, address
    assert 'hreflang="fr"' in hub["/"][1]
    assert "Français" in hub["/"][1]


def test_mails_come_from_the_city_and_lead_to_its_hub(hub):
    for address, (_status, text) in hub.items():
        if address.startswith("mail "):
            assert text.startswith("hub@example-city.example\n"), address
            for link in re.findall(r"https?://[^\s/]+", text):
                assert link == f"https://{HOST}", address


def test_the_sitemap_names_the_city_s_host_only(hub):
    text = "".join(text for address, (_status, text) in hub.items() if address.startswith("/sitemap"))
    assert {urlsplit(link).hostname for link in re.findall(r"<loc>([^<]+)", text)} == {HOST}
    assert "/fr/get-help/" in text


def test_a_theme_changes_colours_icon_and_logo_without_code(tmp_path, settings):
    theme, collected = tmp_path / "theme", tmp_path / "collected"
    own = theme / "static" / "portal"
    own.mkdir(parents=True)
    (theme / "theme.css").write_text(
        ':root { --color-primary: #0b5d3b; } .site-header .site-name::before { content: url("city-logo.svg"); }'
    )
    for name in ("icon.svg", "city-logo.svg"):
        (own / name).write_text(f"<svg><title>{name} of the city</title></svg>")
    settings.THEME_DIR, settings.STATICFILES_DIRS = str(theme), [theme / "static"]
    settings.STATIC_ROOT = collected
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    styles = next((collected / "portal").glob("hub.????????????.css")).read_text()
    # The last word is the city's, and its logo has a name that may be cached for a year.
    assert styles.rindex("--color-primary:#0b5d3b") > styles.rindex("@layer")
    assert re.search(r'url\("city-logo\.[0-9a-f]{12}\.svg"\)', styles)
    assert "icon.svg of the city" in (collected / "portal" / "icon.svg").read_text()
