"""The reports of the admin, a module for each; `base` holds what they share."""

from . import approvals, due, links, quality, questions, sources, translations, unsigned  # noqa: F401  Each takes its place in the menu.
