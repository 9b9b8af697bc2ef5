"""Staff accounts: invitations, and permissions that two people must grant."""
