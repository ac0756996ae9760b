"""A headline left of its copy: down the page (竖题) where it is short, or level (左题).

    beside_variants
      _strips         headline zones, each with the legs it leaves room for
      _filled         bodies as high as the headline needs

The legs keep whole characters; the first row of an open block stays free, so that the copy
keeps off what stands above.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from layout.composition.desk import Desk
from layout.content.model import Article
from layout.makeup.art import ArtPlace, art_plans
from layout.makeup.body import Body, Text, bodies
from layout.makeup.copy import Copy, copy_paragraphs
from layout.makeup.flow import line_range
from layout.makeup.head import HeadPlan, head_plans, headline_style
from layout.makeup.measure import LEAST_CHARS, odd_chars
from layout.makeup.model import Grid, PartRole
from layout.makeup.pulls import is_asked
from layout.makeup.shape import Across, Variant
from layout.makeup.uphead import upright_heads
from layout.style.model import HeadPlace, Style

SHORT_HEAD: Final = (4, 9)
"""Characters of a headline that may be set down the page without being asked for."""
STRIP_AIR_EM: Final = 1.0
"""White between the headline and the copy, at least, in em of the body."""
SPARE_COST: Final = 0.08
"""A point of width that neither headline nor copy needs."""
COST: Final = 4.0
"""The plain way is better where both do."""
WIDE_COST: Final = 5.0
"""A column that a level headline takes from the copy."""
WIDEST_STRIP: Final = 2
"""Columns a level headline may take, no more than it leaves."""
HIGHEST_ROWS: Final = 70
MOST_UNFILLED_ROWS: Final = 12
"""Rows that copy beside a level headline may be higher than that."""
UNFILLED_COST: Final = 0.5
"""One of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Strip:
    """A headline zone and what it leaves of the width."""

    head: HeadPlan
    across: Across
    chars: int
    spare_pt: float


def head_places(copy: Copy, style: Style) -> tuple[HeadPlace, ...]:
    """Where the headline may stand: as the editor asks, else as its rank allows."""
    article = copy.article
    if copy.is_continued or not article.head.headline or is_asked(article):
        return ("over",)
    if article.head.headline_place != "auto":
        return (article.head.headline_place,)
    allowed = headline_style(copy, style).places
    return tuple(place for place in allowed if place != "upright" or _is_short(article))


def _is_short(article: Article) -> bool:
    head = article.head
    least, most = SHORT_HEAD
    return least <= len(head.headline) <= most and not (head.kicker or head.deck)


def beside_variants(
    copy: Copy,
    columns: int,
    place: HeadPlace,
    allowed: range,
    *,
    grid: Grid,
    style: Style,
    desk: Desk,
    boxed: bool,
) -> Iterator[Variant]:
    """The ways to set an article with its headline at the left, the cheapest of each height.

    Args:
        copy: A whole article.
        columns: Of the block.
        place: ``upright`` or ``left``.
        allowed: Rows the block may have.
        grid: The page's grid.
        style: The house style.
        desk: Sets what is asked for.
        boxed: Whether a frame is drawn.

    """
    best: dict[int, Variant] = {}
    for strip in _strips(copy, columns, place, grid, style, desk, boxed=boxed):
        for variant in _filled(copy, columns, strip, grid, style, desk, boxed=boxed):
            held = best.get(variant.rows)
            if variant.rows in allowed and (held is None or variant.cost < held.cost):
                best[variant.rows] = variant
    yield from best.values()


def _strips(
    copy: Copy,
    columns: int,
    place: HeadPlace,
    grid: Grid,
    style: Style,
    desk: Desk,
    *,
    boxed: bool,
) -> Iterator[_Strip]:
    size, width = grid.type_size_pt, grid.width(columns)
    pad = size if boxed else 0.0
    if place == "upright":
        tall = HIGHEST_ROWS * grid.leading_pt
        for head in upright_heads(copy, height_pt=tall, style=style, desk=desk.upright):
            least = head.width_pt + STRIP_AIR_EM * size
            chars = odd_chars(width - 2 * pad - least, columns, grid)
            if chars >= LEAST_CHARS:
                taken = columns * chars * size + (columns - 1) * grid.column_gap_pt
                zone = width - 2 * pad - taken
                yield _strip(head, columns, pad, zone, STRIP_AIR_EM * size, chars)
        return
    for wide in range(1, 1 if boxed else min(columns // 2, WIDEST_STRIP) + 1):
        zone = grid.width(wide)
        for head in head_plans(copy, width_pt=zone, style=style, desk=desk):
            gap = grid.column_gap_pt
            yield _strip(head, columns - wide, 0.0, zone + gap, gap, style.grid.chars)


def _strip(head: HeadPlan, legs: int, pad: float, zone: float, air: float, chars: int) -> _Strip:
    """A headline in the middle of what it may take, less the white before the copy."""
    spare = zone - air - (head.width_pt or zone - air)
    across = Across(
        legs=legs,
        left_pt=pad + zone,
        head_x_pt=pad + spare / 2,
        head_width_pt=zone - air,
        is_beside=True,
    )
    return _Strip(head=head, across=across, chars=chars, spare_pt=spare)


def _filled(
    copy: Copy,
    columns: int,
    strip: _Strip,
    grid: Grid,
    style: Style,
    desk: Desk,
    *,
    boxed: bool,
) -> Iterator[Variant]:
    paragraphs = copy_paragraphs(copy, chars=strip.chars, end=None, style=style, desk=desk)
    fewest, natural, most = line_range(paragraphs)
    if not natural:
        return
    text = Text(fewest=fewest, natural=natural, most=most)
    measure_pt = strip.chars * grid.type_size_pt
    legs = strip.across.legs
    arts = art_plans(copy, columns=legs, measure_pt=measure_pt, grid=grid, style=style, desk=desk)
    for art in arts or (None,):
        if art is not None and art.place is ArtPlace.TOP:
            continue
        for body in bodies(text, legs, art):
            head = _fitted(copy, strip.head, body, grid, style, desk)
            if head is not None:
                yield _variant(copy, columns, strip, head, body, boxed=boxed)


def _fitted(
    copy: Copy, head: HeadPlan, body: Body, grid: Grid, style: Style, desk: Desk
) -> HeadPlan | None:
    """The headline at the height of the body, or None where that does not suit it."""
    if not head.is_upright:
        rows = ceil(head.height_pt / grid.leading_pt)
        spare = body.rows - rows
        if not 0 <= spare <= MOST_UNFILLED_ROWS:
            return None
        return replace(head, cost=head.cost + UNFILLED_COST * spare)
    height = body.rows * grid.leading_pt
    again = upright_heads(copy, height_pt=height, style=style, desk=desk.upright)
    sized = _headline_size(head)
    fitting = (plan for plan in again if _headline_size(plan) == sized)
    return next((plan for plan in fitting if plan.width_pt <= head.width_pt), None)


def _headline_size(head: HeadPlan) -> tuple[float, int]:
    part = next(part for part in head.parts if part.role is PartRole.HEADLINE)
    return part.size_pt, len(part.lines)


def _variant(
    copy: Copy, columns: int, strip: _Strip, head: HeadPlan, body: Body, *, boxed: bool
) -> Variant:
    band = body.art.rows if body.art and body.art.place is not ArtPlace.RIGHT else 0
    frame = 1 if boxed else 0
    top = 1
    return Variant(
        copy=copy,
        columns=columns,
        rows=top + body.rows + frame,
        boxed=boxed,
        head=head,
        head_row=top,
        head_rows=body.rows,
        art=body.art,
        art_row=top,
        text_row=top + band,
        text_legs=body.legs,
        measure_chars=strip.chars,
        cost=COST
        + head.cost
        + body.cost
        + WIDE_COST * (columns - strip.across.legs)
        + SPARE_COST * max(0.0, strip.spare_pt),
        across=strip.across,
    )
