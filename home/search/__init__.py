"""The search: index, ranking, synonyms, the banner for people in danger, counts of searches without results."""
