"""Calendars that an organization has named once and the hub reads every few hours: fetch, create and change drafts, propose cancellations."""
