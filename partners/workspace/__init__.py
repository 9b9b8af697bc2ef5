"""The workspace of an organization: what members write, submit, and change without review.

`submission.py` makes every change of a page; `status_changes.py` makes the changes that are published without review.
"""
