"""What the bench and its server both know."""

# The header that asks for what an answer cost, and those that say its queries and its thread's milliseconds of CPU time.
ASK, ANSWER, CPU = "X-Count-Queries", "X-Queries", "X-CPU-Milliseconds"
# The page cache's word about an answer (portal/page_cache): hit, miss or stale; absent where it does not apply.
CACHE = "X-Cache"
