"""The admin's home page: what waits for a person. Other packages add to it with `items.register_dashboard_item`."""
