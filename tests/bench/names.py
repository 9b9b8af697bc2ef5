"""What the bench and its server both know."""

BARE = "bench/bare/"
# The header that asks for what an answer cost, and those that say its queries and its thread's milliseconds of CPU time.
ASK, ANSWER, CPU = "X-Count-Queries", "X-Queries", "X-CPU-Milliseconds"
