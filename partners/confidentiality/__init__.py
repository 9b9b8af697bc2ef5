"""Protects confidential places: their addresses are neither stored nor shown.

`words.py` lists the phrases that identify a place and finds them in any text; `store.py` stores keyed digests of them; `erasure.py`
removes them from everything stored about a page; `pages.py` does so whenever a page is saved; `checks.py` prevents publication of pages
that still contain them. partners/redaction applies this to every way in which something is written.
"""
