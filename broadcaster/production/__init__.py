"""A rundown becomes a cart: a finished file with its cue sheet."""
