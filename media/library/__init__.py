"""The library in the admin: replacing items in use, serving uploads, reports."""
