"""A page's design as SVG to lay over its picture: grid, blocks, ranks, and areas to point at."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Final
from urllib.parse import quote

from layout.makeup.model import Grid, PageLayout, PlacedBlock

EVERY_ROWS: Final = 5
"""Rows between the lines of the grid that are drawn."""


def overlay_svg(page: PageLayout, sources: Mapping[str, str]) -> str:
    """One SVG in pt of the page; its groups ``grid``, ``blocks``, ``ranks`` are shown at will.

    Args:
        page: As made up.
        sources: Files of articles by id; an area over a block leads there.

    """
    size = f"{page.width_pt:g} {page.height_pt:g}"
    parts = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" class="over">',
        f'<g class="grid"><path d="{" ".join(_grid(page.grid))}"/></g>',
        f'<g class="blocks">{"".join(map(_outline, page.blocks))}</g>',
        f'<g class="ranks">{"".join(_ranks(page))}</g>',
        f'<g class="areas">{"".join(_areas(page, sources))}</g>',
        "</svg>",
    )
    return "".join(parts)


def _grid(grid: Grid) -> Iterator[str]:
    top, foot = grid.y(0), grid.y(grid.rows)
    for column in range(grid.columns):
        x = grid.x(column)
        for edge in (x, x + grid.column_width_pt):
            yield f"M{edge:.2f} {top:.2f}V{foot:.2f}"
    for row in range(0, grid.rows + 1, EVERY_ROWS):
        yield f"M{grid.x(0):.2f} {grid.y(row):.2f}h{grid.width(grid.columns):.2f}"


def _points(block: PlacedBlock) -> str:
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in block.outline)


def _outline(block: PlacedBlock) -> str:
    return f'<polygon class="{block.kind.value}" points="{_points(block)}"/>'


def _ranks(page: PageLayout) -> Iterator[str]:
    for block in page.blocks:
        if block.rank is not None:
            x, y = block.rect.x + 3, block.rect.y + 18
            cells = f"{block.columns}×{block.rows}"
            place = f'x="{x:.2f}" y="{y:.2f}" paint-order="stroke"'
            yield f"<text {place}>{block.rank} · {cells}</text>"


def _areas(page: PageLayout, sources: Mapping[str, str]) -> Iterator[str]:
    for block in page.blocks:
        file = sources.get(block.article or "")
        if file is not None:
            name = escape((block.title or block.article or "").replace("\n", " "))
            yield (
                f'<a href="/source/{escape(quote(file))}" target="source" aria-label="{name}">'
                f'<title>{name}</title><polygon points="{_points(block)}"/></a>'
            )
