"""Writers of an archive killed at random moments."""
