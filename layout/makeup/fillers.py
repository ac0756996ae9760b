"""补白: a line of text or a drawing for what is left of a page."""

from layout.composition.desk import Desk
from layout.content.model import Filler
from layout.makeup.head import EM_ASCENT
from layout.makeup.model import BlockType, Box, Grid, PartRole, PlacedBlock, PlacedLine, TextPart
from layout.makeup.place import lines_box
from layout.style.model import Style

TEXT_RATIO = 1.6
"""A filler's type, of the body's."""
PITCH = 1.6
INSET_ROWS = 0.5


def place_filler(
    filler: Filler,
    *,
    block_id: str,
    cells: tuple[int, int, int, int],
    grid: Grid,
    style: Style,
    desk: Desk,
) -> PlacedBlock:
    """A tinted block with the filler's words in its middle.

    Args:
        filler: What the edition offers.
        block_id: Name of the block.
        cells: Column, row, columns and rows to cover.
        grid: The page's grid.
        style: The house style.
        desk: Sets the words.

    """
    column, row, columns, rows = cells
    rect = grid.rect(column, row, columns, rows)
    inset = INSET_ROWS * grid.leading_pt
    size = TEXT_RATIO * grid.type_size_pt
    room = rect.width - 4 * inset
    lines = desk.wrapped(filler.text, style.deck, room / size)
    while size > grid.type_size_pt and len(lines) * PITCH * size > rect.height - 4 * inset:
        size -= 0.5
        lines = desk.wrapped(filler.text, style.deck, room / size)
    height = size * (1 + PITCH * (len(lines) - 1))
    top = rect.y + (rect.height - height) / 2
    placed = tuple(
        PlacedLine(
            line=line,
            x_pt=rect.x + (rect.width - line.width_em * size) / 2,
            baseline_pt=top + EM_ASCENT * size + k * PITCH * size,
            size_pt=size,
            measure_pt=line.width_em * size,
        )
        for k, line in enumerate(lines)
    )
    part = TextPart(
        role=PartRole.LABEL, text=filler.text, lines=placed, size_pt=size, bbox=lines_box(placed)
    )
    frame = Box(
        bbox=type(rect)(
            x=rect.x,
            y=rect.y + inset,
            width=rect.width,
            height=rect.height - 2 * inset,
        ),
        stroke_pt=0.5,
        stroke="grey",
        fill="tint",
    )
    return PlacedBlock(
        id=block_id,
        kind=BlockType.FILLER,
        column=column,
        row=row,
        columns=columns,
        rows=rows,
        rect=rect,
        title="补白",
        parts=(part,),
        boxes=(frame,),
    )
