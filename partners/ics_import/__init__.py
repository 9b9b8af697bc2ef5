"""Taking over a partner's own iCalendar file: fetch, parse, map, then drafts."""
