"""Cleaning of what members write and upload: text, markup, pictures."""
