"""The demonstration: its content as files, and what loads it."""
