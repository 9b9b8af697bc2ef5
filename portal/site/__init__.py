"""What surrounds every public page: the site context, addresses in other languages, error pages, the quick exit, the archive."""
