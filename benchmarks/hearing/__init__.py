"""Who hears what at the far end of the street: the parts of ``benchmarks.intelligibility``."""
