"""What returns on every page: 报头 and 导读 on page 1, 报眉 elsewhere, the masthead at the foot.

Furniture stands in its own blocks: the nameplate and the contents in the first rows of
page 1, folio line and masthead in the head and foot margins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Date
from enum import Enum

from layout.composition.desk import Desk
from layout.composition.model import ComposedLine
from layout.content.model import AdFile, EditionHead, Page
from layout.makeup.model import (
    BlockType,
    Box,
    Grid,
    Line,
    PartRole,
    PlacedBlock,
    PlacedLine,
    PlacedPicture,
    Rect,
    TextPart,
)
from layout.makeup.place import lines_box
from layout.style.model import FaceChoice, Style, TextStyle

WEEKDAYS = "一二三四五六日"
FOLIO_ROWS = 3
"""Rows of the head margin the folio line takes, down to the type area."""
FOLIO_GAP_ROWS = 1
"""Of them, white under its rule."""
MASTHEAD_ROWS = 2
NAME_FILL = 0.84
"""Share of the nameplate's width the paper's name may take."""
RULE_HEAVY_PT = 1.5
RULE_FINE_PT = 0.5
NUMBER_SIZE_PT = 15.0


class Align(Enum):
    """Which end of its room a label keeps to."""

    START = 0.0
    CENTRE = 0.5
    END = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentsEntry:
    """A line of the 导读: where a story stands, and the block to go to."""

    page: int
    title: str
    block: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """Where a label goes: its room across, and its baseline."""

    x_pt: float
    width_pt: float
    baseline_pt: float
    align: Align = Align.CENTRE


def date_text(date: Date) -> str:
    """The date as a paper prints it: 2026年1月1日 星期四."""
    return f"{date.year}年{date.month}月{date.day}日 星期{WEEKDAYS[date.weekday()]}"


def label(
    text: str, face: FaceChoice, size_pt: float, spot: _Spot, desk: Desk, *, color: str = "black"
) -> TextPart:
    """One line of furniture; type too wide for its room is set smaller."""
    line = desk.label(text, face)
    size_pt = min(size_pt, spot.width_pt / line.width_em) if line.width_em else size_pt
    placed = PlacedLine(
        line=line,
        x_pt=spot.x_pt + (spot.width_pt - line.width_em * size_pt) * spot.align.value,
        baseline_pt=spot.baseline_pt,
        size_pt=size_pt,
        measure_pt=line.width_em * size_pt,
        color=color,
    )
    return TextPart(
        role=PartRole.LABEL, text=text, lines=(placed,), size_pt=size_pt, bbox=lines_box((placed,))
    )


def nameplate(
    head: EditionHead, page: Page, *, grid: Grid, style: Style, desk: Desk
) -> PlacedBlock:
    """报头: the paper's name, its Latin name, and the data lines between two rules."""
    plate = style.furniture.nameplate
    columns = min(plate.columns, grid.columns)
    rect = grid.rect(0, 0, columns, plate.rows)
    data = _data_lines(head, page)
    ear = style.furniture.ear
    pitch = 1.4 * ear.size_pt
    rule_y = rect.bottom - grid.leading_pt * 0.7
    data_top = rule_y - pitch * len(data) - 4
    size = min(plate.name_size_pt, NAME_FILL * rect.width / max(1, len(head.paper.name)))
    latin = head.paper.latin_name
    room = data_top - rect.y - (16 if latin else 4)
    size = min(size, room / 1.02)
    middle = rect.y + (room - size) / 2
    parts = [
        label(
            head.paper.name,
            plate.name_face,
            size,
            _Spot(x_pt=rect.x, width_pt=rect.width, baseline_pt=middle + 0.88 * size),
            desk,
            color=plate.color,
        )
    ]
    if latin:
        spot = _Spot(x_pt=rect.x, width_pt=rect.width, baseline_pt=data_top - 8)
        parts.append(label(latin, ear.face, 10.0, spot, desk))
    for k, text in enumerate(data):
        baseline = data_top + 4 + pitch * k + ear.size_pt
        spot = _Spot(x_pt=rect.x, width_pt=rect.width, baseline_pt=baseline)
        parts.append(label(text, ear.face, ear.size_pt, spot, desk))
    rules = (
        Line(x0=rect.x, y0=data_top, x1=rect.right, y1=data_top, width_pt=RULE_FINE_PT),
        Line(x0=rect.x, y0=rule_y, x1=rect.right, y1=rule_y, width_pt=RULE_HEAVY_PT),
    )
    return PlacedBlock(
        id=f"p{page.number}-nameplate",
        kind=BlockType.NAMEPLATE,
        column=0,
        row=0,
        columns=columns,
        rows=plate.rows,
        rect=rect,
        title=head.paper.name,
        parts=tuple(parts),
        lines=rules,
    )


def _data_lines(head: EditionHead, page: Page) -> tuple[str, ...]:
    paper = head.paper
    dated = [date_text(head.date)]
    if head.issue is not None:
        dated.append(f"总第{head.issue}期")
    dated += [f"今日{len(head.pages)}版"]
    if head.weather:
        dated.append(head.weather)
    number = f"第{page.number:02d}版"
    dated.append(f"{number} {page.name}" if page.name else number)
    legal = []
    if paper.cn:
        legal.append(f"国内统一连续出版物号 {paper.cn}")
    if paper.postal_code:
        legal.append(f"邮发代号 {paper.postal_code}")
    houses = []
    if paper.supervisor:
        houses.append(f"主管：{paper.supervisor}")
    if paper.publisher:
        houses.append(f"主办：{paper.publisher}")
    lines = ("\u3000".join(dated), "\u3000".join(legal), "\u3000".join(houses))
    return tuple(line for line in lines if line)


def contents(
    entries: Sequence[ContentsEntry], *, number: int, grid: Grid, style: Style, desk: Desk
) -> PlacedBlock | None:
    """导读 in the ear: stories of the other pages with links; None where there is no room."""
    plate = style.furniture.nameplate
    columns = grid.columns - plate.columns
    if columns < 1:
        return None
    rect = grid.rect(plate.columns, 0, columns, plate.rows)
    ear, inset = style.furniture.ear, grid.type_size_pt
    x, width = rect.x + inset, rect.width - 2 * inset
    foot = rect.bottom - grid.leading_pt * 0.7
    title = label(
        "导\u3000读",
        style.column_head.face,
        12.0,
        _Spot(x_pt=x, width_pt=width, baseline_pt=rect.y + 1.6 * grid.leading_pt),
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
        placed = [_placed(lead, x, y, ear)]
        placed += [_placed(line, x + lead_pt, y + k * pitch, ear) for k, line in enumerate(lines)]
        parts.append(
            TextPart(
                role=PartRole.LABEL,
                text=f"{entry.page:02d}版 {entry.title}",
                lines=tuple(placed),
                size_pt=ear.size_pt,
                bbox=lines_box(tuple(placed)),
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
        column=plate.columns,
        row=0,
        columns=columns,
        rows=plate.rows,
        rect=rect,
        title="导读",
        parts=tuple(parts),
        boxes=(frame,),
    )


def _placed(line: ComposedLine, x_pt: float, baseline_pt: float, choice: TextStyle) -> PlacedLine:
    return PlacedLine(
        line=line,
        x_pt=x_pt,
        baseline_pt=baseline_pt,
        size_pt=choice.size_pt,
        measure_pt=line.width_em * choice.size_pt,
        color=choice.color,
    )


def folio_line(
    head: EditionHead, page: Page, *, grid: Grid, style: Style, desk: Desk
) -> PlacedBlock:
    """报眉: number and name outside, the paper in the middle, date and editors inside."""
    rect = grid.rect(0, -FOLIO_ROWS, grid.columns, FOLIO_ROWS)
    folio, baseline = style.furniture.folio, rect.y + grid.leading_pt * 1.1
    outer_is_right = page.number % 2 == 1
    outer, inner = (Align.END, Align.START) if outer_is_right else (Align.START, Align.END)
    third = rect.width / 3

    def spot(align: Align) -> _Spot:
        x = rect.x + 2 * third * align.value
        return _Spot(x_pt=x, width_pt=third, baseline_pt=baseline, align=align)

    number = f"{page.number:02d}"
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
    rule = Line(x0=rect.x, y0=rule_y, x1=rect.right, y1=rule_y, width_pt=RULE_HEAVY_PT)
    return PlacedBlock(
        id=f"p{page.number}-folio",
        kind=BlockType.FOLIO_LINE,
        column=0,
        row=-FOLIO_ROWS,
        columns=grid.columns,
        rows=FOLIO_ROWS,
        rect=rect,
        title=f"{page.number:02d} {page.name}".strip(),
        parts=parts,
        lines=(rule,),
    )


def masthead(
    head: EditionHead, page: Page, *, grid: Grid, style: Style, desk: Desk
) -> PlacedBlock | None:
    """The foot of the page: website, copyright, address, postcode, telephone."""
    paper, choice = head.paper, style.furniture.masthead
    pieces = [paper.website, paper.copyright]
    pieces += [f"地址：{paper.address}"] if paper.address else []
    pieces += [f"邮编：{paper.postcode}"] if paper.postcode else []
    pieces += [f"电话：{paper.phone}"] if paper.phone else []
    text = "\u3000".join(piece for piece in pieces if piece)
    if not text:
        return None
    rect = grid.rect(0, grid.rows, grid.columns, MASTHEAD_ROWS)
    top = rect.y + 0.5 * grid.leading_pt
    baseline = top + 4 + choice.size_pt
    spot = _Spot(x_pt=rect.x, width_pt=rect.width, baseline_pt=baseline)
    return PlacedBlock(
        id=f"p{page.number}-masthead",
        kind=BlockType.MASTHEAD,
        column=0,
        row=grid.rows,
        columns=grid.columns,
        rows=MASTHEAD_ROWS,
        rect=rect,
        title="版权",
        parts=(label(text, choice.face, choice.size_pt, spot, desk),),
        lines=(Line(x0=rect.x, y0=top, x1=rect.right, y1=top, width_pt=RULE_FINE_PT),),
    )


def advertisement(
    ad: AdFile, *, index: int, column: int, row: int, grid: Grid, style: Style, desk: Desk
) -> PlacedBlock:
    """An ad in its cells with the word 广告 over it, as the law on advertising asks."""
    columns, rows = min(ad.head.columns, grid.columns), ad.head.rows
    rect = grid.rect(column, row, columns, rows)
    mark = label(
        "广告",
        style.furniture.masthead.face,
        style.furniture.masthead.size_pt,
        _Spot(
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
        alt="广告",
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
        title="广告",
        parts=(mark,),
        pictures=(picture,),
        boxes=(frame,),
    )
