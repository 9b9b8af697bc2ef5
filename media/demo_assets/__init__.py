"""Pictures and a film that the demonstration draws itself."""
