"""Moving pages to the archive and back (28 CFR 35.104)."""
