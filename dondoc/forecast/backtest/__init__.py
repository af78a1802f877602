"""Looking back: what would have been said on each day, with what was known in its morning, and what came."""
