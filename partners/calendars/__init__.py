"""Events for other programs: iCalendar, Atom, schema.org."""
