"""Broadcaster: the programme of a Vietnamese commune loudspeaker station."""

__version__ = "0.1.0"
