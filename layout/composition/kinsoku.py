"""Which characters may not start or end a line, level by level (禁则), as data."""

import re
from typing import Final

from layout.composition.rules import Kinsoku
from layout.shaping.charclass import (
    CLOSING,
    COMMAS,
    INTERPUNCTS,
    OPENING,
    SOLIDI,
    STOPS,
)

WESTERN_STARTS: Final = ",.;:!?)]}%‰℃℉°′″¢％"
"""Western marks and suffixes that never start a line (UAX #14, CL, EX, IS and PO)."""

WESTERN_ENDS: Final = "([{"

BASIC_STARTS: Final = frozenset(COMMAS + STOPS + CLOSING + INTERPUNCTS + SOLIDI + "～–—")
"""CLREQ, prohibition_rules_for_line_start_end, basic; — only when single (see ``UNITS``)."""

BASIC_ENDS: Final = frozenset(OPENING)

STARTS: Final = {
    Kinsoku.BASIC: BASIC_STARTS | frozenset(WESTERN_STARTS),
    Kinsoku.GB: BASIC_STARTS | frozenset(WESTERN_STARTS),
    Kinsoku.STRICT: BASIC_STARTS | frozenset(WESTERN_STARTS),
}
"""What must not start a line, by level; GB/T 15834-2011, 5.1.1 to 5.1.9, adds nothing to basic."""

ENDS: Final = {
    Kinsoku.BASIC: BASIC_ENDS | frozenset(WESTERN_ENDS),
    Kinsoku.GB: BASIC_ENDS | frozenset(WESTERN_ENDS + SOLIDI),
    Kinsoku.STRICT: BASIC_ENDS | frozenset(WESTERN_ENDS + SOLIDI),
}
"""What must not end a line; from GB on the solidus too (GB/T 15834-2011, 5.1.9)."""

UNITS: Final = re.compile("——|……|⋯⋯|⸺")
"""Dashes and ellipses of 2em (GB/T 15834-2011, 5.1.4 and 5.1.5): never split."""

UNIT_RUN: Final = re.compile("(?:—{2,}|…{2,}|⋯{2,}|⸺)+")

OWN_LINE: Final = re.compile("…{4}|⋯{4}")
"""Two ellipses in a row, which stand on a line of their own (GB/T 15834-2011, 5.1.5)."""
