"""Finished editions kept as snapshots that prove themselves, and found again by their words."""
