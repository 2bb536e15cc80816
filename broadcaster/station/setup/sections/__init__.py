"""The sections of ``schedule.yaml`` that are the station's own to read: one file each, options beside their reader."""
