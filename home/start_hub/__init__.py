"""Sets up a real hub in an empty database."""
