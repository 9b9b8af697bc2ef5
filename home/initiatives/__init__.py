"""The city's initiatives."""
