"""The admin's pages on which people send, compare and decide; emergencies."""
