"""Trusted updates: changes of only the time or the place of a public event, which an organization may make public before the office has seen
them (docs/decisions/0029). `services` holds the setting, `rules` which change counts, `publishing` publishes and undoes."""
