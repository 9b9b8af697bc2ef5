"""The page "Get help"."""
