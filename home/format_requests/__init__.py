"""Requests for an accessible format (28 CFR 35.160)."""
