"""What images, documents and videos have in common: access to files, protection of items in use, blocks."""
