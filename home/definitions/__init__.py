"""Definitions: plain words first, with the law beside them."""
