"""Documents to download."""
