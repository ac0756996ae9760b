"""Stage 4: galleys and headlines in, pages out on which every cell is taken once."""

from layout.makeup.findings import held_over, pages_dropped
from layout.makeup.house import excused, house_findings
from layout.makeup.plan import (
    MadePages,
    finished,
    is_divisible,
    make_up_pages,
    unknown_pages,
)

__all__ = [
    "MadePages",
    "excused",
    "finished",
    "held_over",
    "house_findings",
    "is_divisible",
    "make_up_pages",
    "pages_dropped",
    "unknown_pages",
]
