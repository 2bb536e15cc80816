"""Written Vietnamese in, words to be said out. Knows nothing of files of news, voices or sound."""
