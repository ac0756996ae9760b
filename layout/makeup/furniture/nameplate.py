"""报头: the paper's name at the left, in the middle, or down the front page's first rows."""

from collections.abc import Sequence

from layout.composition.desk import Desk
from layout.content.model import EditionHead, Page
from layout.makeup.furniture.calendar import WEEKDAYS, date_text, lunar_text
from layout.makeup.furniture.labels import across, label, label_of, spread
from layout.makeup.furniture.qrcode import qr_code
from layout.makeup.furniture.terms import Terms, terms_of
from layout.makeup.kinds import page_count
from layout.makeup.model import BlockType, Box, Grid, Line, PlacedBlock, Rect, TextPart
from layout.style.model import NameplateStyle, Style

NAME_FILL = 0.84
"""Share of its room the paper's name may take, across."""
NAME_HIGH = 0.96
"""Share of its room the paper's name may take, down."""
LATIN_SIZE_PT = 9.5
RULE_HEAVY_PT = 1.5
RULE_FINE_PT = 0.5
DOUBLE_GAP_PT = 2.25
"""Between the middles of the two rules of a 文武线."""
DATA_LEADING = 1.45
"""Lines of data, baseline to baseline, in em."""


def nameplate_columns(plate: NameplateStyle, grid: Grid) -> tuple[int, int]:
    """The nameplate's first column and how many it takes."""
    columns = min(plate.columns, grid.columns)
    return ((grid.columns - columns) // 2 if plate.place == "centre" else 0), columns


def ear_columns(plate: NameplateStyle, grid: Grid) -> tuple[int, int]:
    """The first column of what is beside the nameplate at its right, and how many are left."""
    first, columns = nameplate_columns(plate, grid)
    return first + columns, grid.columns - first - columns


def closed_columns(plate: NameplateStyle, columns: int) -> int:
    """Of a page's columns those whose first rows are no stories': all but beside a vertical one."""
    return plate.columns if plate.place == "vertical" else columns


def contents_cells(plate: NameplateStyle, grid: Grid) -> tuple[int, int, int, int]:
    """Where the 导读 stands: column, row, columns and rows; none of a kind where it has no room."""
    if plate.place == "vertical":
        rows = min(plate.contents_rows, plate.rows - 1)
        return 0, plate.rows - rows, nameplate_columns(plate, grid)[1], rows
    first, columns = ear_columns(plate, grid)
    return first, 0, columns, plate.rows


def plate_cells(
    furniture: Sequence[PlacedBlock], style: Style, grid: Grid
) -> tuple[int, tuple[int, int] | None]:
    """The page's first row for copy, and what a vertical nameplate takes of the rows below."""
    heads = [block for block in furniture if block.kind is BlockType.NAMEPLATE]
    plate = style.furniture.nameplate
    if heads and plate.place == "vertical":
        return 0, (nameplate_columns(plate, grid)[1], plate.rows)
    return max((block.row + block.rows for block in heads), default=0), None


def nameplate(
    head: EditionHead, page: Page, *, grid: Grid, style: Style, desk: Desk
) -> PlacedBlock:
    """The paper's name, its Latin name and QR code, and the lines of data between two rules."""
    plate, ear = style.furniture.nameplate, style.furniture.ear
    if plate.place == "vertical":
        return _upright(head, page, grid, style, desk)
    column, columns = nameplate_columns(plate, grid)
    rect = grid.rect(column, 0, columns, plate.rows)
    data = _data_lines(head, page, style, has_ear=column > 0)
    pitch = DATA_LEADING * ear.size_pt
    rule_y = rect.bottom - grid.leading_pt * 0.7
    data_top = rule_y - pitch * len(data) - 4
    room = Rect(x=rect.x, y=rect.y, width=rect.width, height=data_top - rect.y)
    parts, boxes = _name(head, room, style, desk)
    for k, pieces in enumerate(data):
        baseline = data_top + 3 + pitch * k + ear.size_pt
        parts += spread(pieces, ear, rect, baseline, desk)
    return PlacedBlock(
        id=f"p{page.number}-nameplate",
        kind=BlockType.NAMEPLATE,
        column=column,
        row=0,
        columns=columns,
        rows=plate.rows,
        rect=rect,
        title=head.paper.name,
        parts=tuple(parts),
        boxes=boxes,
        lines=(_rule(rect, data_top, RULE_FINE_PT), *foot_rule(rect, rule_y, style)),
    )


def foot_rule(rect: Rect, y: float, style: Style) -> tuple[Line, ...]:
    """The rule under a head: heavy, or 文武线, the heavy one with a fine one under it."""
    heavy = _rule(rect, y, RULE_HEAVY_PT)
    if style.furniture.rule == "heavy":
        return (heavy,)
    return (heavy, _rule(rect, y + DOUBLE_GAP_PT, RULE_FINE_PT))


def _upright(head: EditionHead, page: Page, grid: Grid, style: Style, desk: Desk) -> PlacedBlock:
    """竖报头: the name down a column, the Latin name and the lines of data under it."""
    plate, paper, ear = style.furniture.nameplate, head.paper, style.furniture.ear
    _, row, columns, _ = contents_cells(plate, grid)
    rect = grid.rect(0, 0, columns, row)
    room = Rect(x=rect.x, y=rect.y + 3, width=rect.width, height=rect.height - grid.leading_pt - 3)
    data = [piece for pieces in _data_lines(head, page, style, has_ear=False) for piece in pieces]
    pitch = DATA_LEADING * ear.size_pt
    latin_pt = 2.2 * LATIN_SIZE_PT if paper.latin_name else 0.0
    data_top = room.bottom - pitch * len(data) - 6
    high = data_top - room.y - latin_pt
    size = min(
        plate.name_size_pt, NAME_FILL * room.width, NAME_HIGH * high / max(1, len(paper.name))
    )
    step = high / max(1, len(paper.name))
    sorts = [
        label(
            sort,
            plate.name_face,
            size,
            across(room, room.y + k * step + (step - size) / 2 + 0.88 * size),
            desk,
            color=plate.color,
        )
        for k, sort in enumerate(paper.name)
    ]
    lines = tuple(line for part in sorts for line in part.lines)
    parts = [label_of(paper.name, lines, size)]
    if paper.latin_name:
        spot = across(room, data_top - 0.9 * LATIN_SIZE_PT)
        parts.append(label(paper.latin_name, ear.face, LATIN_SIZE_PT, spot, desk))
    for k, piece in enumerate(data):
        spot = across(room, data_top + 4 + pitch * k + ear.size_pt)
        parts.append(label(piece, ear.face, ear.size_pt, spot, desk))
    rules = (_rule(rect, rect.y + 3, RULE_HEAVY_PT), _rule(rect, data_top, RULE_FINE_PT))
    return PlacedBlock(
        id=f"p{page.number}-nameplate",
        kind=BlockType.NAMEPLATE,
        column=0,
        row=0,
        columns=columns,
        rows=row,
        rect=rect,
        title=paper.name,
        parts=tuple(parts),
        lines=(*rules, *foot_rule(rect, room.bottom, style)),
    )


def date_ear(
    head: EditionHead, page: Page, *, grid: Grid, style: Style, desk: Desk
) -> PlacedBlock | None:
    """The ear at the left of a nameplate in the middle: a calendar leaf; None where it has none."""
    plate, choice = style.furniture.nameplate, style.furniture.ear
    columns, _ = nameplate_columns(plate, grid)
    if columns == 0:
        return None
    rect = grid.rect(0, 0, columns, plate.rows)
    terms = terms_of(page.lang or head.lang)
    day = min(4.2 * choice.size_pt, rect.height / 3)
    lunar = lunar_text(head.date, terms).split(" ") if plate.lunar else []
    small = [
        f"星期{WEEKDAYS[head.date.weekday()]}",
        *lunar,
        *([head.weather] if head.weather else []),
    ]
    pitch = 1.5 * choice.size_pt
    top = rect.y + (rect.height - grid.leading_pt - day - pitch * (len(small) + 1)) / 2
    month = f"{head.date.year}年{head.date.month}月"
    parts = [
        label(month, choice.face, choice.size_pt, across(rect, top + choice.size_pt), desk),
        label(
            str(head.date.day),
            plate.name_face,
            day,
            across(rect, top + pitch + 0.82 * day),
            desk,
            color=plate.color,
        ),
    ]
    for k, text in enumerate(small):
        spot = across(rect, top + pitch + day + 0.9 * pitch + k * pitch)
        parts.append(label(text, choice.face, choice.size_pt, spot, desk))
    rule_y = rect.bottom - grid.leading_pt * 0.7
    return PlacedBlock(
        id=f"p{page.number}-ear",
        kind=BlockType.EAR,
        column=0,
        row=0,
        columns=columns,
        rows=plate.rows,
        rect=rect,
        title=date_text(head.date),
        parts=tuple(parts),
        lines=(_rule(rect, rect.y + 3, RULE_FINE_PT), _rule(rect, rule_y, RULE_FINE_PT)),
    )


def _name(
    head: EditionHead, room: Rect, style: Style, desk: Desk
) -> tuple[list[TextPart], tuple[Box, ...]]:
    """The name in the middle of its room, the Latin name under it, the QR code at the right."""
    plate, ear, paper = style.furniture.nameplate, style.furniture.ear, head.paper
    has_code = plate.qr_pt > 0 and bool(paper.website)
    code_pt = min(plate.qr_pt, room.height - 8) if has_code else 0.0
    wide = Rect(x=room.x + code_pt, y=room.y, width=room.width - 2 * code_pt, height=room.height)
    latin_pt = 2.2 * LATIN_SIZE_PT if paper.latin_name else 0.0
    size = min(
        plate.name_size_pt,
        NAME_FILL * wide.width / max(1, len(paper.name)),
        NAME_HIGH * (room.height - latin_pt),
    )
    top = room.y + (room.height - latin_pt - size) / 2
    spot = across(wide, top + 0.88 * size)
    parts = [label(paper.name, plate.name_face, size, spot, desk, color=plate.color)]
    if paper.latin_name:
        spot = across(wide, top + size + 1.5 * LATIN_SIZE_PT)
        parts.append(label(paper.latin_name, ear.face, LATIN_SIZE_PT, spot, desk))
    if not has_code:
        return parts, ()
    square = Rect(
        x=room.right - code_pt,
        y=room.y + (room.height - code_pt) / 2,
        width=code_pt,
        height=code_pt,
    )
    return parts, qr_code(paper.website, square)


def _rule(rect: Rect, y: float, width_pt: float) -> Line:
    return Line(x0=rect.x, y0=y, x1=rect.right, y1=y, width_pt=width_pt)


def _data_lines(head: EditionHead, page: Page, style: Style, *, has_ear: bool) -> list[list[str]]:
    """附属项: day and numbers, licences, who is answerable; an ear takes the day."""
    terms, paper = terms_of(page.lang or head.lang), head.paper
    number = terms.page.format(f"{page.number:02d}")
    day = [] if has_ear else _day(head, style, terms)
    numbers = [f"{number} {page.name}".strip(), terms.pages.format(page_count(head.pages))]
    if head.issue is not None:
        numbers.append(terms.issue.format(head.issue))
    legal = _named(((terms.serial, " ", paper.cn), (terms.post, " ", paper.postal_code)))
    houses = _named(
        ((terms.supervisor, "：", paper.supervisor), (terms.publisher, "：", paper.publisher))
    )
    return [line for line in (day, [*numbers, *legal], houses) if line]


def _day(head: EditionHead, style: Style, terms: Terms) -> list[str]:
    lunar = lunar_text(head.date, terms) if style.furniture.nameplate.lunar else ""
    return [piece for piece in (date_text(head.date), lunar, head.weather) if piece]


def _named(values: tuple[tuple[str, str, str], ...]) -> list[str]:
    """What the paper tells, with its name before it."""
    return [f"{name}{mark}{value}" for name, mark, value in values if value]
