"""How the run of each kind is shown in docs/performance.md."""

from tests.bench import growth, load, pages, reporting, search

MODULES = {
    "pages": pages,
    "growth-events": growth,
    "growth-languages": growth,
    "growth-pages": growth,
    "growth-search": search,
    "load": load,
}


def heading(facts):
    """When, how and on what a run was made: one line."""
    return (
        f"{facts['date'][:10]}, `{facts['command']}`, commit {facts['commit']}, {facts['database']}, cache: {facts['cache']}, "
        f"{facts['machine']} (load {facts['load']} before it began), Python {facts['python']}, "
        + ", ".join(f"{name.capitalize()} {version}" for name, version in facts["libraries"].items())
        + f", client {facts['client']}."
    )


def text(report):
    """A run as Markdown."""
    shown = MODULES[report["kind"]]
    table = reporting.table(shown.HEADINGS, [shown.cells(row) for row in report["rows"]])
    return "\n\n".join([heading(report["circumstances"]), table, *shown.summary(report)])
