"""The workspace of an organization: what members write, send and change at once.

`submission.py` is the path of every change of a page, `status_changes.py` of what is public at once.
"""
