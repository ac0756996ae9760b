"""Stage 1b, copy as typed in, copy as it is to be set out: ``clean_edition``."""

from layout.cleaning.edition import CleanMemory, clean_edition

__all__ = ["CleanMemory", "clean_edition"]
