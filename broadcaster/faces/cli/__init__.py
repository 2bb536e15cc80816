"""The command line: one file a command, Vietnamese out, exit 0 done, 1 problems found, 2 wrong use."""
