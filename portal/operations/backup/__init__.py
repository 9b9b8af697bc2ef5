"""Backups of a hub: made while it runs, encrypted to a public key, kept by a rule, restored and rehearsed (docs/operators.md)."""
