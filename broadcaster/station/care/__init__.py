"""What keeps a station sound: the evening, backups, the work of the night, check-ups."""
