"""Loads the glossary of a new hub (home/start_hub/starter/glossary.yaml), and the additions of the demonstration."""

from pathlib import Path

from portal.models import GlossaryTerm

from .fixtures import is_language, refuse_unknown_keys

FILE = Path(__file__).parents[1] / "start_hub" / "starter" / "glossary.yaml"


def make_glossary(records, languages):
    """Create the entries for the languages of the hub.

    Args:
        records: a list of dicts: `term`, perhaps `note`, and either `never_translate` or lists of translations by language.
        languages: the codes of the hub's languages.

    Raises:
        ContentError: an entry has an unknown key.
        ValidationError: an entry is invalid.
    """
    for record in records:
        refuse_unknown_keys("glossary.yaml", record, GlossaryTerm, filter(is_language, record))
        note = record.get("note", "")
        if record.get("never_translate"):
            _make(term=record["term"], never_translate=True, note=note)
        for code in languages:
            if record.get(code):
                _make(term=record["term"], language=code, translations="\n".join(record[code]), note=note)


def _make(**values):
    entry = GlossaryTerm(**values)
    entry.full_clean()
    entry.save()
