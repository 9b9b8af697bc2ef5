"""The search: index, ranking, synonyms, the help lines for people in danger, counts of searches without results."""
