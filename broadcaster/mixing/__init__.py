"""Sound + sound → finished sound at house level: opened, cut, laid, mastered, written. Knows nothing of news."""
