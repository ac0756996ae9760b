"""A mark's class and its glyph in, the white inside its em out: what compression may take."""

from typing import Final

from layout.shaping.charclass import EXCLAMATIONS
from layout.shaping.model import CharClass

HALF_EM: Final = 0.5
QUARTER_EM: Final = 0.25
FULL_WIDTH_TOLERANCE_EM: Final = 0.02
"""A glyph this near to 1em counts as full-width; proportional marks are left alone (CSS Text 4)."""

CENTRED_IN_HANT: Final = "、，。．；："
"""Marks that stand in the middle of their em in Taiwan and Hong Kong (CLREQ)."""

DOUBLED_EXCLAMATIONS: Final = "‼⁇⁈⁉"
"""Two marks cut in one em: no white is left."""

CENTRED_IN_JAPAN: Final = "；："
UPRIGHT_AND_FIXED: Final = "；：" + EXCLAMATIONS
"""Marks that fill their em in vertical lines (CLREQ, h-punctuation_adjustment_space)."""


def mark_blanks(
    text: str,
    char_class: CharClass,
    *,
    script: str,
    vertical: bool,
    advance_em: float,
    ink_end_em: float = HALF_EM,
) -> tuple[float, float]:
    """The blank (before, after) the ink of a mark in em of its own size, (0, 0) if it has none.

    Args:
        text: The mark.
        char_class: Its class.
        script: ``Hans``, ``Hant`` or ``Jpan``: where the glyph keeps its white.
        vertical: Whether the line runs downwards; before is then above.
        advance_em: The advance of its glyph.
        ink_end_em: Where its ink ends: some faces for Taiwan (楷) have their marks in the corner.

    After CLREQ, h-punctuation_adjustment_space, and CSS Text 4, text-spacing-classes.

    """
    if abs(advance_em - 1.0) > FULL_WIDTH_TOLERANCE_EM:
        return 0.0, 0.0
    if char_class is CharClass.OPEN:
        return HALF_EM, 0.0
    if char_class is CharClass.CLOSE:
        return 0.0, HALF_EM
    if char_class is CharClass.INTERPUNCT:
        return QUARTER_EM, QUARTER_EM
    if char_class not in (CharClass.COMMA, CharClass.STOP):
        return 0.0, 0.0
    if script == "Hant" and not vertical and ink_end_em < HALF_EM and text[0] in CENTRED_IN_HANT:
        return 0.0, HALF_EM
    return _stop_blanks(text[0], script, vertical=vertical)


def _stop_blanks(char: str, script: str, *, vertical: bool) -> tuple[float, float]:
    if char in DOUBLED_EXCLAMATIONS:
        return 0.0, 0.0
    if vertical and script != "Jpan" and char in UPRIGHT_AND_FIXED:
        return 0.0, 0.0
    if script == "Hant":
        return (QUARTER_EM, QUARTER_EM) if char in CENTRED_IN_HANT else (0.0, 0.0)
    if script == "Jpan":
        if char in CENTRED_IN_JAPAN:
            return QUARTER_EM, QUARTER_EM
        if char in EXCLAMATIONS:
            return 0.0, 0.0
    return 0.0, HALF_EM
