"""The library in the admin: a new file for an item in use, uploads, reports."""
