"""What the page types of events answer with: lists, iCalendar, Atom, schema.org. partners/startup.py registers the functions.

They read the page types, so the page types name them and do not import them.
"""

from django.utils.module_loading import import_string

_makers: dict[str, str] = {}


def register(name, path):
    """Register a function.

    Args:
        name: such as "event.ics".
        path: the dotted path of a function, which is imported when it is first needed: the libraries take memory.
    """
    _makers[name] = path


def make(name, *args):
    """Call a registered function.

    Raises:
        KeyError: nothing is registered under this name.
    """
    return import_string(_makers[name])(*args)
