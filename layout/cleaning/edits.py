"""Edits of a text and the context they are decided by: Han, full-width marks, running text."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

HAN: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
FULL_MARKS: Final = "，。、；：？！（）《》〈〉「」『』【】〔〕〖〗"
_SOFT_MARKS: Final = "“”‘’…—"
WIDE: Final = HAN + FULL_MARKS + _SOFT_MARKS + "％○"
_WIDE_CHAR: Final = re.compile(f"[{WIDE}]")
_HAN_CHAR: Final = re.compile(f"[{HAN}]")
NUMERALS: Final = "〇○零一二三四五六七八九十百千"
_NEAR_CHARS: Final = 6


@dataclass(frozen=True, slots=True)
class Edit:
    """Put ``new`` for the characters from ``start`` up to ``end``."""

    start: int
    end: int
    new: str


Finder = Callable[[str], Iterator[Edit]]


def replacing(pattern: str, new: str | Callable[[str], str]) -> Finder:
    """A rule that puts ``new`` for every match."""
    compiled = re.compile(pattern)

    def find(text: str) -> Iterator[Edit]:
        for match in compiled.finditer(text):
            value = new if isinstance(new, str) else new(match.group())
            yield Edit(match.start(), match.end(), value)

    return find


def has_han(text: str) -> bool:
    """Whether a text holds any Han character."""
    return _HAN_CHAR.search(text) is not None


def wide_before(text: str, place: int) -> bool:
    """Whether the last character before a place, spaces aside, is Han or a full mark."""
    lead = text[:place].rstrip(" ")
    return bool(lead) and _WIDE_CHAR.match(lead[-1]) is not None


def wide_after(text: str, place: int) -> bool:
    """Whether the first character from a place on, spaces aside, is Han or a full mark."""
    tail = text[place : place + _NEAR_CHARS].lstrip(" ")
    return bool(tail) and _WIDE_CHAR.match(tail[0]) is not None


def is_prose(text: str) -> bool:
    """Whether the text is running text with stops, so that its spaces mean nothing.

    Copy from before punctuation came into use, headings and lines of names part their
    members with spaces; there a space is kept.
    """
    stops = len(re.findall("[，。；！？]", text))
    return stops > 0 and len(_HAN_CHAR.findall(text)) <= 60 * stops
