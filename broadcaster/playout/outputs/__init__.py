"""Where the sound goes: one output a file, none knowing another."""
