"""Mail: the outbox, each person's preferences, messages at once or gathered in the morning.

`services.tell()` tells a person, `outbox.py` delivers.
"""
