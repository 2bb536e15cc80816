"""The day on paper: pure arithmetic on dates, items and lengths. Never reads the time, never touches sound."""
