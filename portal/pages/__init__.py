"""The base of every public page: `HubPage`, the blocks of its body, and who answers for it."""
