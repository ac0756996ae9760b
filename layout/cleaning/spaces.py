"""Repairs of spaces: those that mean nothing go, those that part members stay as one em."""

import re
from collections.abc import Iterator
from typing import Final

from layout.cleaning.edits import FULL_MARKS, HAN, NUMERALS, WIDE, Edit, is_prose, replacing

_NUMBERED: Final = re.compile(
    f"(?:第[0-9{NUMERALS}]+[编編章节節条條款项項目]"
    f"(?:之[{NUMERALS}]+)?|[0-9{NUMERALS}]+[、.．])[ \u3000]+"
)
_CREDIT: Final = re.compile(
    "（[^（）]{0,60}(?:记者|記者|通讯员|通訊員|摄影|攝影|供稿|作者|实习生)[^（）]{0,60}）"
    "|(?<=[。！？”）]) *[^，。！？]{2,24}(?:[摄攝]影?|文/?[图圖])(?:报道|報道)?）?$"
)
_SPREAD: Final = re.compile(f"(?<![{HAN}])[{HAN}](?:[ \u3000]+[{HAN}])+(?![{HAN}])")
_GAP: Final = re.compile(f"(?<=[{HAN}]) +(?=[{HAN}《「“])")
_HEADING_CHARS: Final = 16
"""In so short a line a single space between two characters spreads them too (总 则)."""
_BETWEEN: Final = re.compile(
    f"(?<=[{WIDE}]) +(?=[{WIDE}])|(?<=[{FULL_MARKS}]) +| +(?=[{FULL_MARKS}])"
)
_AT_STOPS: Final = re.compile("(?<=[，。、；：？！]) +| +(?=[，。、；：？！）》」』】])")
_WESTERN: Final = re.compile(f"(?<=[{HAN}]) +(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%]) +(?=[{HAN}])")


def spread_words(text: str) -> Iterator[Edit]:
    """Single characters with wide blanks between them: one word."""
    for match in _SPREAD.finditer(text):
        word = match.group()
        around = text[: match.start()][-1:] + text[match.end() :][:1]
        is_pair = len(word) == 3 and len(text) <= _HEADING_CHARS and not around.strip()
        if is_pair or re.search("\u3000|  ", word):
            yield Edit(match.start(), match.end(), re.sub("[ \u3000]", "", word))


def han_spaces(text: str) -> Iterator[Edit]:
    """Spaces between Han and marks in running text, elsewhere only those at stops."""
    yield from _closing_up(_BETWEEN if is_prose(text) else _AT_STOPS, text)


def _closing_up(pattern: re.Pattern[str], text: str) -> Iterator[Edit]:
    """Edits that remove the spaces a pattern finds, but for those that part members.

    Kept are the space after 第一条 and the spaces in a credit such as （记者 李明 王强）.
    """
    numbered = _NUMBERED.match(text.lstrip(" \u3000"))
    indent = len(text) - len(text.lstrip(" \u3000"))
    start = indent + numbered.end() if numbered else 0
    credits_ = [match.span() for match in _CREDIT.finditer(text)]
    for match in pattern.finditer(text):
        inside = any(at <= match.start() < end for at, end in credits_)
        if match.start() >= start and not inside:
            yield Edit(match.start(), match.end(), "")


def western_spaces(text: str) -> Iterator[Edit]:
    """Spaces between Han and letters or digits in running text."""
    if is_prose(text):
        yield from _closing_up(_WESTERN, text)


def gaps(text: str) -> Iterator[Edit]:
    """What ``han_spaces`` has left between Han, but in credits and between lone characters."""
    kept = [match.span() for pattern in (_CREDIT, _SPREAD) for match in pattern.finditer(text)]
    for match in _GAP.finditer(text):
        if not any(at <= match.start() < end for at, end in kept):
            yield Edit(match.start(), match.end(), "\u3000")


def edges(text: str) -> Iterator[Edit]:
    """Blanks at both ends."""
    blank = " \u3000\t"
    lead = len(text) - len(text.lstrip(blank))
    tail = len(text.rstrip(blank))
    if lead:
        yield Edit(0, lead, "")
    if max(lead, tail) < len(text):
        yield Edit(max(lead, tail), len(text), "")


blanks = replacing(
    " *\u3000[ \u3000]+| +\u3000| {2,}", lambda run: "\u3000" if "\u3000" in run else " "
)
