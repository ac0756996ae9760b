"""Lines as printed and the text they were set from -> where each stretch of the text stands.

A line's characters are those of the text but for white space at its ends, hyphens the
composer put in, and 〓 for a character that no face has; so both are walked together.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from layout.publishing.model import Place, Rect
from layout.record.model import Bbox, BlockRecord, LineRecord, PageRecord, PartRecord

Printed = tuple[PageRecord, BlockRecord]

_HYPHENS: Final = "-\u2010\u00ad"
_SILENT: Final = "\u2060\u200b\u00ad\ufeff"
"""Characters without ink or width, which a line may have and the text may lack."""
_ASCENT: Final = 0.88
"""Share of the type size above the baseline: the em box of Han (CLREQ, 2.1.2)."""


def story_places(
    printed: Sequence[Printed], *, fields: Sequence[str], paragraphs: Mapping[int, str]
) -> tuple[Place, ...]:
    """The places of a story's head and body.

    Args:
        printed: Its blocks with their pages, in the order of the text.
        fields: The head's texts, which stand before the body in what a search looks through.
        paragraphs: Text of every block of the body, by the number lines know it by.

    Returns:
        Places in the order of the text; offsets count the fields and the paragraphs joined
        by line feeds.

    """
    places = list(_head_places(printed, fields))
    start = sum(len(field) + 1 for field in fields)
    for number, text in paragraphs.items():
        places += _paragraph_places(printed, number, text, start)
        start += len(text) + 1
    return tuple(sorted(places, key=lambda place: place.start))


def _head_places(printed: Sequence[Printed], fields: Sequence[str]) -> Iterator[Place]:
    """Headline, kicker, deck and captions where they were set as written."""
    starts: dict[str, int] = {}
    at = 0
    for field in fields:
        starts.setdefault(_bare(field), at)
        at += len(field) + 1
    for page, block in printed:
        parts: list[PartRecord | None] = [block["kicker"], block["headline"], block["deck"]]
        named = [(part["text"], part["bbox_pt"]) for part in (*parts, block["byline"]) if part]
        named += [
            (picture["caption"], box)
            for picture in block["pictures"]
            if (box := picture["caption_bbox_pt"]) is not None
        ]
        for text, box in named:
            if (start := starts.pop(_bare(text), None)) is not None:
                length = next(len(field) for field in fields if _bare(field) == _bare(text))
                yield Place(start=start, length=length, page=page["number"], bbox=rect(box))


def _bare(text: str) -> str:
    return "".join(text.split())


def _paragraph_places(
    printed: Sequence[Printed], number: int, text: str, start: int
) -> Iterator[Place]:
    at = 0
    for page, block in printed:
        size_pt = page["grid"]["type_size_pt"]
        for column in block["text_columns"]:
            for line in column["lines"]:
                if line["paragraph"] != number or not line["text"].strip():
                    continue
                first = _skip_spaces(text, at)
                at = _walked(text, first, line["text"])
                if at > first:
                    yield Place(
                        start=start + first,
                        length=at - first,
                        page=page["number"],
                        bbox=_line_rect(line, size_pt, is_vertical=column.get("vertical", False)),
                    )


def _skip_spaces(text: str, at: int) -> int:
    while at < len(text) and (text[at].isspace() or text[at] in _SILENT):
        at += 1
    return at


def _walked(text: str, at: int, line: str) -> int:
    """The offset in the text behind the last character of a line that starts at ``at``."""
    for char in line:
        if char.isspace() or char in _SILENT:
            continue
        at = _skip_spaces(text, at)
        if at == len(text):
            break
        if char in _HYPHENS and text[at] != char:
            continue
        at += 1
    return at


def _line_rect(line: LineRecord, size_pt: float, *, is_vertical: bool) -> Rect:
    """The em boxes of a line; a vertical one is told by its middle and its upper end."""
    if is_vertical:
        x_pt = line["x_pt"] - size_pt / 2
        return Rect(x=x_pt, y=line["baseline_pt"], width=size_pt, height=line["width_pt"])
    return Rect(
        x=line["x_pt"],
        y=line["baseline_pt"] - _ASCENT * size_pt,
        width=line["width_pt"],
        height=size_pt,
    )


def rect(bbox: Bbox) -> Rect:
    """A ``bbox_pt`` as a rectangle."""
    x, y, width, height = bbox
    return Rect(x=x, y=y, width=width, height=height)
