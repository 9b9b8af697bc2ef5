"""`python -m tests.bench.languages`: what pages cost in a hub of one language and in a hub of four."""

import sys

from tests.bench.addresses import PAGES
from tests.bench.events import office
from tests.bench.growth import Address, Growth, main


def addresses():
    """Every type of page in English, which both have, and the office's pages."""
    english = [
        page for page in PAGES if page.path and not page.again and not page.path.startswith(("/so/", "/es/"))
    ]
    return [Address(page.name, page.path, any_length=page.any_length) for page in english] + office()


GROWTH = Growth(
    kind="growth-languages",
    few="the demonstration in English",
    many="the demonstration in English, Spanish, Somali and Hmong",
    addresses=addresses,
    environment={"LANGUAGES": "en"},
)

if __name__ == "__main__":
    sys.exit(main(GROWTH))
