"""What the benchmark of the mixing desk works with: a programme to render, peers, meters."""
