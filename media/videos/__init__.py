"""Videos, their captions and players."""
