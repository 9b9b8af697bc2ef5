"""Other forms in which events are given out: iCalendar, Atom, schema.org. partners/apps.py registers what makes them.

The page types answer at these addresses, and what makes the answers reads the page types.
"""

from django.utils.module_loading import import_string

_makers: dict[str, str] = {}


def register(name, path):
    """Say what makes a form.

    Args:
        name: such as "event.ics".
        path: the dotted path of a function, which is imported when it is first needed: the libraries take memory.
    """
    _makers[name] = path


def make(name, *args):
    """Make a form that was registered.

    Raises:
        KeyError: nothing is registered under this name.
    """
    return import_string(_makers[name])(*args)
