"""The home page and its next events."""
