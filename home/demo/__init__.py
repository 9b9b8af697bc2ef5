"""The demonstration: its content in files, and the code that loads it."""
