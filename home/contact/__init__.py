"""Where the office is and how to reach it."""
