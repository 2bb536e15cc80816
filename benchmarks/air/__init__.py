"""What the benchmarks of the player share: a monitor of virtual cards, peers, an Icecast mount."""
