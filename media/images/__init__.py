"""Images and their alternative texts."""
