"""Campaigns, such as the January awareness month. Each year is an edition with a page of its own."""
