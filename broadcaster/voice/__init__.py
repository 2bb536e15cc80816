"""Words → sound: engines behind one protocol, a cache by content, and the chain that picks who speaks."""
