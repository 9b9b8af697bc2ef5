"""`python -m tests.bench.page_count`: what pages cost in a hub with 50 pages more than the demonstration, and with 5,000 more."""

import sys

from tests.bench.addresses import PAGES
from tests.bench.events import office
from tests.bench.growth import Address, Growth, main


def addresses():
    """Every type of page, and the office's pages."""
    return [
        *(
            Address(page.name, page.path, any_length=page.any_length)
            for page in PAGES
            if page.path and not page.again
        ),
        Address("Bench page", "/stay-safe-online/bench-page-1/"),
        Address("Resource of the bench", "/resources/bench-page-0/"),
        Address("Search, many results", "/search/?q=bench"),
        *office(),
    ]


GROWTH = Growth(
    kind="growth-pages",
    few="the demonstration and 50 pages, 48 of them resources",
    many="the demonstration and 5,000 pages, 1,285 of them resources",
    addresses=addresses,
    fill="tests.bench.many_pages",
    sizes=(50, 5000),
)

if __name__ == "__main__":
    sys.exit(main(GROWTH))
