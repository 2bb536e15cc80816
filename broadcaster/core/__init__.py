"""The words the rest is written in: errors, units, time, sound, files. Imports nothing of ours."""
