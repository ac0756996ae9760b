"""Pictures of a block: span, height in whole rows, crop and cutlines.

A crop keeps the picture's focus in view and takes no more than the article allows. Offsets
are in pt from the top left corner of the picture zone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from math import ceil, floor

from layout.composition.desk import Desk
from layout.composition.model import ComposedLine
from layout.content.model import Article, PictureFile
from layout.makeup.copy import Copy
from layout.makeup.model import Grid
from layout.style.model import Style

CUTLINE_PITCH = 1.25
"""Cutline lines, baseline to baseline, in em."""
CUTLINE_GAP_PT = 3.0
FOOT_GAP_PT = 5.0
LEAST_PPI = 150.0
GOOD_PPI = 200.0
GROUP_CROP = 0.35
"""Pictures of one group share a height, so they may lose more than one alone."""
GROUP_GAP_PT = 6.0


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
class Frame:
    """One picture in the zone: frame, crop and cutline."""

    picture: PictureFile
    x_pt: float
    y_pt: float
    width_pt: float
    height_pt: float
    crop: tuple[float, float, float, float]
    ppi: float
    cutline: tuple[ComposedLine, ...]


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
    if not article.pictures or copy.is_continued:
        return ()
    plans = []
    least = min(columns, max(picture.head.min_columns for picture in article.pictures))
    for span in range(least, columns + 1):
        width = span * (measure_pt + grid.column_gap_pt) - grid.column_gap_pt
        places = (ArtPlace.BAND, ArtPlace.TOP) if span == columns else (ArtPlace.RIGHT,)
        for rows, frames, cost in _zones(article, width, grid, style, desk):
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
    cutlines = [_cutline(picture, frame_width, style, desk) for picture in pictures]
    under = max(_cutline_height(lines, style) for lines in cutlines)
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
            _frame(
                picture,
                (k % across) * (frame_width + GROUP_GAP_PT),
                top_pt + (k // across) * (height + under + FOOT_GAP_PT),
                frame_width,
                height,
                cutlines[k],
            )
            for k, picture in enumerate(pictures)
        )
        yield rows, frames, _cost(frames)


def standing_frames(
    article: Article, width_pt: float, height_pt: float, style: Style, desk: Desk
) -> tuple[tuple[Frame, ...], float] | None:
    """An article's pictures one above the other in a given width and height, and their price.

    None where a crop would take more than the article allows.
    """
    pictures = article.pictures
    cutlines = [_cutline(picture, width_pt, style, desk) for picture in pictures]
    under = [_cutline_height(lines, style) for lines in cutlines]
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
        frames.append(_frame(picture, 0.0, y, width_pt, height, lines))
        y += height + below + FOOT_GAP_PT
    return tuple(frames), _cost(tuple(frames))


def _cutline(
    picture: PictureFile, width_pt: float, style: Style, desk: Desk
) -> tuple[ComposedLine, ...]:
    text = "\u3000".join(part for part in (picture.head.caption, picture.head.credit) if part)
    if not text:
        return ()
    return desk.wrapped(text, style.cutline.face, width_pt / style.cutline.size_pt)


def _cutline_height(lines: tuple[ComposedLine, ...], style: Style) -> float:
    if not lines:
        return 0.0
    size = style.cutline.size_pt
    return CUTLINE_GAP_PT + size * (1 + CUTLINE_PITCH * (len(lines) - 1))


def _frame(
    picture: PictureFile,
    x_pt: float,
    y_pt: float,
    width_pt: float,
    height_pt: float,
    cutline: tuple[ComposedLine, ...],
) -> Frame:
    crop = crop_window(
        picture.width_px, picture.height_px, width_pt / height_pt, picture.head.focus
    )
    shown_px = (crop[2] - crop[0]) * picture.width_px
    return Frame(
        picture=picture,
        x_pt=x_pt,
        y_pt=y_pt,
        width_pt=width_pt,
        height_pt=height_pt,
        crop=crop,
        ppi=shown_px / width_pt * 72,
        cutline=cutline,
    )


def crop_window(
    width_px: int, height_px: int, ratio: float, focus: tuple[float, float]
) -> tuple[float, float, float, float]:
    """The largest part of a picture with a given width/height, as near its focus as can be.

    Returns:
        Left, top, right, bottom as fractions of the picture.

    """
    wide, high = 1.0, 1.0
    if ratio < width_px / height_px:
        wide = ratio * height_px / width_px
    else:
        high = width_px / ratio / height_px
    left = min(max(0.0, focus[0] - wide / 2), 1 - wide)
    top = min(max(0.0, focus[1] - high / 2), 1 - high)
    return (left, top, left + wide, top + high)


def _cost(frames: tuple[Frame, ...]) -> float:
    cost = 0.0
    for frame in frames:
        lost = 1 - (frame.crop[2] - frame.crop[0]) * (frame.crop[3] - frame.crop[1])
        cost += 6.0 * lost
        if frame.ppi < LEAST_PPI:
            cost += 30.0 * (1 - frame.ppi / LEAST_PPI)
        elif frame.ppi < GOOD_PPI:
            cost += 2.0 * (1 - frame.ppi / GOOD_PPI)
    return cost
