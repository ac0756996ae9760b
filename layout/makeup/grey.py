"""灰板: where a page is nothing but lines of text, and the largest square of it.

Rows of a column that hold plain text are the bits of one integer, so a square is looked for
with a few shifts. Subheads, quotations, tables and verse break the grey, as do pictures,
headlines and frames.
"""

from collections.abc import Iterator, Sequence

from layout.composition.model import LineKind
from layout.content.model import Article, BlockKind
from layout.makeup.flow import Flow
from layout.makeup.shape import Leg, Variant
from layout.style.model import Style
from layout.units import mm_to_pt

PLAIN = (LineKind.TEXT, LineKind.ITEM, LineKind.NOTE, LineKind.JUMP)


def grey_cost(variant: Variant, style: Style, copy: Flow | None = None) -> float:
    """What a block's own grey beyond the limit costs.

    Without the copy as it runs, every row of a leg counts as plain text.
    """
    limit_pt = mm_to_pt(style.makeup.grey_mm)
    width_pt = _width_pt(variant.columns, style)
    if min(width_pt, variant.rows * style.grid.leading_pt) <= limit_pt or variant.upright:
        return 0.0
    if copy is None:
        return bare_grey_cost(variant.legs, variant.columns, style)
    columns = [0] * variant.columns
    for column, rows in grey_rows(variant, copy):
        columns[column] |= rows
    return grey_price(largest_square_pt(columns, style, above_pt=limit_pt), style)


def bare_grey_cost(legs: Sequence[Leg], width: int, style: Style) -> float:
    """The same of legs so many columns wide together, whatever copy they hold."""
    columns = [0] * width
    for leg in legs:
        columns[leg.column] |= ((1 << leg.rows) - 1) << leg.row
    limit_pt = mm_to_pt(style.makeup.grey_mm)
    return grey_price(largest_square_pt(columns, style, above_pt=limit_pt), style)


def is_plain(article: Article) -> bool:
    """Whether nothing in the body breaks its grey."""
    return all(block.kind is BlockKind.PARAGRAPH for block in article.body)


def grey_price(side_pt: float, style: Style) -> float:
    """What a square of some side costs."""
    over_pt = max(0.0, side_pt - mm_to_pt(style.makeup.grey_mm))
    return style.makeup.grey * over_pt / mm_to_pt(1.0)


def grey_rows(variant: Variant, copy: Flow) -> Iterator[tuple[int, int]]:
    """The rows of plain text of every leg, as (column of the block, bits)."""
    if variant.upright is not None:
        return
    if is_plain(variant.article):
        for leg, length in zip(variant.legs, copy.lengths, strict=True):
            yield leg.column, ((1 << length) - 1) << leg.row
        return
    for leg, lines in zip(variant.legs, copy.legs(), strict=True):
        bits = sum(1 << k for k, line in enumerate(lines) if line.kind in PLAIN)
        yield leg.column, bits << leg.row


def largest_square_pt(columns: Sequence[int], style: Style, *, above_pt: float = 0.0) -> float:
    """The side of the largest square of grey cells, or ``above_pt`` where none is larger."""
    leading, side = style.grid.leading_pt, above_pt
    gap = style.column_gap_pt
    pitch = style.column_width_pt + gap
    widths = [count * pitch - gap for count in range(len(columns) + 1)]
    for first in range(len(columns)):
        shared = -1
        for last in range(first, len(columns)):
            shared &= columns[last]
            if not shared:
                break
            width = widths[last - first + 1]
            while side < width and _has_run(shared, int(side / leading) + 1):
                side = min(width, (int(side / leading) + 1) * leading)
    return side


def _width_pt(columns: int, style: Style) -> float:
    return columns * (style.column_width_pt + style.column_gap_pt) - style.column_gap_pt


def _has_run(bits: int, length: int) -> bool:
    """Whether so many bits follow each other."""
    run = 1
    while run < length and bits:
        step = min(run, length - run)
        bits &= bits >> step
        run += step
    return bits != 0
