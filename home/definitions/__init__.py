"""Definitions: plain language first, followed by the law."""
