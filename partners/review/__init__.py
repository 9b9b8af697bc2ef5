"""The admin's pages on which the office decides about what partners send, and the activity report."""
