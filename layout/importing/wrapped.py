"""Paragraphs that a source broke into lines of one length -> whole paragraphs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from layout.diagnostics import Message
from layout.importing.model import Change, Editing

_WRAPPED_LINES: Final = 4
_WRAPPED_SHARE: Final = 0.25
_OPEN_SHARE: Final = 0.6
_RAGGED_CHARS: Final = 4
"""How much shorter than the longest a line may be and still be full: marks move to the next
line, and what a source cut out of a line left it short."""
_END: Final = re.compile("[。！？…”』」：；—]$")
_ITEM: Final = re.compile(
    "第[0-9一二三四五六七八九十百]+[条條章节節]|[一二三四五六七八九十]+、|[（(]|[0-9]+[、.．]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejoined:
    """Paragraphs, and the change that made them whole, if any."""

    lines: tuple[str, ...]
    changes: tuple[Change, ...] = ()


def rejoined(lines: Sequence[str], page_width: int = 0) -> Rejoined:
    """Join the lines of hard-wrapped copy.

    Such a source shows by its full lines: most of them stop in mid-sentence. A line goes on
    when it is full, or nearly so without a mark at its end; an item of a list begins anew.

    Args:
        lines: The paragraphs as the source has them.
        page_width: The length in characters that the source breaks the lines of the page at,
            if that is known; for copy too short to show its own.

    Returns:
        The paragraphs, and a change if any were joined.

    """
    longest = max(map(len, lines), default=0)
    width = _line_width(lines) or (page_width if longest <= page_width else 0)
    if not width:
        return Rejoined(lines=tuple(lines))
    joined: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and not _ITEM.match(line):
            joined[-1] += line
        else:
            joined.append(line)
        is_open = len(line) >= 0.7 * width and not _END.search(line)
        goes_on = len(line) >= width - 1 or is_open
    count = len(lines) - len(joined)
    told = Message(zh="断行的段落重新连成", en="hard-wrapped lines joined into paragraphs")
    change = Change(code=Editing.JOINED, message=told, count=count)
    return Rejoined(lines=tuple(joined), changes=(change,) if count else ())


def page_line_width(articles: Sequence[Sequence[str]]) -> int:
    """The length that the articles of a page are broken at; 0 unless half of them are."""
    widths = [width for width in map(_line_width, articles) if width]
    return max(widths) if len(widths) >= 3 and 2 * len(widths) >= len(articles) else 0


def _line_width(lines: Sequence[str]) -> int:
    """The length the source breaks its lines at; 0 where it does not."""
    width = max(map(len, lines), default=0)
    full = [line for line in lines if len(line) >= width - _RAGGED_CHARS]
    stopped_short = sum(_END.search(line) is None for line in full)
    is_wrapped = (
        20 <= width <= 60
        and stopped_short >= max(_WRAPPED_LINES, _WRAPPED_SHARE * len(lines))
        and stopped_short >= _OPEN_SHARE * len(full)
    )
    return width if is_wrapped else 0
