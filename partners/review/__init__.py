"""The admin's pages on which the office decides about submissions of partners, and the activity report."""
