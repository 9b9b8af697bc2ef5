"""The admin's home page: what waits for a person. Other packages add to it with `items.waiting`."""
