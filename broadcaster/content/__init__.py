"""Files on disk → items. In: the folder of scripts. Out: every good item, and every problem of every file."""
