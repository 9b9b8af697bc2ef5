"""`python -m tests.bench.search`: what a search costs with 500 pages and events, and with 20,000.

Two hubs are served side by side and asked in turns, on SQLite, or on the server of DATABASE_URL, where it makes two databases
and drops them at the end. Their events have texts of words as unequally common as in any language (Zipf's law: the most
common one stands in nearly every text). Prints for each query the queries to the database and the median of the time until
the answer is there, with few and with many pages, and in the end the 95th percentile over all queries and its ratio.
"""

import contextlib
import itertools
import os
import random
import statistics
import subprocess
import sys
from urllib.parse import quote_plus, urlsplit

from tests.bench.__main__ import Reader
from tests.bench.events import warm_up
from tests.tools.hub import ROOT, served_hub

# Events; of each ten there is an organisation with two services, which makes 500 and 20,000 pages with the demonstration's.
FEW, MANY = 240, 15_200
TURNS = 9
MOST, MOST_QUERIES = 2, 8
VOCABULARY, WORDS_OF_A_TEXT = 6000, (40, 120)

# What is looked for: by everybody, by somebody, by nobody; in other languages, of one kind, on a later page.
QUERIES = [
    "workers",
    "evening",
    "workers evening",
    "rights training library",
    "support for workers and their family",
    "bench",
    "invented",
    "come as you are",
    "bench workers evening 3-1",
    "bench organization 0003",
    "wage theft",
    "unpaid wages",
    "human trafficking",
    "what is human trafficking",
    "my boss does not pay me",
    "my boss took my passport and I cannot leave the house where I work",
    "safe harbor",
    "help",
    "police",
    "lawyer",
    "shelter tonight",
    "delete browser history",
    "large print",
    "library wages",
    "staff neighbors rights",
    "zzzzqqq",
    "the",
    "who we are",
    "word1",
    "word1 word2 word3 word4",
    "word5 word50 word500",
    "word4999",
    "word40 word4000",
    "violacion",
    "' OR 1=1 --",
]
ADDRESSES = [
    *(f"/search/?q={quote_plus(query)}" for query in QUERIES),
    "/search/?q=evening&type=event",
    "/search/?q=workers&type=partner",
    "/search/?q=workers+training&type=definition",
    "/search/?q=wages&archive=1",
    "/search/?q=workers&page=3",
    "/es/search/?q=salarios",
    "/es/search/?q=workers+evening",
    "/es/search/?q=mi+jefe+no+me+paga",
    "/so/search/?q=caawimaad",
    "/hmn/search/?q=nyiaj+hli",
]


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


@contextlib.contextmanager
def databases():
    """Two databases' addresses: empty ones of the server of DATABASE_URL, or "" for SQLite."""
    server = os.environ.get("DATABASE_URL", "")
    if not server:
        yield ["", ""]
        return
    import psycopg

    names = ["hub_bench_search_few", "hub_bench_search_many"]
    with psycopg.connect(server.replace("postgresql://", "postgres://", 1), autocommit=True) as connection:
        for name in names:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield [urlsplit(server)._replace(path=f"/{name}").geturl() for name in names]
        finally:
            for name in names:
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def percentile(times, share):
    """The time within which so much of all answers was there."""
    return statistics.quantiles(times, n=100, method="inclusive")[share - 1]


def measure(urls):
    """Ask two hubs in turns and print the table.

    Args:
        urls: of the hub with few pages and of the one with many.

    Returns:
        Whether the search costs more than MOST times as much with many pages, or more than MOST_QUERIES.
    """
    readers = [Reader(url) for url in urls]
    times, medians, dear = ([], []), ([], []), False
    print(f"{'Query':72}{'queries':>12}{'ms':>16}{'ratio':>8}")
    for path in ADDRESSES:
        few, many = (warm_up(reader, path) for reader in readers)
        of_path = ([], [])
        for _turn in range(TURNS):
            for reader, found in zip(readers, of_path, strict=True):
                found.append(reader.seconds(path, 1) * 1000)
        for place in (0, 1):
            times[place].extend(of_path[place])
            medians[place].append(statistics.median(of_path[place]))
        dear = dear or max(few[1], many[1]) > MOST_QUERIES
        one, other = medians[0][-1], medians[1][-1]
        row = f"{path[:70]:72}{few[1]:>6} {many[1]:>5}{one:>8.1f} {other:>7.1f}{other / one:>8.2f}"
        print(row, flush=True)
    for name, found in (("all answers", times), ("the queries' medians", medians)):
        few, many = (percentile(listed, 95) for listed in found)
        print(f"95th percentile of {name}: {few:.1f} ms and {many:.1f} ms, ratio {many / few:.2f}")
    return dear or many > MOST * few


def main():
    """Start and fill two hubs and measure them.

    Returns:
        See measure().
    """
    with databases() as addresses, contextlib.ExitStack() as stack:
        hubs = [
            stack.enter_context(served_hub(settings="tests.bench.settings", database=address))
            for address in addresses
        ]
        for count, hub in zip((FEW, MANY), hubs, strict=True):
            command = [sys.executable, "-m", "tests.bench.search", str(count)]
            subprocess.run(command, cwd=ROOT, env=hub.environment, check=True)
        return measure([hub.url for hub in hubs])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        import django

        django.setup()
        fill(int(sys.argv[1]))
    else:
        sys.exit(bool(main()))
