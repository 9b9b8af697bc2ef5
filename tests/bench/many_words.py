"""`python -m tests.bench.many_words 15200`: fills a demonstration with events that have texts, and writes the search.

The words are as unequally common as in any language (Zipf's law: the most common one stands in nearly every text).
"""

import itertools
import os
import random
import sys

import django

VOCABULARY, WORDS_OF_A_TEXT = 6000, (40, 120)


def fill(total):
    """Fill this process's hub with events that have texts, and write the search.

    Args:
        total: how many events.
    """
    from django.core.management import call_command

    from partners.models import EventPage
    from tests.bench import many_events

    many_events.fill(total, index=False)
    chance = random.Random(total)
    words = [f"word{number}" for number in range(1, VOCABULARY)]
    shares = list(itertools.accumulate(1 / number for number in range(1, VOCABULARY)))
    events = list(EventPage.objects.filter(slug__startswith="bench-").only("pk"))
    for event in events:
        text = " ".join(chance.choices(words, cum_weights=shares, k=chance.randint(*WORDS_OF_A_TEXT)))
        event.description = f"<p>Come as you are. {text}</p>"
    for place in range(0, len(events), 500):
        EventPage._base_manager.bulk_update(events[place : place + 500], ["description"])
    call_command("update_index", backend_name="public", verbosity=0)
    if os.environ.get("DATABASE_URL"):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")  # As autovacuum does after so many rows.


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]))
