"""On the air: the keeper, its players, takeover and stop, and what is looked at before each slot."""
