"""Months in full: abbreviations are harder to read, and to hear."""

DATE_FORMAT = "F j, Y"
DATETIME_FORMAT = "F j, Y, P"
