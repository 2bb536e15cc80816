"""A finished file at an exact instant on one loudspeaker output. Knows records and core, nothing else."""
