"""The API for partners: programs of an organization list, write and submit its events with a token of an owner (docs/partner-api.md)."""
