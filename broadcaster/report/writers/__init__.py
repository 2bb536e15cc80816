"""Papers as files. The same report gives the same bytes, whenever and wherever it is written."""
