"""导读: the stories of the other pages, in the ear of the front page."""

from collections.abc import Sequence
from dataclasses import dataclass

from layout.composition.desk import Desk
from layout.makeup.furniture.labels import Spot, label, label_of, placed_line
from layout.makeup.furniture.nameplate import RULE_FINE_PT, contents_cells
from layout.makeup.furniture.terms import terms_of
from layout.makeup.model import BlockType, Box, Grid, PlacedBlock, Rect
from layout.style.model import Style

TITLE_SIZE_PT = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsEntry:
    """A line of the 导读: where a story stands, and the block to go to."""

    page: int
    title: str
    block: str | None


def contents(
    entries: Sequence[ContentsEntry],
    *,
    number: int,
    lang: str,
    grid: Grid,
    style: Style,
    desk: Desk,
) -> PlacedBlock | None:
    """导读 in the ear: stories of the other pages with links; None where there is no room."""
    plate = style.furniture.nameplate
    first, row, columns, rows = contents_cells(plate, grid)
    if columns < 1 or rows < 1:
        return None
    rect = grid.rect(first, row, columns, rows)
    ear, inset = style.furniture.ear, grid.type_size_pt
    x, width = rect.x + inset, rect.width - 2 * inset
    foot = rect.bottom - grid.leading_pt * 0.7
    terms = terms_of(lang)
    title = label(
        "\u3000".join(terms.contents),
        style.column_head.face,
        TITLE_SIZE_PT,
        Spot(x_pt=x, width_pt=width, baseline_pt=rect.y + 1.6 * grid.leading_pt),
        desk,
        color=style.column_head.color,
    )
    parts, y = [title], rect.y + 3.1 * grid.leading_pt
    pitch = 1.5 * ear.size_pt
    for entry in entries:
        lead = desk.label(f"{entry.page:02d}版", ear.face)
        lead_pt = (lead.width_em + 1) * ear.size_pt
        lines = desk.wrapped(entry.title, ear.face, (width - lead_pt) / ear.size_pt)
        if y + pitch * (len(lines) - 1) > foot - 6:
            break
        size, color = ear.size_pt, ear.color
        placed = [placed_line(lead, x, y, size, color)]
        placed += [
            placed_line(line, x + lead_pt, y + k * pitch, ear.size_pt, ear.color)
            for k, line in enumerate(lines)
        ]
        parts.append(
            label_of(
                f"{entry.page:02d}版 {entry.title}",
                tuple(placed),
                ear.size_pt,
                link=f"#{entry.block}" if entry.block else None,
            )
        )
        y += pitch * len(lines) + 0.25 * ear.size_pt
    frame = Box(
        bbox=Rect(x=rect.x, y=rect.y + 3, width=rect.width, height=foot - rect.y - 3),
        stroke_pt=RULE_FINE_PT,
        stroke="grey",
    )
    return PlacedBlock(
        id=f"p{number}-contents",
        kind=BlockType.CONTENTS,
        column=first,
        row=row,
        columns=columns,
        rows=rows,
        rect=rect,
        title=terms.contents,
        parts=tuple(parts),
        boxes=(frame,),
    )
