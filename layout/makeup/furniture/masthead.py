"""The masthead at the foot of every page: who the paper is and where it is found."""

from layout.composition.desk import Desk
from layout.content.model import EditionHead, Page
from layout.makeup.furniture.labels import Spot, label
from layout.makeup.furniture.nameplate import RULE_FINE_PT
from layout.makeup.furniture.terms import terms_of
from layout.makeup.model import BlockType, Grid, Line, PlacedBlock
from layout.style.model import Style

MASTHEAD_ROWS = 2


def masthead(
    head: EditionHead, page: Page, *, grid: Grid, style: Style, desk: Desk
) -> PlacedBlock | None:
    """The foot of the page: website, copyright, address, postcode, telephone."""
    paper, choice = head.paper, style.furniture.masthead
    terms = terms_of(page.lang or head.lang)
    pieces = [paper.website, paper.copyright]
    named = (
        (terms.address, paper.address),
        (terms.postcode, paper.postcode),
        (terms.phone, paper.phone),
    )
    pieces += [f"{name}：{value}" for name, value in named if value]
    text = "\u3000".join(piece for piece in pieces if piece)
    if not text:
        return None
    rect = grid.rect(0, grid.rows, grid.columns, MASTHEAD_ROWS)
    top = rect.y + 0.5 * grid.leading_pt
    baseline = top + 4 + choice.size_pt
    spot = Spot(x_pt=rect.x, width_pt=rect.width, baseline_pt=baseline)
    return PlacedBlock(
        id=f"p{page.number}-masthead",
        kind=BlockType.MASTHEAD,
        column=0,
        row=grid.rows,
        columns=grid.columns,
        rows=MASTHEAD_ROWS,
        rect=rect,
        title=terms.copyright,
        parts=(label(text, choice.face, choice.size_pt, spot, desk),),
        lines=(Line(x0=rect.x, y0=top, x1=rect.right, y1=top, width_pt=RULE_FINE_PT),),
    )
