"""The forms in which members write events and pages, and change the state of an event."""
