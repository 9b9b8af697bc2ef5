"""What every other package may use: dates, encryption, safe HTTP, the cache, rate limits, forms that are sent twice.

Nothing here knows a page, a person or a review.
"""
