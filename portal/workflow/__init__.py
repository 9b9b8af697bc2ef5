"""Approval by a second person: who may do what, which version is approved, and where publishing is refused.

`approvals.py` says what is approved and who may approve (`refuse_unapproved()` is where publishing is refused), `publishing.py` publishes,
`publication_guard.py` refuses a save that would get around it, `models/approval.py` is what is stored and the step of a review at which
a person decides, `groups.py` makes the groups and reviews. A "record" is a page or a reviewed snippet.
"""
