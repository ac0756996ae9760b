"""A headline set down the page (竖题): its lines from right to left, at one height.

Offsets are in pt from the zone's top left corner; the zone is as wide as its lines need.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise

from layout.composition.desk import Desk
from layout.composition.model import ComposedLine
from layout.makeup.copy import Copy
from layout.makeup.head import (
    LEAST_SIZE_PT,
    HeadLine,
    HeadPart,
    HeadPlan,
    headline_style,
    spread_lines,
)
from layout.makeup.model import PartRole
from layout.style.model import FaceChoice, HeadlineStyle, Style
from layout.units import fits

PITCH = 1.25
"""Vertical headline lines, middle to middle, in em."""
PART_GAP_EM = 0.35
"""White between two parts, in em of the smaller."""
FILL_MOST = 0.94
"""Share of the height a headline may take."""
FILL_LEAST = 0.42
STEP_COST = 1.5
UNFILLED_COST = 40.0
"""The whole height, where a headline leaves it white."""


class _End(Enum):
    """Where a part stands in the height of its zone."""

    TOP = 0.0
    MIDDLE = 0.5
    FOOT = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strip:
    """The lines of one part, from right to left."""

    role: PartRole
    text: str
    lines: tuple[ComposedLine, ...]
    size_pt: float
    color: str
    end: _End

    @property
    def width_pt(self) -> float:
        """From the right edge of the first line to the left edge of the last."""
        return self.size_pt * (1 + PITCH * (len(self.lines) - 1))


def upright_heads(copy: Copy, *, height_pt: float, style: Style, desk: Desk) -> Iterator[HeadPlan]:
    """The ways to set a headline zone down a height, one for each size and number of lines.

    Args:
        copy: The article.
        height_pt: Of the zone.
        style: The house style.
        desk: The desk of vertical lines.

    """
    ladder, head = headline_style(copy, style), copy.article.head
    if not head.headline:
        yield _plan(_sides(copy, ladder, 0.0, height_pt, style, desk), height_pt, 0.0)
        return
    most = FILL_MOST * height_pt
    for step, size_pt in enumerate(ladder.sizes_pt):
        for setting in desk.headlines(head.headline, ladder.face, ladder.max_lines):
            length = setting.width_em * size_pt
            if fits(length, most):
                lines = spread_lines(setting, size_pt, height_pt)
                length = max(line.width_em for line in lines) * size_pt
                cost = STEP_COST * step + setting.cost + _fill_cost(length / height_pt)
                strip = _Strip(
                    role=PartRole.HEADLINE,
                    text=head.headline,
                    lines=lines,
                    size_pt=size_pt,
                    color="black",
                    end=_End.MIDDLE,
                )
                sides = _sides(copy, ladder, size_pt, height_pt, style, desk)
                yield _plan({**sides, PartRole.HEADLINE: strip}, height_pt, cost)


def _fill_cost(share: float) -> float:
    return UNFILLED_COST * max(0.0, FILL_LEAST - share)


def _sides(
    copy: Copy,
    ladder: HeadlineStyle,
    size_pt: float,
    height_pt: float,
    style: Style,
    desk: Desk,
) -> dict[PartRole, _Strip]:
    """专栏, 引题, 副题 and 署名, those the article has."""
    head, base = copy.article.head, size_pt or max(ladder.sizes_pt)
    column, byline = style.column_head, style.byline
    kicker_pt = max(LEAST_SIZE_PT, round(2 * ladder.kicker_ratio * base) / 2)
    deck_pt = max(LEAST_SIZE_PT, round(2 * ladder.deck_ratio * base) / 2)
    wanted: tuple[tuple[PartRole, str, FaceChoice, float, str, _End], ...] = (
        (PartRole.COLUMN, head.column, column.face, column.size_pt, column.color, _End.TOP),
        (PartRole.KICKER, head.kicker, style.kicker, kicker_pt, "black", _End.MIDDLE),
        (PartRole.DECK, head.deck, style.deck, deck_pt, "black", _End.MIDDLE),
        (
            PartRole.BYLINE,
            " ".join(head.byline),
            byline.face,
            byline.size_pt,
            byline.color,
            _End.FOOT,
        ),
    )
    return {
        role: _strip(role, text, face, size, color, end, height_pt, desk)
        for role, text, face, size, color, end in wanted
        if text
    }


def _strip(
    role: PartRole,
    text: str,
    face: FaceChoice,
    size_pt: float,
    color: str,
    end: _End,
    height_pt: float,
    desk: Desk,
) -> _Strip:
    lines = desk.wrapped(text.replace("\n", " "), face, FILL_MOST * height_pt / size_pt)
    return _Strip(role=role, text=text, lines=lines, size_pt=size_pt, color=color, end=end)


def _plan(strips: dict[PartRole, _Strip], height_pt: float, cost: float) -> HeadPlan:
    """The parts beside each other from the right edge of the zone."""
    order = (PartRole.COLUMN, PartRole.KICKER, PartRole.HEADLINE, PartRole.DECK, PartRole.BYLINE)
    ordered = [strips[role] for role in order if role in strips]
    gaps = [PART_GAP_EM * min(a.size_pt, b.size_pt) for a, b in pairwise(ordered)]
    width = sum(strip.width_pt for strip in ordered) + sum(gaps)
    right, parts = width, []
    for strip, gap in zip(ordered, (*gaps, 0.0), strict=True):
        parts.append(_part(strip, right, height_pt))
        right -= strip.width_pt + gap
    return HeadPlan(parts=tuple(parts), height_pt=height_pt, rows=0, cost=cost, width_pt=width)


def _part(strip: _Strip, right_pt: float, height_pt: float) -> HeadPart:
    size = strip.size_pt
    lines = tuple(
        HeadLine(
            line=line,
            x_pt=right_pt - size / 2 - k * PITCH * size,
            baseline_pt=(height_pt - line.width_em * size) * strip.end.value,
        )
        for k, line in enumerate(strip.lines)
    )
    return HeadPart(
        role=strip.role,
        text=strip.text,
        size_pt=size,
        color=strip.color,
        lines=lines,
        vertical=True,
    )
