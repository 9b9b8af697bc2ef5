"""Removing what tells a confidential place from everything that is stored.

`receivers.py` listens to every save, `places.make_place_confidential()` does it for a place.
"""
