"""Removes what identifies a confidential place from everything that is stored.

`receivers.py` connects signal handlers for every save; `places.make_place_confidential()` does it for one place.
"""
