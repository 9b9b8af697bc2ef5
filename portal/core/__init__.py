"""Infrastructure that every other package may use: dates, encryption, safe HTTP, cache, rate limits, repeated form submissions.

Nothing here depends on pages, users or reviews.
"""
