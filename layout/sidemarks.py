"""What copy may ask for beside its characters, and where it stands; lengths in em of the line."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

READING_EM: Final = 0.4
"""Size of 拼音 over its base: between JLREQ's half and what a leading of 4/3 em has room for."""

READING_RISE_EM: Final = 0.93
"""The baseline of 拼音 above that of its word: descenders end where the characters begin."""

READING_ACROSS_EM: Final = 0.7
"""The middle of 拼音 to the right of a vertical line's middle."""

LINE_DOWN_EM: Final = 0.19
"""The middle of a line below the baseline of a level line: just clear of the em cell."""

LINE_LEFT_EM: Final = 0.58
"""The middle of a line to the left of the middle of a vertical one."""

LINE_EM: Final = 0.045
"""How thick lines and waves are."""

WAVE_EM: Final = 0.04
"""How far a wave swings to either side."""

GAP_EM: Final = 0.125
"""The white between the lines of two names that follow one another."""

DOT_EM: Final = 0.075
"""Radius of a dot."""

DOT_DOWN_EM: Final = 0.24
DOT_DOWN_LINED_EM: Final = 0.34
"""The middle of a dot below the baseline, without a line and with one."""

DOT_RIGHT_EM: Final = 0.62
DOT_RIGHT_READ_EM: Final = 1.05
"""The middle of a dot to the right of a vertical line's middle, and where a reading is between."""


class SideLine(StrEnum):
    """A line along a stretch of text (CLREQ, handling_interlinear_punctuation)."""

    NAME = "name"
    """专名号, straight: names of people, places, periods."""
    BOOK = "book"
    """乙式书名号, wavy: titles of books and articles."""


class Level(StrEnum):
    """Where text stands to its line."""

    BASE = "base"
    SUPER = "super"
    """Small and raised: m²."""
    SUB = "sub"
    """Small and lowered: H₂O."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The marks along a stretch of text; ``number`` tells neighbouring stretches apart."""

    line: SideLine | None = None
    number: int = 0
    """Which of the lined stretches of its paragraph: each has a line of its own."""
    dotted: bool = False
    """着重号: a dot at every character."""


def is_zhuyin(reading: str) -> bool:
    """Whether a reading is written in 注音 symbols."""
    return any("\u3105" <= char <= "\u312f" or "\u31a0" <= char <= "\u31bf" for char in reading)
