"""A place that must not be known is stored nowhere and shown nowhere.

`words.py` says which words tell a place and finds them in any text; `store.py` keeps them as keyed digests after they were
erased; `erasure.py` takes them out of all that is kept of a page; `places.py` empties the fields of the place; `watch.py` sees
every path by which something is written; `checks.py` keeps from the public what still tells the place.
"""
