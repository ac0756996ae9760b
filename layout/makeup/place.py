"""A chosen variant becomes a block: every line, picture and rule gets its place in pt."""

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from itertools import pairwise

from layout.composition.model import LineKind
from layout.content.model import Article, ArticleKind
from layout.makeup.flow import Flow
from layout.makeup.frames import CUTLINE_GAP_PT, CUTLINE_PITCH, Frame
from layout.makeup.head import EM_ASCENT, PAD_FOOT_ROWS, HeadPart, pad_top_rows
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
    TextColumn,
    TextPart,
)
from layout.makeup.pulls import PAD_EM as PULL_PAD_EM
from layout.makeup.pulls import PITCH_EM as PULL_PITCH_EM
from layout.makeup.shape import Leg, PullSpot, Upright, Variant
from layout.style.model import Style

BOX_INSET_ROWS = 0.3
"""A frame stands this far inside its cells, above and below."""


def place_variant(
    variant: Variant, copy: Flow, *, column: int, row: int, grid: Grid, style: Style
) -> PlacedBlock:
    """Set a variant down with its top left cell at a column and row, its copy as it runs."""
    rect = grid.rect(column, row, variant.columns, variant.rows)
    article, came_from = variant.article, variant.copy.came_from
    heads = (_part(part, variant, rect, grid) for part in variant.head.parts)
    pulls = [_pull(spot, variant, column, row, grid, style) for spot in variant.pulls]
    parts = (*heads, *(part for part, _ in pulls))
    rules = (rule for _, own in pulls for rule in own)
    kind = BlockType.PICTURE if article.head.kind is ArticleKind.PHOTO else BlockType.ARTICLE
    return PlacedBlock(
        id=f"a-{article.id}" + (f"-from-{came_from}" if came_from is not None else ""),
        kind=kind,
        article=article.id,
        rank=article.rank,
        column=column,
        row=row,
        columns=variant.columns,
        rows=variant.rows,
        rect=rect,
        boxed=variant.boxed,
        locked=article.head.lock is not None,
        continued=came_from is not None,
        title=article.head.headline.replace("\n", " ") or article.head.column or article.id,
        parts=parts,
        pictures=_pictures(variant, column, rect, grid, style),
        text_columns=_text_columns(variant, copy, column, row, grid),
        lines=(*_tier_rules(variant, rect, style), *rules),
        boxes=(_frame_box(article, rect, grid, style),) if variant.boxed else (),
        blank_lines=copy.blank_lines,
        notch=_notch(variant, column, row, grid),
        notch_cells=_guest_cells(variant),
    )


def _notch(variant: Variant, column: int, row: int, grid: Grid) -> Rect | None:
    guest = variant.guest
    if guest is None:
        return None
    first, top = column + guest.column, row + guest.row
    return grid.rect(first, top, guest.variant.columns, guest.variant.rows)


def _guest_cells(variant: Variant) -> int:
    return variant.guest.variant.columns * variant.guest.variant.rows if variant.guest else 0


def _pull(
    spot: PullSpot, variant: Variant, column: int, row: int, grid: Grid, style: Style
) -> tuple[TextPart, tuple[Line, ...]]:
    """A quote in the gap of its leg, in the middle between its two hairlines."""
    x, width = leg_edges(variant, spot.column, column, grid)
    top = grid.y(row + variant.text_row + spot.row)
    height, size, look = spot.pull.rows * grid.leading_pt, style.pull.size_pt, style.pull
    type_height = size * (1 + PULL_PITCH_EM * (len(spot.pull.lines) - 1))
    first = top + (height - type_height) / 2 + EM_ASCENT * size
    lines = tuple(
        PlacedLine(
            line=line,
            x_pt=x,
            baseline_pt=first + k * PULL_PITCH_EM * size,
            size_pt=size,
            measure_pt=width,
            color=look.color,
        )
        for k, line in enumerate(spot.pull.lines)
    )
    part = TextPart(
        role=PartRole.PULL,
        text=spot.pull.text,
        lines=lines,
        size_pt=size,
        bbox=lines_box(lines),
    )
    far = PULL_PAD_EM * size / 2
    rules = tuple(
        Line(x0=x, y0=y, x1=x + width, y1=y, width_pt=look.rule_pt, color=look.rule_color)
        for y in (top + far, top + height - far)
        if look.rule_pt
    )
    return part, rules


def _origin(variant: Variant, rect: Rect, grid: Grid) -> float:
    """The left edge of what stands inside the block."""
    if variant.across is not None:
        return rect.x + variant.across.head_x_pt
    return rect.x + (variant.columns * grid.type_size_pt / 2 if variant.boxed else 0.0)


def _part(part: HeadPart, variant: Variant, rect: Rect, grid: Grid) -> TextPart:
    """A headline part; the zone's spare white is shared out above and below the type."""
    if variant.upright is not None:
        upright = variant.upright
        return _told(part, rect.x + upright.head_x_pt, rect.y + upright.top_pt)
    zone = variant.head_rows * grid.leading_pt
    if variant.across is not None and variant.across.is_beside:
        top = rect.y + variant.head_row * grid.leading_pt
        spare = zone - variant.head.height_pt
        return _told(part, rect.x + variant.across.head_x_pt, top + max(0.0, spare) / 2)
    pad = pad_top_rows(boxed=variant.boxed) * grid.leading_pt
    spare = max(0.0, zone - variant.head.height_pt - pad - PAD_FOOT_ROWS * grid.leading_pt)
    top = rect.y + variant.head_row * grid.leading_pt + pad + spare / 2
    return _told(part, _origin(variant, rect, grid), top)


def _told(part: HeadPart, left: float, top: float) -> TextPart:
    """A part of the headline with its zone's corner at a place."""
    lines = tuple(
        PlacedLine(
            line=line.line,
            x_pt=left + line.x_pt,
            baseline_pt=top + line.baseline_pt,
            size_pt=part.size_pt,
            measure_pt=line.line.width_em * part.size_pt,
            color=part.color,
        )
        for line in part.lines
    )
    return TextPart(
        role=part.role,
        text=part.text,
        lines=lines,
        size_pt=part.size_pt,
        bbox=lines_box(lines),
        vertical=part.vertical,
    )


def lines_box(lines: tuple[PlacedLine, ...]) -> Rect:
    """The em boxes of some lines together."""
    return reduce(Rect.union, map(_em_boxes, lines))


def _em_boxes(line: PlacedLine) -> Rect:
    size, start, length = line.size_pt, line.line.indent_em, line.line.width_em
    if line.line.vertical:
        top = line.baseline_pt + start * size
        return Rect(x=line.x_pt - size / 2, y=top, width=size, height=length * size)
    return Rect(
        x=line.x_pt + start * size,
        y=line.baseline_pt - EM_ASCENT * size,
        width=length * size,
        height=size,
    )


def _pictures(
    variant: Variant, column: int, rect: Rect, grid: Grid, style: Style
) -> tuple[PlacedPicture, ...]:
    art = variant.art
    if art is None:
        return ()
    if variant.upright is not None:
        left, top = rect.x + variant.upright.art_x_pt, rect.y + variant.upright.art_y_pt
        return tuple(_picture(frame, left, top, style) for frame in art.frames)
    legs = variant.across.legs if variant.across else variant.columns
    left, _ = leg_edges(variant, legs - art.columns, column, grid)
    top = rect.y + variant.art_row * grid.leading_pt
    return tuple(_picture(frame, left, top, style) for frame in art.frames)


def _picture(frame: Frame, left: float, top: float, style: Style) -> PlacedPicture:
    head = frame.picture.head
    bbox = Rect(
        x=left + frame.x_pt, y=top + frame.y_pt, width=frame.width_pt, height=frame.height_pt
    )
    size = style.cutline.size_pt
    lines = tuple(
        PlacedLine(
            line=line,
            x_pt=bbox.x,
            baseline_pt=bbox.bottom + CUTLINE_GAP_PT + EM_ASCENT * size + k * CUTLINE_PITCH * size,
            size_pt=size,
            measure_pt=bbox.width,
            color=style.cutline.color,
        )
        for k, line in enumerate(frame.cutline)
    )
    cutline = None
    if lines:
        cutline = TextPart(
            role=PartRole.CUTLINE,
            text=head.caption,
            lines=lines,
            size_pt=size,
            bbox=lines_box(lines),
        )
    return PlacedPicture(
        path=frame.picture.path,
        file=head.file,
        bbox=bbox,
        crop=frame.crop,
        ppi=frame.ppi,
        alt=frame.picture.alt or head.caption,
        cutline=cutline,
    )


def _text_columns(
    variant: Variant, copy: Flow, column: int, row: int, grid: Grid
) -> tuple[TextColumn, ...]:
    if variant.upright is not None:
        rect = grid.rect(column, row, variant.columns, variant.rows)
        return tuple(_tiers(variant, variant.upright, copy, rect, grid.type_size_pt))
    columns: list[TextColumn] = []
    above: Leg | None = None
    for leg, lines in zip(variant.legs, copy.legs(), strict=True):
        x, width = leg_edges(variant, leg.column, column, grid)
        top = grid.y(row + leg.row)
        placed = tuple(
            PlacedLine(
                line=line,
                x_pt=x,
                baseline_pt=baseline_of(grid, row + leg.row + k),
                size_pt=grid.type_size_pt,
                measure_pt=width,
            )
            for k, line in enumerate(lines)
            if line.kind is not LineKind.BLANK
        )
        height = leg.rows * grid.leading_pt
        made = TextColumn(bbox=Rect(x=x, y=top, width=width, height=height), lines=placed)
        if above is not None and above.is_full:  # one leg, with a quote in it
            before = columns.pop()
            made = TextColumn(bbox=before.bbox.union(made.bbox), lines=(*before.lines, *placed))
        columns.append(made)
        above = leg
    return tuple(columns)


def _tiers(
    variant: Variant, upright: Upright, copy: Flow, rect: Rect, size_pt: float
) -> Iterator[TextColumn]:
    """The legs of vertical copy: lines from the right edge to the left."""
    length, pitch = variant.measure_chars * size_pt, upright.pitch_pt
    right = rect.x + upright.right_pt
    for top_pt, leg, lines in zip(upright.tops_pt, variant.legs, copy.legs(), strict=True):
        top = rect.y + top_pt
        placed = tuple(
            PlacedLine(
                line=line,
                x_pt=right - (k + 0.5) * pitch,
                baseline_pt=top,
                size_pt=size_pt,
                measure_pt=length,
            )
            for k, line in enumerate(lines)
            if line.kind is not LineKind.BLANK
        )
        wide = leg.rows * pitch
        bbox = Rect(x=right - wide, y=top, width=wide, height=length)
        yield TextColumn(bbox=bbox, lines=placed)


def _tier_rules(variant: Variant, rect: Rect, style: Style) -> tuple[Line, ...]:
    """A fine rule between two tiers of vertical copy (段线)."""
    upright, width = variant.upright, style.rules.column_rule_pt
    if upright is None or not width:
        return ()
    length = variant.measure_chars * style.grid.type_size_pt
    right = rect.x + upright.right_pt
    rules = []
    for (above, below), legs in zip(pairwise(upright.tops_pt), pairwise(variant.legs), strict=True):
        y = rect.y + (above + length + below) / 2
        left = right - max(leg.rows for leg in legs) * upright.pitch_pt
        color = style.rules.color
        rules.append(Line(x0=left, y0=y, x1=right, y1=y, width_pt=width, color=color))
    return tuple(rules)


def leg_edges(variant: Variant, leg_column: int, column: int, grid: Grid) -> tuple[float, float]:
    """Left edge and width of a leg, which is whole characters wide, fewer in a frame."""
    width = variant.measure_chars * grid.type_size_pt
    if variant.across is not None:
        first = grid.x(column) + variant.across.left_pt
        return first + leg_column * (width + grid.column_gap_pt), width
    lost = grid.column_width_pt - width
    if not variant.boxed:
        return grid.x(column + leg_column), width
    inset = variant.columns * lost / 2
    return grid.x(column) + inset + leg_column * (width + grid.column_gap_pt), width


def baseline_of(grid: Grid, row: int) -> float:
    """The baseline of body type in a row: the em box stands in the middle of the leading."""
    return grid.y(row) + (grid.leading_pt - grid.type_size_pt) / 2 + EM_ASCENT * grid.type_size_pt


def _frame_box(article: Article, rect: Rect, grid: Grid, style: Style) -> Box:
    """The frame, on a tint where the piece or its kind has one (底纹)."""
    head, box = article.head, style.box
    fill = box.tint_color if head.box == "tint" or head.kind.value in box.tinted else None
    inset = BOX_INSET_ROWS * grid.leading_pt
    bbox = replace(rect, y=rect.y + inset, height=rect.height - 2 * inset)
    return Box(bbox=bbox, stroke_pt=box.stroke_pt, stroke=box.color, fill=fill)
