"""Registry of the responses of event pages: lists, iCalendar, Atom, schema.org. partners/startup.py registers the functions.

The functions import the page types, so the page types call them by name.
"""

from django.utils.module_loading import import_string

_makers: dict[str, str] = {}


def register(name, path):
    """Register a function.

    Args:
        name: such as "event.ics".
        path: the dotted path of a function, which is imported when it is first called, to save memory.
    """
    _makers[name] = path


def make(name, *args):
    """Call a registered function.

    Raises:
        KeyError: nothing is registered under this name.
    """
    return import_string(_makers[name])(*args)
