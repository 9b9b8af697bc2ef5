"""Slugs that pages at the top level may not take."""

# Addresses that the hub itself answers or promises: no page may take them at the top level.
RESERVED_SLUGS = frozenset(
    [
        "es",
        "so",
        "hmn",
        "admin",
        "accounts",
        "workspace",
        "api",
        "exit",
        "search",
        "static",
        "uploads",
        "documents",
        "healthz",
        "preview",
    ]
)
