"""The audit trail: rows that are only added, chained by hashes.

`trail.record()` adds an entry, `trail.check()` finds gaps; `signals.py` listens to Django, allauth and Wagtail.
"""
