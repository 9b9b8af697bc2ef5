"""Import of a partner's own iCalendar file: fetch, parse, map, save drafts."""
