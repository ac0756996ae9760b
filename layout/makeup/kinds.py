"""The style of a page of some kind: two pages across the fold (跨版), the strip in it (中缝).

Both are cut from the style of a page: the columns keep their characters, the rows their
leading, so that baselines meet across the fold.
"""

from math import floor

from layout.content.model import MAX_COLUMNS, Page, PageKind
from layout.style.model import Style
from layout.units import EPSILON, mm_to_pt, pt_to_mm

GUTTER_AIR_MM = 3.0
"""White on either side of the strip, to the type areas beside it."""
LEAST_GUTTER_CHARS = 4


def style_of(page: Page, style: Style) -> Style:
    """The style that a page is set in."""
    if page.kind is PageKind.DOUBLE_TRUCK:
        return _double_truck(style)
    if page.kind is PageKind.GUTTER:
        return _gutter(style)
    return style


def page_count(pages: tuple[Page, ...]) -> int:
    """How many pages a reader counts: a double truck is two, a strip between pages none."""
    sizes = {PageKind.PAGE: 1, PageKind.DOUBLE_TRUCK: 2, PageKind.GUTTER: 0}
    return sum(sizes[page.kind] for page in pages)


def _double_truck(style: Style) -> Style:
    """Two pages wide; as many columns as go between the outer margins, more gap if any."""
    width_mm = 2 * style.page.width_mm
    area_mm = width_mm - 2 * style.page.left_margin_mm
    column_pt, gap_pt = style.column_width_pt, style.column_gap_pt
    columns = floor((mm_to_pt(area_mm) + gap_pt) / (column_pt + gap_pt) + EPSILON)
    columns = min(columns, MAX_COLUMNS)
    ladders = {
        rank: ladder.model_copy(update={"max_columns": min(2 * ladder.max_columns, columns)})
        for rank, ladder in style.headlines.items()
    }
    return style.model_copy(
        update={
            "page": style.page.model_copy(
                update={"width_mm": width_mm, "type_area_width_mm": area_mm}
            ),
            "grid": style.grid.model_copy(update={"columns": columns}),
            "headlines": ladders,
        }
    )


def _gutter(style: Style) -> Style:
    """As wide as the two inner margins, one column of whole characters in the middle."""
    width_mm = 2 * style.page.left_margin_mm
    room_pt = mm_to_pt(width_mm - 2 * GUTTER_AIR_MM)
    chars = max(LEAST_GUTTER_CHARS, floor(room_pt / style.grid.type_size_pt + EPSILON))
    area_mm = pt_to_mm(chars * style.grid.type_size_pt)
    return style.model_copy(
        update={
            "page": style.page.model_copy(
                update={
                    "width_mm": width_mm,
                    "left_margin_mm": (width_mm - area_mm) / 2,
                    "type_area_width_mm": area_mm,
                }
            ),
            "grid": style.grid.model_copy(update={"columns": 1, "chars": chars}),
        }
    )
