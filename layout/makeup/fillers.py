"""补白: a line of text or a drawing for what is left of a page."""

from layout.composition.desk import Desk
from layout.content.model import FillerFile
from layout.makeup.head import EM_ASCENT
from layout.makeup.model import (
    BlockType,
    Box,
    Grid,
    PartRole,
    PlacedBlock,
    PlacedLine,
    PlacedPicture,
    Rect,
    TextPart,
)
from layout.makeup.place import lines_box
from layout.style.model import Style

TEXT_RATIO = 1.6
"""A filler's type, of the body's."""
PITCH = 1.6
INSET_ROWS = 0.5


def place_filler(
    filler: FillerFile,
    *,
    block_id: str,
    cells: tuple[int, int, int, int],
    grid: Grid,
    style: Style,
    desk: Desk,
) -> PlacedBlock:
    """A tinted block with the filler's words or drawing in its middle.

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
    pictures = (_drawing(filler, rect, inset),) if filler.path is not None else ()
    parts = () if pictures else (_words(filler.head.text, rect, inset, grid, style, desk),)
    frame = Box(
        bbox=Rect(
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
        parts=parts,
        pictures=pictures,
        boxes=(frame,),
    )


def _words(text: str, rect: Rect, inset: float, grid: Grid, style: Style, desk: Desk) -> TextPart:
    """The filler's words, as large as the block allows."""
    size = TEXT_RATIO * grid.type_size_pt
    room = rect.width - 4 * inset
    lines = desk.wrapped(text, style.deck, room / size)
    while size > grid.type_size_pt and len(lines) * PITCH * size > rect.height - 4 * inset:
        size -= 0.5
        lines = desk.wrapped(text, style.deck, room / size)
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
    return TextPart(
        role=PartRole.LABEL, text=text, lines=placed, size_pt=size, bbox=lines_box(placed)
    )


def _drawing(filler: FillerFile, rect: Rect, inset: float) -> PlacedPicture:
    """The drawing whole, as large as the block allows."""
    assert filler.path is not None  # noqa: S101 - the caller has looked
    wide = min(
        rect.width - 2 * inset, (rect.height - 4 * inset) * filler.width_px / filler.height_px
    )
    high = wide * filler.height_px / filler.width_px
    return PlacedPicture(
        path=filler.path,
        file=filler.head.file,
        bbox=Rect(
            x=rect.x + (rect.width - wide) / 2,
            y=rect.y + (rect.height - high) / 2,
            width=wide,
            height=high,
        ),
        crop=(0.0, 0.0, 1.0, 1.0),
        ppi=filler.width_px / wide * 72,
        alt=filler.head.text or "补白",
    )
