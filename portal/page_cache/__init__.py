"""The page cache: a WSGI application in front of Django that answers readers from what Django has answered before.

`application.PageCache` is the whole of it; docs/performance.md tells how it works on one page.
"""
