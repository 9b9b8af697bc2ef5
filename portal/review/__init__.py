"""The admin's pages for submitting, comparing and deciding, and for emergencies."""
