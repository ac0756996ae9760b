"""报眉: page number and name outside, the paper in the middle, date and editors inside."""

from layout.composition.desk import Desk
from layout.content.model import EditionHead, Page, PageKind
from layout.makeup.furniture.calendar import date_text
from layout.makeup.furniture.labels import Align, Spot, label
from layout.makeup.furniture.nameplate import foot_rule
from layout.makeup.model import BlockType, Grid, PlacedBlock
from layout.style.model import Style

FOLIO_ROWS = 3
"""Rows of the head margin the folio line takes, down to the type area."""
FOLIO_GAP_ROWS = 1
"""Of them, white under its rule."""
NUMBER_SIZE_PT = 15.0


def folio_line(
    head: EditionHead, page: Page, *, grid: Grid, style: Style, desk: Desk
) -> PlacedBlock:
    """报眉: number and name outside, the paper in the middle, date and editors inside."""
    rect = grid.rect(0, -FOLIO_ROWS, grid.columns, FOLIO_ROWS)
    folio, baseline = style.furniture.folio, rect.y + grid.leading_pt * 1.1
    outer_is_right = page.number % 2 == 1
    outer, inner = (Align.END, Align.START) if outer_is_right else (Align.START, Align.END)
    third = rect.width / 3

    def spot(align: Align) -> Spot:
        x = rect.x + 2 * third * align.value
        return Spot(x_pt=x, width_pt=third, baseline_pt=baseline, align=align)

    number = folio_of(page)
    pieces = (number, page.name) if not outer_is_right else (page.name, number)
    editors = "\u3000".join(f"{role}：{name}" for role, name in page.editors.items())
    dated = date_text(head.date) + (f"\u3000{editors}" if editors else "")
    parts = (
        label(
            "\u3000".join(piece for piece in pieces if piece),
            style.column_head.face,
            NUMBER_SIZE_PT,
            spot(outer),
            desk,
        ),
        label(head.paper.name, folio.face, folio.size_pt + 2, spot(Align.CENTRE), desk),
        label(dated, folio.face, folio.size_pt, spot(inner), desk),
    )
    rule_y = rect.bottom - FOLIO_GAP_ROWS * grid.leading_pt - 4
    return PlacedBlock(
        id=f"p{page.number}-folio",
        kind=BlockType.FOLIO_LINE,
        column=0,
        row=-FOLIO_ROWS,
        columns=grid.columns,
        rows=FOLIO_ROWS,
        rect=rect,
        title=f"{number} {page.name}".strip(),
        parts=parts,
        lines=foot_rule(rect, rule_y, style),
    )


def folio_of(page: Page) -> str:
    """The number a page is known by, such as 02; both of a double truck, 02-03."""
    first = f"{page.number:02d}"
    is_double = page.kind is PageKind.DOUBLE_TRUCK
    return f"{first}-{page.number + 1:02d}" if is_double else first
