"""What the bench and its server both know."""

BARE = "bench/bare/"
# The header that asks for a count of queries, and the one that answers.
ASK, ANSWER = "X-Count-Queries", "X-Queries"
