"""What the check-up asks of the computer itself: one matter a file, asked through a probe that has a stand-in."""
