"""Events: their pages, dates, time zones and lists."""
