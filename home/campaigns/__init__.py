"""Campaigns: the January awareness month and others, each year an edition."""
