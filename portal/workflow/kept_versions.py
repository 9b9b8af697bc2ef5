"""Versions that the editors' autosave must not write over, because somebody outside the review reads them.

Other packages say which: portal/previews keeps what an open preview link shows.
"""

_keepers = []


def register(keeper):
    """Add a function of a Revision that says whether it must stay as it is."""
    if keeper not in _keepers:
        _keepers.append(keeper)


def is_kept(revision):
    """Whether a version must stay as it is."""
    return any(keeper(revision) for keeper in _keepers)
