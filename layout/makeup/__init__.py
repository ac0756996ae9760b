"""Stage 4: galleys and headlines in, pages out on which every cell is taken once."""

from layout.makeup.plan import MadeEdition, make_up_edition

__all__ = ["MadeEdition", "make_up_edition"]
