"""组图: three pictures and more with one that leads, the others in a strip beside or below it.

Zones are as wide as what they stand over and whole rows high; offsets are in pt from their
top left corner.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from layout.composition.desk import Desk
from layout.composition.model import ComposedLine
from layout.content.model import Article
from layout.makeup.frames import (
    FOOT_GAP_PT,
    GROUP_CROP,
    GROUP_GAP_PT,
    Frame,
    cutline_height,
    cutline_of,
    framed,
    frames_cost,
)
from layout.makeup.model import Grid
from layout.style.model import Style

LEAST_GROUP: Final = 3
MOST_GROUP: Final = 6
LEAST_WIDTH_PT: Final = 64.0
"""A picture smaller than this shows nothing."""
LEAD_SHARE: Final = 0.66
"""Width of the leading picture where the others stand beside it."""
GAIN: Final = 1.5
"""A group with a picture that leads is better than one of equals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spot:
    """Where a picture stands across, with its cutline."""

    index: int
    x: float
    width: float
    natural: float
    """Its height uncropped."""
    limit: float
    """The share of it that may go."""
    cutline: tuple[ComposedLine, ...]
    under: float


def group_zones(
    article: Article, width_pt: float, grid: Grid, style: Style, desk: Desk
) -> Iterator[tuple[int, tuple[Frame, ...], float]]:
    """(rows, frames, cost) of the ways to let the first picture lead, by whole rows."""
    count = len(article.pictures)
    if not LEAST_GROUP <= count <= MOST_GROUP:
        return
    lead = LEAD_SHARE * (width_pt - GROUP_GAP_PT)
    beside = width_pt - GROUP_GAP_PT - lead
    below = (width_pt - (count - 2) * GROUP_GAP_PT) / (count - 1)
    top = (grid.leading_pt - grid.type_size_pt) / 2
    for rows in range(8, grid.rows + 1):
        room = rows * grid.leading_pt - top - FOOT_GAP_PT
        if beside >= LEAST_WIDTH_PT:
            first = _spot(article, 0, 0.0, lead, style, desk)
            others = [
                _spot(article, k, lead + GROUP_GAP_PT, beside, style, desk) for k in range(1, count)
            ]
            yield from _made(article, rows, top, room, [[first], others], is_beside=True)
        if below >= LEAST_WIDTH_PT:
            first = _spot(article, 0, 0.0, width_pt, style, desk)
            others = [
                _spot(article, k, (k - 1) * (below + GROUP_GAP_PT), below, style, desk)
                for k in range(1, count)
            ]
            yield from _made(article, rows, top, room, [[first], others], is_beside=False)


def _spot(article: Article, index: int, x: float, width: float, style: Style, desk: Desk) -> _Spot:
    picture = article.pictures[index]
    lines = cutline_of(article, index, width, style, desk)
    return _Spot(
        index=index,
        x=x,
        width=width,
        natural=width * picture.height_px / picture.width_px,
        limit=picture.head.crop if index == 0 else max(GROUP_CROP, picture.head.crop),
        cutline=lines,
        under=cutline_height(lines, style),
    )


def _made(
    article: Article,
    rows: int,
    top: float,
    room: float,
    parts: Sequence[Sequence[_Spot]],
    *,
    is_beside: bool,
) -> Iterator[tuple[int, tuple[Frame, ...], float]]:
    """The frames at one height, if no crop takes more than it may."""
    (first,), others = parts
    if is_beside:
        high = [room - first.under]
        white = sum(spot.under for spot in others) + FOOT_GAP_PT * (len(others) - 1)
        high += _shared(room - white, [spot.natural for spot in others])
    else:
        under = max(spot.under for spot in others)
        natural = sum(spot.natural for spot in others) / len(others)
        one, two = _shared(room - first.under - under - FOOT_GAP_PT, [first.natural, natural])
        high = [one, *[two] * len(others)]
    spots = [first, *others]
    if min(high) < 2 * LEAST_WIDTH_PT / 3 or any(map(_is_spoilt, spots, high)):
        return
    frames, y = [], top
    for spot, height in zip(spots, high, strict=True):
        frames.append(
            framed(article.pictures[spot.index], spot.x, y, spot.width, height, spot.cutline)
        )
        if spot is first:
            y = top if is_beside else top + height + spot.under + FOOT_GAP_PT
        elif is_beside:
            y += height + spot.under + FOOT_GAP_PT
    yield rows, tuple(frames), frames_cost(frames) - GAIN


def _shared(room: float, naturals: Sequence[float]) -> list[float]:
    """A height divided between pictures as their natural heights are."""
    return [room * natural / sum(naturals) for natural in naturals]


def _is_spoilt(spot: _Spot, height: float) -> bool:
    if height <= 0:
        return True
    return 1 - min(height / spot.natural, spot.natural / height) > spot.limit
