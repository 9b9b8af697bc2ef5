"""Opening a real hub in an empty database."""
