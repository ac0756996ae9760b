"""The record of a page and the characters in its PDF to lines and words with exact boxes.

page_text
  _area                 a block of the make-up
    _part               kicker, headline, deck, byline: their lines, from the characters in the box
    _column_blocks      lines of body copy, at the place the record gives them
    _captions
    _leftovers          what stands in the block and the record does not name: labels, furniture

Each character of the PDF is taken by one line; words are those of the jieba dictionary, cut
line by line, so a word that breaks over two lines is two strings.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from itertools import groupby, pairwise
from operator import add
from typing import Final

import rjieba

from layout.archive.model import (
    Area,
    Box,
    Glyph,
    Illustration,
    PageText,
    PdfPage,
    TextBlock,
    TextLine,
    TextRole,
    Word,
    around,
    printed,
)
from layout.record.model import BlockRecord, ColumnRecord, LineRecord, PageRecord, PartRecord

SAME_BASELINE_PT: Final = 0.5
EDGE_PT: Final = 0.75
"""How far outside its box a character may begin: side bearings, hanging marks, rounding."""
MOST_RAISED: Final = 0.45
"""A note mark is raised by no more than this share of the leading."""
GAP_EM: Final = 2.0
"""A gap of more than this between characters on one baseline parts two lines."""
HAN_SPACE_EM, LATIN_SPACE_EM = 0.6, 0.15
"""Gaps from which on a blank is read between characters of furniture; between Han and Latin
characters there is a little white anyway (CLREQ 3.2.2)."""

PARTS: Final = ("kicker", "headline", "deck", "byline")


def page_text(page: PageRecord, pdf: PdfPage) -> PageText:
    """Everything that is printed on a page, with its place.

    Args:
        page: The page in ``edition.json``.
        pdf: The finished page.

    """
    sheet = _Sheet(pdf.glyphs, page["grid"]["leading_pt"] * MOST_RAISED)
    size_pt = page["grid"]["type_size_pt"]
    named = [_named(block, sheet, size_pt) for block in page["blocks"]]
    areas = [
        Area(
            id=block["id"],
            kind=block["kind"],
            article=block["article"],
            box=_clipped(_area_box(block), page),
            texts=(*texts, *_leftovers(block, sheet)),
            illustrations=tuple(
                Illustration(file=picture["file"], box=_clipped(_box(picture["bbox_pt"]), page))
                for picture in block["pictures"]
            ),
        )
        for block, texts in zip(page["blocks"], named, strict=True)
    ]
    areas += _outside(sheet)
    return PageText(
        number=page["number"],
        name=page["name"],
        pdf=page["pdf"],
        width_pt=page["trim_pt"][0],
        height_pt=page["trim_pt"][1],
        areas=tuple(areas),
        picture_px=pdf.picture_px,
    )


class _Sheet:
    """The characters of a page that no line has taken yet, found by their baselines."""

    def __init__(self, glyphs: Sequence[Glyph], raised_pt: float) -> None:
        self._raised_pt = raised_pt
        self._glyphs = sorted(glyphs)
        self._baselines = [glyph.baseline_pt for glyph in self._glyphs]
        self._lefts = [
            x + width if _is_opening(char) else x for _, x, _, width, _, char in self._glyphs
        ]
        """Where a character's own black begins."""
        self._is_free = [True] * len(self._glyphs)

    def in_box(self, box: Box) -> list[int]:
        """Free characters whose middle lies in a box, by baseline and from left to right."""
        first = bisect_left(self._baselines, box.y_pt - EDGE_PT)
        last = bisect_right(self._baselines, box.bottom_pt + box.height_pt + 2 * EDGE_PT)
        return [k for k in range(first, last) if self._is_free[k] and _holds(box, self._glyphs[k])]

    def on_line(self, line: LineRecord) -> list[int]:
        """Free characters on a line's baseline or raised from it, from its start to its end."""
        first = bisect_left(self._baselines, line["baseline_pt"] - self._raised_pt)
        last = bisect_right(self._baselines, line["baseline_pt"] + SAME_BASELINE_PT)
        left, right = line["x_pt"] - EDGE_PT, line["x_pt"] + line["width_pt"] + EDGE_PT
        lefts, is_free = self._lefts, self._is_free
        near = [k for k in range(first, last) if left <= lefts[k] < right and is_free[k]]
        return sorted(near, key=lambda k: self._glyphs[k].x_pt)

    def down_line(self, line: LineRecord, half_pt: float) -> list[int]:
        """Free characters of a vertical line, from its start to its end; those abreast in order."""
        start, end = line["baseline_pt"] - EDGE_PT, line["baseline_pt"] + line["width_pt"] + EDGE_PT
        first = bisect_left(self._baselines, start)
        last = bisect_right(self._baselines, end + half_pt)
        found = []
        for k in range(first, last):
            glyph = self._glyphs[k]
            down = glyph.y_pt + glyph.height_pt / 2
            is_across = abs(_middle(glyph) - line["x_pt"]) <= half_pt
            if self._is_free[k] and is_across and start <= down <= end:
                found.append((round(down, 1), glyph.x_pt, k))
        return [k for _, _, k in sorted(found)]

    def rest(self) -> list[int]:
        """All free characters."""
        return [k for k, is_free in enumerate(self._is_free) if is_free]

    def take(self, keys: Iterable[int]) -> tuple[Glyph, ...]:
        """Take characters, so that no other line can."""
        held = tuple(keys)
        for key in held:
            self._is_free[key] = False
        return tuple(self._glyphs[key] for key in held)

    def look(self, keys: Iterable[int]) -> list[tuple[int, Glyph]]:
        """Characters with their keys, left where they are."""
        return [(key, self._glyphs[key]) for key in keys]


def _named(block: BlockRecord, sheet: _Sheet, size_pt: float) -> tuple[TextBlock, ...]:
    """The texts of a block that the record names."""
    texts: list[TextBlock] = []
    parts = (block["kicker"], block["headline"], block["deck"], block["byline"])
    for name, part in zip(PARTS, parts, strict=True):
        if part is not None:
            texts += _part(TextRole(name), part, sheet)
    for column in block["text_columns"]:
        texts += _column_blocks(column, sheet, size_pt)
    for picture in block["pictures"]:
        if picture["caption_bbox_pt"] is not None:
            rows = _rows(sheet, sheet.in_box(_box(picture["caption_bbox_pt"])))
            texts += _block(TextRole.CAPTION, rows)
    return tuple(texts)


def _part(role: TextRole, part: PartRecord, sheet: _Sheet) -> list[TextBlock]:
    """A headline or the like: its characters, told off to its lines in their order."""
    held = sheet.look(sheet.in_box(_box(part["bbox_pt"])))
    if part["vertical"]:
        held.sort(key=lambda one: (-round(_middle(one[1])), one[1].baseline_pt))
    wanted = [printed(text) for text in part["lines"]]
    if [glyph.char for _, glyph in held] != list("".join(wanted)):
        return _block(role, _rows(sheet, [key for key, _ in held]))
    lines, at = [], 0
    for text, bare in zip(part["lines"], wanted, strict=True):
        keys = [key for key, _ in held[at : at + len(bare)]]
        at += len(bare)
        if keys:
            lines.append(_line(text, sheet.take(keys)))
    return _block(role, lines)


def _column_blocks(column: ColumnRecord, sheet: _Sheet, size_pt: float) -> Iterator[TextBlock]:
    """What a column holds of each paragraph; a jump line is a block of its own."""
    find = partial(sheet.down_line, half_pt=size_pt / 2) if "vertical" in column else sheet.on_line
    for paragraph, records in groupby(column["lines"], key=lambda line: line["paragraph"]):
        lines = [
            line for record in records if (line := _body_line(record, sheet, find)) is not None
        ]
        if lines:
            role = TextRole.BODY if paragraph >= 0 else TextRole.OTHER
            number = paragraph if paragraph >= 0 else None
            yield TextBlock(role=role, lines=tuple(lines), paragraph=number)


def _body_line(
    record: LineRecord, sheet: _Sheet, find: Callable[[LineRecord], list[int]]
) -> TextLine | None:
    keys = find(record)
    count = len(printed(record["text"]))
    return _line(record["text"], sheet.take(keys[:count])) if keys and count else None


def _leftovers(block: BlockRecord, sheet: _Sheet) -> list[TextBlock]:
    return [
        TextBlock(role=TextRole.OTHER, lines=(line,))
        for line in _rows(sheet, sheet.in_box(_area_box(block)))
    ]


def _outside(sheet: _Sheet) -> list[Area]:
    """Characters in no block at all."""
    rows = _rows(sheet, sheet.rest())
    return [
        Area(
            id=f"outside-{number}",
            kind="other",
            article=None,
            box=row.box,
            texts=(TextBlock(role=TextRole.OTHER, lines=(row,)),),
        )
        for number, row in enumerate(rows, 1)
    ]


def _block(role: TextRole, lines: Sequence[TextLine]) -> list[TextBlock]:
    return [TextBlock(role=role, lines=tuple(lines))] if lines else []


def _rows(sheet: _Sheet, keys: Sequence[int]) -> list[TextLine]:
    """Characters to lines: one a baseline, parted at wide gaps."""
    rows: list[list[tuple[int, Glyph]]] = []
    for key, glyph in sheet.look(keys):
        row = rows[-1] if rows else []
        is_next = bool(row) and _follows(row[-1][1], glyph)
        if is_next:
            row.append((key, glyph))
        else:
            rows.append([(key, glyph)])
    return [
        _line(_read([glyph for _, glyph in row]), sheet.take(key for key, _ in row)) for row in rows
    ]


def _read(row: Sequence[Glyph]) -> str:
    """The text of a row, with a blank wherever the gap is one."""
    pieces = [row[0].char]
    for before, glyph in pairwise(row):
        is_latin = before.char.isascii() and glyph.char.isascii()
        least = (LATIN_SPACE_EM if is_latin else HAN_SPACE_EM) * glyph.height_pt
        is_gap = glyph.x_pt - before.right_pt >= least
        pieces.append(f" {glyph.char}" if is_gap else glyph.char)
    return "".join(pieces)


def _follows(before: Glyph, glyph: Glyph) -> bool:
    gap = glyph.x_pt - before.right_pt
    is_level = abs(before.baseline_pt - glyph.baseline_pt) <= SAME_BASELINE_PT
    return is_level and gap <= GAP_EM * before.height_pt


def _line(text: str, glyphs: Sequence[Glyph]) -> TextLine:
    shown = text
    if not text.isprintable():
        shown = "".join(c for c in text if unicodedata.category(c) != "Cf")
    row = _Row.of(glyphs)
    words = tuple(_words(shown, glyphs, row))
    return TextLine(text=shown, words=words, box=around([row.box(0, len(glyphs))]))


@dataclass(frozen=True, slots=True)
class _Row:
    """The em boxes of a line's characters, side by side."""

    lefts: tuple[float, ...]
    rights: tuple[float, ...]
    tops: tuple[float, ...]
    bottoms: tuple[float, ...]
    is_even: bool
    """Whether they are of one size and stand in order on one baseline, as most do."""

    @classmethod
    def of(cls, glyphs: Sequence[Glyph]) -> "_Row":
        """The boxes of some characters."""
        _, lefts, tops, widths, heights, _ = zip(*glyphs, strict=True)
        is_level = min(tops) == max(tops) and min(heights) == max(heights)
        is_even = is_level and list(lefts) == sorted(lefts)
        rights, bottoms = tuple(map(add, lefts, widths)), tuple(map(add, tops, heights))
        return cls(lefts, rights, tops, bottoms, is_even)

    def box(self, start: int, end: int) -> Box:
        """The box around some of them, ending where the next one begins."""
        last, top, bottom = end - 1, self.tops[start], self.bottoms[start]
        left, right = self.lefts[start], self.rights[last]
        if not self.is_even:
            left, top = min(self.lefts[start:end]), min(self.tops[start:end])
            right, bottom = max(self.rights[start:end]), max(self.bottoms[start:end])
        is_beside = end < len(self.lefts) and self.tops[last] == self.tops[end]
        if is_beside and self.lefts[last] < self.lefts[end] < right:
            right = self.lefts[end]
        return Box(left, top, right - left, bottom - top)


def _words(text: str, glyphs: Sequence[Glyph], row: _Row) -> Iterator[Word]:
    """The words of a line; each takes as many characters as it has that are not blank."""
    start, count, is_dense = 0, len(glyphs), printed(text) == text
    for piece in rjieba.cut(text):
        bare = piece if is_dense else printed(piece)
        end = min(start + len(bare), count)
        if start < end:
            yield Word(bare, row.box(start, end))
        start = end
    if start < count:
        rest = "".join(glyph.char for glyph in glyphs[start:])
        yield Word(rest, row.box(start, count))


@cache
def _is_opening(char: str) -> bool:
    """Whether a mark has its body in its right half."""
    return unicodedata.category(char) in ("Ps", "Pi")


def _holds(box: Box, glyph: Glyph) -> bool:
    x, y = _middle(glyph), glyph.y_pt + glyph.height_pt / 2
    return (
        box.x_pt - EDGE_PT <= x <= box.right_pt + EDGE_PT
        and box.y_pt - EDGE_PT <= y <= box.bottom_pt + EDGE_PT
    )


def _middle(glyph: Glyph) -> float:
    return glyph.x_pt + glyph.width_pt / 2


def _box(bbox: Sequence[float]) -> Box:
    x, y, width, height = bbox
    return Box(x_pt=x, y_pt=y, width_pt=width, height_pt=height)


def _area_box(block: BlockRecord) -> Box:
    xs, ys = zip(*block["polygon_pt"], strict=True)
    return Box(x_pt=min(xs), y_pt=min(ys), width_pt=max(xs) - min(xs), height_pt=max(ys) - min(ys))


def _clipped(box: Box, page: PageRecord) -> Box:
    """What of a box lies on the trimmed page: pictures may run over the edge."""
    width, height = page["trim_pt"]
    left, top = max(box.x_pt, 0.0), max(box.y_pt, 0.0)
    right, bottom = min(box.right_pt, width), min(box.bottom_pt, height)
    return Box(
        x_pt=left, y_pt=top, width_pt=max(right - left, 0.0), height_pt=max(bottom - top, 0.0)
    )
