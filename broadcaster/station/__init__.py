"""The only place that names concrete parts: settings, and parts put together and kept running."""
