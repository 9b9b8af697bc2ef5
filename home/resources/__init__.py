"""Resources: reports, laws, guides, forms and websites."""
