"""Every figure that the documents claim, measured beside a peer in the same run."""
