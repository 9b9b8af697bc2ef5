"""The parts of every public page: site context, addresses in other languages, error pages, quick exit, archive."""
