"""Topics, categories and the other terms that describe organizations, services and events."""
