"""A house style in, the same style in larger type out (放大): fewer columns, fewer rows.

Sheet, type area, faces and colours stay; the body and all small type grow by the scale, the
leading with them, headlines by half as much. Columns become as many as still hold a dozen
characters each.
"""

from typing import Final

from layout.style.model import FurnitureStyle, GridStyle, HeadlineStyle, Style, TextStyle
from layout.units import mm_to_pt

LEAST_CHARS: Final = 12
"""A shorter line of large type breaks at every other word."""


def enlarged(style: Style) -> Style:
    """The style set larger by its ``large_print.scale``."""
    scale = style.large_print.scale
    grid = _grid(style, scale)
    columns = grid.columns / style.grid.columns

    def text(part: TextStyle) -> TextStyle:
        return part.model_copy(update={"size_pt": part.size_pt * scale})

    def headline(part: HeadlineStyle) -> HeadlineStyle:
        return part.model_copy(
            update={
                "sizes_pt": tuple(round(size * (1 + scale) / 2, 1) for size in part.sizes_pt),
                "min_columns": max(1, int(part.min_columns * columns)),
                "max_columns": min(grid.columns, max(1, round(part.max_columns * columns + 0.5))),
                "max_lines": part.max_lines + 1,
            }
        )

    return style.model_copy(
        update={
            "grid": grid,
            "byline": text(style.byline),
            "cutline": text(style.cutline),
            "column_head": text(style.column_head),
            "headlines": {rank: headline(part) for rank, part in style.headlines.items()},
            "brief": headline(style.brief),
            "furniture": _furniture(style, grid, scale),
        }
    )


def _grid(style: Style, scale: float) -> GridStyle:
    old = style.grid
    size, leading = old.type_size_pt * scale, old.leading_pt * scale
    width = mm_to_pt(style.page.type_area_width_mm)
    gap = max(style.column_gap_pt, size)
    columns = old.columns
    while columns > 1 and (width - (columns - 1) * gap) / columns < LEAST_CHARS * size:
        columns -= 1
    chars = int((width - (columns - 1) * gap) / columns / size)
    return old.model_copy(
        update={
            "columns": columns,
            "chars": chars,
            "rows": int(old.rows / scale),
            "type_size_pt": size,
            "leading_pt": leading,
        }
    )


def _furniture(style: Style, grid: GridStyle, scale: float) -> FurnitureStyle:
    """The nameplate keeps its height; small type grows."""
    old = style.furniture
    share = old.nameplate.columns / style.grid.columns
    plate = old.nameplate.model_copy(
        update={
            "rows": max(1, round(old.nameplate.rows / scale)),
            "columns": max(1, round(share * grid.columns)),
        }
    )
    return old.model_copy(
        update={
            "nameplate": plate,
            "folio": old.folio.model_copy(update={"size_pt": old.folio.size_pt * scale}),
            "ear": old.ear.model_copy(update={"size_pt": old.ear.size_pt * scale}),
        }
    )
