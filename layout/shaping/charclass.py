"""Characters in, classes out: CLREQ mark classes and the classes that ask for a Han–Western gap."""

import unicodedata
from enum import StrEnum
from functools import cache
from typing import Final

from layout.shaping.model import CharClass

OPENING: Final = "“‘（〔［｛〈《「『【〖〘〚〝｟"
"""CLREQ: opening brackets and quotation marks; ink in the second half of the em."""

CLOSING: Final = "”’）〕］｝〉》」』】〗〙〛〟｠〞"
"""CLREQ: closing brackets and quotation marks; ink in the first half of the em."""

COMMAS: Final = "、，；："
"""CLREQ: pause or stop punctuation marks inside a sentence."""

STOPS: Final = "。．！？‼⁇⁈⁉"
"""CLREQ: pause or stop punctuation marks that end a sentence."""

EXCLAMATIONS: Final = "！？‼⁇⁈⁉"
"""Stops that fill their em in Taiwan; CSS Text 4, text-spacing-classes, leaves them alone."""

INTERPUNCTS: Final = "·・‧"
"""间隔号 in its three encodings (CLREQ, GB/T 15834-2011, 5.1.7)."""

CONNECTORS: Final = "～–—"
"""连接号 (GB/T 15834-2011, 5.1.6); — is one only when single."""

SOLIDI: Final = "/／"
"""分隔号 (GB/T 15834-2011, 5.1.9); the ASCII one is Western unless it stands in Chinese."""

DASHES: Final = ("——", "⸺")
"""破折号, one unit of 2em (GB/T 15834-2011, 5.1.5)."""

ELLIPSES: Final = ("……", "⋯⋯")
"""省略号, one unit of 2em (GB/T 15834-2011, 5.1.5)."""

_MARKS: Final = {
    **dict.fromkeys(OPENING, CharClass.OPEN),
    **dict.fromkeys(CLOSING, CharClass.CLOSE),
    **dict.fromkeys(COMMAS, CharClass.COMMA),
    **dict.fromkeys(STOPS, CharClass.STOP),
    **dict.fromkeys(INTERPUNCTS, CharClass.INTERPUNCT),
    **dict.fromkeys(CONNECTORS, CharClass.CONNECTOR),
    **dict.fromkeys(DASHES, CharClass.DASH),
    **dict.fromkeys(ELLIPSES, CharClass.ELLIPSIS),
    "／": CharClass.SOLIDUS,
    "…": CharClass.ELLIPSIS,
    "⋯": CharClass.ELLIPSIS,
    "‥": CharClass.ELLIPSIS,
}

_HAN_RANGES: Final = (
    (0x2E80, 0x2FDF),  # radicals
    (0x3005, 0x3007),  # 々〆〇
    (0x3021, 0x3029),
    (0x3038, 0x303B),
    (0x31C0, 0x31EF),  # strokes
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x16FF0, 0x16FF1),
    (0x20000, 0x3FFFD),
)
"""Script=Han of the Unicode Character Database, with the strokes that CSS Text 4 adds."""

_KANA_RANGES: Final = ((0x3041, 0x30FF), (0x31F0, 0x31FF), (0x1AFF0, 0x1B16F))
_BOPOMOFO_RANGES: Final = ((0x02EA, 0x02EB), (0x3105, 0x312F), (0x31A0, 0x31BF))
_DESCRIPTION_RANGES: Final = ((0x2FF0, 0x2FFF), (0x31EF, 0x31EF))

_WESTERN_SIGN_RANGES: Final = (
    (0x2010, 0x2012),
    (0x2030, 0x203A),
    (0x203C, 0x205E),
    (0x2070, 0x20CF),
)
"""Hyphens, per mille and primes, superscripts and currency: they belong to figures and words."""

_ENCLOSED_RANGES: Final = ((0x2100, 0x218F), (0x2460, 0x24FF))
"""Letterlike signs, Roman numerals and circled figures are cut as full-width sorts."""


class GapClass(StrEnum):
    """Which side of a Han–Western gap a character can stand on (CSS Text 4, text-autospace)."""

    IDEOGRAPH = "ideograph"
    WIDE = "wide"
    """Bopomofo and description characters: Han to CLREQ, nothing to CSS."""
    ALPHA = "alpha"
    NUMERIC = "numeric"
    OTHER = "other"


def _in(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)


def is_han(char: str) -> bool:
    """Whether a character is of the Han script, 〇 and 々 included."""
    return _in(ord(char), _HAN_RANGES)


def is_combining(char: str) -> bool:
    """Whether a character has no place of its own: marks, joiners, variation selectors."""
    return (
        unicodedata.category(char) in ("Mn", "Me", "Mc")
        or char == "\u200d"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
    )


def is_wide(char: str) -> bool:
    """East Asian width: full or wide (UAX #11)."""
    return unicodedata.east_asian_width(char) in ("F", "W")


def _is_western(char: str) -> bool:
    code = ord(char)
    if code < 0x2000 or _in(code, _WESTERN_SIGN_RANGES):
        return unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Cn", "Co")
    return char.isalpha() and not _in(code, _ENCLOSED_RANGES)


@cache
def char_class(text: str) -> CharClass:
    """The class of a character or of a doubled dash or ellipsis in a Chinese line.

    A base with combining marks has the class of its base. Classes after CLREQ and
    GB/T 15834-2011; letters, digits and signs that are not wide are Western.
    """
    known = _MARKS.get(text) or _MARKS.get(text[0])
    if known is not None:
        return known
    char = text[0]
    if char == "\u3000":
        return CharClass.OTHER
    if char.isspace() or unicodedata.category(char) == "Zs":
        return CharClass.SPACE
    code = ord(char)
    if _in(code, _HAN_RANGES) or _in(code, _KANA_RANGES) or _in(code, _BOPOMOFO_RANGES):
        return CharClass.HAN
    if is_wide(char):
        return CharClass.HAN if char.isalnum() else CharClass.OTHER
    return CharClass.WEST if _is_western(char) else CharClass.OTHER


@cache
def gap_class(char: str) -> GapClass:
    """On which side of a gap a base character stands, after CSS Text 4, text-spacing-classes."""
    code, category = ord(char), unicodedata.category(char)
    if _in(code, _DESCRIPTION_RANGES) or _in(code, _BOPOMOFO_RANGES):
        return GapClass.WIDE
    if _in(code, _HAN_RANGES) or (_in(code, _KANA_RANGES) and category[0] != "P"):
        return GapClass.IDEOGRAPH
    if is_wide(char):
        return GapClass.OTHER
    if category == "Nd":
        return GapClass.NUMERIC
    if category[0] in "LM":
        return GapClass.ALPHA
    return GapClass.OTHER
