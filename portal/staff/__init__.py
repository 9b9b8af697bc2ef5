"""Accounts of the office: invitations, and rights that two people give together."""
