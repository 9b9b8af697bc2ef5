"""The office's telephone lines at the end of every page: the one in the reader's language, then those of every language."""

import re

import pytest

pytestmark = pytest.mark.django_db

CITY = ["tel:311", "tel:+16126733000"]


@pytest.mark.parametrize(
    ("prefix", "own"),
    [
        ("", []),
        ("/es", ["tel:+16126732700"]),
        ("/so", ["tel:+16126733500"]),
        ("/hmn", ["tel:+16126732800"]),
    ],
)
def test_the_footer_names_the_line_in_the_readers_language_first(prefix, own, client):
    page = client.get(f"{prefix}/events/").content.decode()
    footer = page[page.index("<footer") :]
    assert re.findall(r'href="(tel:[^"]*)"', footer) == [*own, *CITY]


@pytest.mark.parametrize(
    ("prefix", "own"), [("/es", "612-673-2700"), ("/so", "612-673-3500"), ("/hmn", "612-673-2800")]
)
@pytest.mark.parametrize("path", ["definitions/wage-theft", "request-accessible-format", "accessibility"])
def test_a_translation_tells_its_readers_to_call_the_line_in_their_language(prefix, own, path, client):
    page = client.get(f"{prefix}/{path}/").content.decode()
    content = page[page.index("<main") : page.index("</main>")]
    # A translation may name the original's number too: the check of translation files asks for it.
    assert own in content and "612-673-3000" not in content[: content.index(own)]
