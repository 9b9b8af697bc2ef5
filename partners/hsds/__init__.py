"""The directory for other programs (Human Services Data Specification 3.0)."""
