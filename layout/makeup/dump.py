"""A made-up page in, plain text out: one line a block, part or leg, for references people read."""

from collections.abc import Iterator

from layout.makeup.model import (
    PageLayout,
    PlacedBlock,
    PlacedLine,
    PlacedPicture,
    Rect,
    TextColumn,
    TextPart,
)
from layout.units import rounded


def dump_page(page: PageLayout) -> str:
    """The blocks of a page in reading order as ``x y w text``, lengths in pt, four decimals.

    Under each block stand its parts, its pictures and its legs, a leg with its first and its
    last line. ``y`` is the upper edge, of a line of a leg the baseline; ``w`` is the width.
    """
    head = f"{_four(0.0, 0.0, page.width_pt)} page {page.number} {page.name}".rstrip()
    rows = [head, *(row for block in page.blocks for row in _block(block))]
    rows += [
        f"{_four(line.x0, line.y0, line.x1 - line.x0)} rule to {_four(line.y1)}"
        for line in page.lines
    ]
    return "\n".join(rows) + "\n"


def _block(block: PlacedBlock) -> Iterator[str]:
    cells = f"column {block.column}+{block.columns} row {block.row}+{block.rows}"
    frame = " boxed" if block.boxed else ""
    yield f"{_at(block.rect)} {block.kind.value} {block.id} {cells}{frame}"
    for part in block.parts:
        yield f"  {_part(part)}"
    for picture in block.pictures:
        yield from (f"  {row}" for row in _picture(picture))
    for leg in block.text_columns:
        yield from (f"  {row}" for row in _leg(leg))


def _part(part: TextPart) -> str:
    text = " | ".join(placed.line.text for placed in part.lines)
    return f"{_at(part.bbox)} {part.role.value} {_four(part.size_pt)} {text}"


def _picture(picture: PlacedPicture) -> Iterator[str]:
    yield f"{_at(picture.bbox)} picture {picture.file} high {_four(picture.bbox.height)}"
    if picture.cutline is not None:
        yield _part(picture.cutline)


def _leg(leg: TextColumn) -> Iterator[str]:
    yield f"{_at(leg.bbox)} leg of {len(leg.lines)} lines"
    ends = leg.lines if len(leg.lines) < 2 else (leg.lines[0], leg.lines[-1])
    yield from (f"  {_line(placed)}" for placed in ends)


def _line(placed: PlacedLine) -> str:
    line, size = placed.line, placed.size_pt
    x = placed.x_pt + line.indent_em * size
    return f"{_four(x, placed.baseline_pt, line.width_em * size)} {line.text}".rstrip()


def _at(rect: Rect) -> str:
    return _four(rect.x, rect.y, rect.width)


def _four(*lengths_pt: float) -> str:
    return " ".join(f"{rounded(length):.4f}" for length in lengths_pt)
