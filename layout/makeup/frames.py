"""Pictures in frames: crop round the focus, resolution, cutline.

A crop keeps the picture's focus in view. Offsets are in pt from the top left corner of the
picture zone.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from layout.composition.desk import Desk
from layout.composition.model import ComposedLine
from layout.content.model import Article, PictureFile
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
NUMBERED_FROM = 3
"""Pictures of a group from which their captions are numbered."""
NUMBERS = "①②③④⑤⑥⑦⑧⑨⑩"


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


def cutline_of(
    article: Article, index: int, width_pt: float, style: Style, desk: Desk
) -> tuple[ComposedLine, ...]:
    """Caption and credit of a picture under its width; in a group they are numbered (图①)."""
    head = article.pictures[index].head
    text = "\u3000".join(part for part in (head.caption, head.credit) if part)
    if not text:
        return ()
    if NUMBERED_FROM <= len(article.pictures) <= len(NUMBERS):
        text = NUMBERS[index] + text
    return desk.wrapped(text, style.cutline.face, width_pt / style.cutline.size_pt)


def cutline_height(lines: tuple[ComposedLine, ...], style: Style) -> float:
    """Height of a cutline with the white above it."""
    if not lines:
        return 0.0
    size = style.cutline.size_pt
    return CUTLINE_GAP_PT + size * (1 + CUTLINE_PITCH * (len(lines) - 1))


def framed(
    picture: PictureFile,
    x_pt: float,
    y_pt: float,
    width_pt: float,
    height_pt: float,
    cutline: tuple[ComposedLine, ...],
) -> Frame:
    """A picture in a frame at a place, cropped round its focus."""
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


def frames_cost(frames: Sequence[Frame]) -> float:
    """What crops and a low resolution cost."""
    cost = 0.0
    for frame in frames:
        lost = 1 - (frame.crop[2] - frame.crop[0]) * (frame.crop[3] - frame.crop[1])
        cost += 6.0 * lost
        if frame.ppi < LEAST_PPI:
            cost += 30.0 * (1 - frame.ppi / LEAST_PPI)
        elif frame.ppi < GOOD_PPI:
            cost += 2.0 * (1 - frame.ppi / GOOD_PPI)
    return cost
