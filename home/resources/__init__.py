"""Reports, laws, guides, forms and sites."""
