"""The single publishing checks of pages, and the repeated check of what is public already."""
