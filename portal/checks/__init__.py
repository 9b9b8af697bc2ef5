"""The publishing checks: what keeps a page from the public, and what only warns.

`registry.py` runs them, `requirements.py` lists them, `publishing.py` refuses what is not ready.
"""
