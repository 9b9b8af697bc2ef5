"""Compares requests and answers with the published description of the API (OpenAPI 3.1)."""

import functools
import json
import re

from jsonschema import Draft202012Validator

from partners.api.views import DESCRIPTION


@functools.cache
def document():
    """The description, as it is committed."""
    return json.loads(DESCRIPTION.read_text())


@functools.cache
def _patterns():
    return [
        (re.compile(re.escape(path).replace(r"\{key\}", r"[0-9a-f-]{36}")), operations)
        for path, operations in document()["paths"].items()
    ]


def _operation(method, path):
    found = next((found for pattern, found in _patterns() if pattern.fullmatch(path)), {})
    return found.get(method.lower())


def _validate(schema, value):
    whole = {**schema, "components": document()["components"]}
    validator = Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER)
    errors = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
    assert not errors, errors
    name = schema.get("$ref", "").rpartition("/")[2]
    properties = document()["components"]["schemas"].get(name, {}).get("properties")
    if properties and isinstance(value, dict):
        assert set(value) <= set(properties), f"{name} does not describe {set(value) - set(properties)}."


def compare(method, path, sent, answer):
    """Fail unless the description says that this request may get this answer.

    Args:
        method: GET, POST or PATCH; other methods are described nowhere.
        path: with the query.
        sent: the data that was sent, if it was JSON.
        answer: the response.
    """
    operation = _operation(method, path.partition("?")[0])
    if operation is None or answer.status_code == 304:
        return
    described = operation["responses"].get(str(answer.status_code))
    assert described, f"{method} {path} answered {answer.status_code}, which is not described."
    kind = answer["Content-Type"]
    assert kind in described["content"], f"{kind} is not described."
    _validate(described["content"][kind]["schema"], answer.json())
    if answer.status_code < 300 and isinstance(sent, dict) and "requestBody" in operation:
        readable = _readable(operation["requestBody"])
        given = {name: value for name, value in sent.items() if name in readable}
        _validate(operation["requestBody"]["content"]["application/json"]["schema"], given)


def _readable(body):
    """The fields that a request may have; others of an event are ignored there."""
    name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return set(document()["components"]["schemas"][name]["properties"])
