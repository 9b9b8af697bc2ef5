"""Approval by a second person: who may do what, which version is approved, and where publishing is refused.

`approvals.py` decides, `publication_guard.py` refuses any other path, `groups.py` holds the groups and reviews.
"""
