"""Stage 4: galleys and headlines in, pages out on which every cell is taken once."""

from layout.makeup.plan import MadePages, finished, held_over, is_divisible, make_up_pages

__all__ = ["MadePages", "finished", "held_over", "is_divisible", "make_up_pages"]
