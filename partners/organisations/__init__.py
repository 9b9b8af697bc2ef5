"""Organizations and their services: pages and the directory."""
