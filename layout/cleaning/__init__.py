"""Stage 1b, copy as typed in, copy as it is to be set out: ``clean_edition``."""

from layout.cleaning.edition import clean_edition

__all__ = ["clean_edition"]
