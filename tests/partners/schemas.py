"""The schemas of HSDS 3.0, and what an answer of the directory says that they do not allow."""

import gzip
import json
from functools import cache
from pathlib import Path

from jsonschema import Draft202012Validator, FormatChecker

FOLDER = Path(__file__).parent / "hsds"
# What this directory adds to HSDS (docs/directory-api.md).
ADDED = {"organization.assured_date", "service.modified_date", "organization_list.assured_date"}


@cache
def schema(name):
    """A schema by its name; those of words and lists stand inside the schema of a service."""
    if name in ("taxonomy_term", "taxonomy"):
        term = schema("service")["properties"]["attributes"]["items"]["properties"]["taxonomy_term"]
        return term if name == "taxonomy_term" else term["properties"]["taxonomy_detail"]
    return json.loads(gzip.decompress((FOLDER / f"{name}.json.gz").read_bytes()))


@cache
def validator(name):
    """A validator that checks the formats, too."""
    return Draft202012Validator(schema(name), format_checker=FormatChecker())


def problems(record, name):
    """What is wrong with a record: what its schema refuses, and fields that the schema does not know.

    Returns:
        A list of sentences.
    """
    found = [
        f"{'/'.join(map(str, error.path))}: {error.message}" for error in validator(name).iter_errors(record)
    ]
    return found + list(_unknown(record, schema(name), name))


def _unknown(value, shape, where):
    if isinstance(value, list):
        for entry in value:
            yield from _unknown(entry, shape.get("items", {}), where)
    elif isinstance(value, dict):
        for name, entry in value.items():
            if name in shape.get("properties", {}):
                yield from _unknown(entry, shape["properties"][name], name.removesuffix("s"))
            elif f"{where}.{name}" not in ADDED:
                yield f"{where}: HSDS knows no field {name}"
