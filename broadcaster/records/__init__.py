"""What happened: append-only, hash-chained. Knows hashes and words as values only."""
