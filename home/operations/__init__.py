"""Health checks of the public pages."""
