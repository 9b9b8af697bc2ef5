"""Get help."""
