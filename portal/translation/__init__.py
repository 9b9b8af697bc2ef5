"""Translations part by part: wagtail-localize's records and editor, the glossary, PO files."""
