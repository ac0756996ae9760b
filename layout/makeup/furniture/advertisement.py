"""An advertisement in its cells, with the word that tells it from news."""

from layout.composition.desk import Desk
from layout.content.model import AdFile
from layout.makeup.furniture.labels import Align, Spot, label
from layout.makeup.furniture.nameplate import RULE_FINE_PT
from layout.makeup.furniture.terms import terms_of
from layout.makeup.model import BlockType, Box, Grid, PlacedBlock, PlacedPicture, Rect
from layout.style.model import Style


def advertisement(
    ad: AdFile,
    *,
    index: int,
    lang: str,
    column: int,
    row: int,
    grid: Grid,
    style: Style,
    desk: Desk,
) -> PlacedBlock:
    """An ad in its cells with the word 广告 over it, as the law on advertising asks."""
    word = terms_of(lang).ad
    columns, rows = min(ad.head.columns, grid.columns), ad.head.rows
    rect = grid.rect(column, row, columns, rows)
    mark = label(
        word,
        style.furniture.masthead.face,
        style.furniture.masthead.size_pt,
        Spot(
            x_pt=rect.x,
            width_pt=rect.width,
            baseline_pt=rect.y + 0.8 * grid.leading_pt,
            align=Align.END,
        ),
        desk,
    )
    room = Rect(
        x=rect.x,
        y=rect.y + grid.leading_pt,
        width=rect.width,
        height=rect.height - grid.leading_pt,
    )
    wide = min(room.width, room.height * ad.width_px / ad.height_px)
    high = wide * ad.height_px / ad.width_px
    bbox = Rect(x=room.x + (room.width - wide) / 2, y=room.bottom - high, width=wide, height=high)
    picture = PlacedPicture(
        path=ad.path,
        file=ad.head.file,
        bbox=bbox,
        crop=(0.0, 0.0, 1.0, 1.0),
        ppi=ad.width_px / wide * 72,
        alt=word,
    )
    frame = Box(bbox=room, stroke_pt=RULE_FINE_PT, stroke="grey")
    return PlacedBlock(
        id=f"p{ad.page}-ad-{index}",
        kind=BlockType.AD,
        column=column,
        row=row,
        columns=columns,
        rows=rows,
        rect=rect,
        title=word,
        parts=(mark,),
        pictures=(picture,),
        boxes=(frame,),
    )
