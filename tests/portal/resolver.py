"""Every address of the URL resolver, filled in so that it can be asked for."""

import re
import uuid

from django.urls import get_resolver
from django.utils.regex_helper import normalize

SOME_KEY = str(uuid.UUID(int=7))


def every_address(number=1, **values):
    """One address for each pattern of the resolver.

    Args:
        number: stands for every number of a record.
        **values: what stands for parameters of these names.

    Returns:
        A sorted list of paths, each once.

    Raises:
        AssertionError: there is a pattern for which no address was found.
    """
    candidates = (str(number), "x", SOME_KEY, "video", "aa/", "aa/a.ics")
    found = set()
    for regex in _leaves(get_resolver().url_patterns, ""):
        matches = re.compile(regex)
        # normalize() knows no alternatives.
        ((template, names), *_others) = normalize(regex.replace("(?:/|$)", "/"))
        filled = [template % {name: values.get(name, one) for name in names} for one in candidates]
        fitting = [address for address in filled if matches.match(address)]
        assert fitting, f"No address for {regex}: add a candidate."
        found.add("/" + fitting[0])
    return sorted(found)


def _leaves(patterns, before):
    for pattern in patterns:
        regex = before + pattern.pattern.regex.pattern.removeprefix("^").replace(r"\Z", "$")
        if hasattr(pattern, "url_patterns"):
            yield from _leaves(pattern.url_patterns, regex)
        else:
            yield "^" + regex
