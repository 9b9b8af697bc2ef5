"""`python -m tests.bench.many_pages 5000`: fills a demonstration with invented pages of text and resources.

Rows are written in bulk, past forms, reviews and revisions: what is measured afterwards is how they are read. Of four pages one is
a resource, which stands in the list of resources, and three are pages of text below “Stay safe online”. The first fifty are resources
but for two, so that a page of that list is full in a small hub too, and is compared with one of equal length.
"""

import random
import sys

import django

RESOURCES = 4  # One page of so many.
SMALL, TEXTS = 50, (1, 2)
PARAGRAPHS = 4
SENTENCE = "This page was invented for the bench, and it says nothing that anybody should rely on. "


def is_resource(number):
    """Whether a page is a resource."""
    return number not in TEXTS if number < SMALL else number % RESOURCES == 0


def fill(total):
    """Fill up to so many pages.

    Args:
        total: how many pages of the bench there are to be.

    Returns:
        How many pages the hub has.
    """
    from django.core.management import call_command
    from django.db import transaction
    from wagtail.models import Page

    from home.models import InformationPage, ResourceIndexPage, ResourcePage
    from portal.core.cache_version import bump_cache_version
    from tests.bench.many_events import WORDS, add_pages

    chance = random.Random(total)
    there = Page.objects.filter(slug__startswith="bench-page-").count()
    numbers = range(there, total)

    def common(number):
        return {
            "title": f"Bench page {number:04} {' '.join(chance.choices(WORDS, k=2))}",
            "slug": f"bench-page-{number}",
            "summary": f"Invented for the bench: {chance.choice(WORDS)}.",
        }

    body = [("paragraph", f"<p>{SENTENCE * 3}</p>" * PARAGRAPHS)]
    with transaction.atomic():
        index = ResourceIndexPage.objects.get(locale__language_code="en")
        types = ResourcePage.Type.values
        add_pages(
            index,
            ResourcePage,
            [
                common(number)
                | {
                    "resource_type": types[number // RESOURCES % len(types)],
                    "publisher": "Bench",
                    "link_url": "https://bench.example.org/",
                    "link_format": "Web page",
                }
                for number in numbers
                if is_resource(number)
            ],
        )
        parent = InformationPage.objects.get(slug="stay-safe-online", locale__language_code="en")
        add_pages(
            parent,
            InformationPage,
            [common(number) | {"body": body} for number in numbers if not is_resource(number)],
        )
    call_command("update_index", verbosity=0, chunk_size=500)
    bump_cache_version()
    return Page.objects.count()


if __name__ == "__main__":
    django.setup()
    print(fill(int(sys.argv[1])), "pages")
