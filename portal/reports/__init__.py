"""Reports of the admin: one room for each; what they share stands in `base`."""

from portal.reports import approvals, due, links, quality, sources, translations, unsigned  # noqa: F401  Each takes its place in the menu.
