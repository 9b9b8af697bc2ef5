"""An organization's events on its own website: addresses of its calendar, and a page that its website may show in a frame."""
