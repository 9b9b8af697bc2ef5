"""Where readers of a former address end up, and what depends on a page that is to go."""
