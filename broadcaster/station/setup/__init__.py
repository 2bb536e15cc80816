"""What a station is made of before it does anything: its folder, settings, secrets, engines."""
