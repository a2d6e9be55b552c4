"""Pages on the wording of clauses: what changed between two texts, and through the years."""
