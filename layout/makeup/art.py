"""Pictures of a block: where they stand, how many columns they span, how many rows high."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from math import ceil, floor

from layout.composition.desk import Desk
from layout.content.model import Article
from layout.makeup.copy import Copy
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
from layout.makeup.groups import group_zones
from layout.makeup.model import Grid
from layout.style.model import Style


class ArtPlace(Enum):
    """Where the pictures stand in their block."""

    RIGHT = "right"
    """Over the right-hand legs, level with the first line of text."""
    BAND = "band"
    """Across the block between headline and text."""
    TOP = "top"
    """Across the block above the headline."""
    BESIDE = "beside"
    """At the left of vertical copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArtPlan:
    """A way to place all pictures of an article."""

    place: ArtPlace
    columns: int
    rows: int
    frames: tuple[Frame, ...]
    cost: float


def art_plans(
    copy: Copy, *, columns: int, measure_pt: float, grid: Grid, style: Style, desk: Desk
) -> tuple[ArtPlan, ...]:
    """The ways to place an article's pictures in a block so many columns wide.

    Pictures keep to the block's own columns, ``measure_pt`` wide, which are narrower than
    the page's in a frame.
    """
    article = copy.article
    if not copy.pictures:
        return ()
    plans = []
    least = min(columns, max(picture.head.min_columns for picture in article.pictures))
    for span in range(least, columns + 1):
        width = span * (measure_pt + grid.column_gap_pt) - grid.column_gap_pt
        places = (ArtPlace.BAND, ArtPlace.TOP) if span == columns else (ArtPlace.RIGHT,)
        zones = chain(
            _zones(article, width, grid, style, desk),
            group_zones(article, width, grid, style, desk),
        )
        for rows, frames, cost in zones:
            for place in places:
                extra = 1.0 if place is ArtPlace.TOP else 0.0
                plans.append(
                    ArtPlan(place=place, columns=span, rows=rows, frames=frames, cost=cost + extra)
                )
    return tuple(plans)


def _zones(
    article: Article, width_pt: float, grid: Grid, style: Style, desk: Desk
) -> Iterator[tuple[int, tuple[Frame, ...], float]]:
    """(rows, frames, cost) for each height in whole rows that the crops allow."""
    pictures = article.pictures
    across = len(pictures) if width_pt / len(pictures) > 0.9 * grid.column_width_pt else 1
    bands = ceil(len(pictures) / across)
    frame_width = (width_pt - (across - 1) * GROUP_GAP_PT) / across
    cutlines = [cutline_of(article, k, frame_width, style, desk) for k in range(len(pictures))]
    under = max(cutline_height(lines, style) for lines in cutlines)
    naturals = [frame_width * p.height_px / p.width_px for p in pictures]
    top_pt = (grid.leading_pt - grid.type_size_pt) / 2
    alone = len(pictures) == 1
    limits = [p.head.crop if alone else max(GROUP_CROP, p.head.crop) for p in pictures]
    shortest = max(n * (1 - c) for n, c in zip(naturals, limits, strict=True))
    tallest = min(n / (1 - c) for n, c in zip(naturals, limits, strict=True))
    if shortest > tallest:
        shortest = tallest = sum(naturals) / len(naturals)
    over = bands * (under + FOOT_GAP_PT) + top_pt
    first = ceil((shortest * bands + over) / grid.leading_pt)
    last = max(first, floor((tallest * bands + over) / grid.leading_pt))
    for rows in range(first, min(last, grid.rows) + 1):
        height = (rows * grid.leading_pt - over) / bands
        if height < 2 * grid.leading_pt:
            continue
        frames = tuple(
            framed(
                picture,
                (k % across) * (frame_width + GROUP_GAP_PT),
                top_pt + (k // across) * (height + under + FOOT_GAP_PT),
                frame_width,
                height,
                cutlines[k],
            )
            for k, picture in enumerate(pictures)
        )
        yield rows, frames, frames_cost(frames)


def standing_frames(
    article: Article, width_pt: float, height_pt: float, style: Style, desk: Desk
) -> tuple[tuple[Frame, ...], float] | None:
    """An article's pictures one above the other in a given width and height, and their price.

    None where a crop would take more than the article allows.
    """
    pictures = article.pictures
    cutlines = [cutline_of(article, k, width_pt, style, desk) for k in range(len(pictures))]
    under = [cutline_height(lines, style) for lines in cutlines]
    room = height_pt - sum(under) - FOOT_GAP_PT * (len(pictures) - 1)
    naturals = [width_pt * picture.height_px / picture.width_px for picture in pictures]
    frames, y = [], 0.0
    for picture, natural, lines, below in zip(pictures, naturals, cutlines, under, strict=True):
        height = room * natural / sum(naturals)
        if height <= 0:
            return None
        lost = 1 - min(height / natural, natural / height)
        if lost > picture.head.crop:
            return None
        frames.append(framed(picture, 0.0, y, width_pt, height, lines))
        y += height + below + FOOT_GAP_PT
    return tuple(frames), frames_cost(tuple(frames))
