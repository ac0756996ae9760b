"""Placed lines in, the paths of the marks beside their characters out: dots, lines, waves.

The paths are filled in the colour of the text, inside the text's own marked content: they
belong to it, and have no text of their own. Where they stand is CLREQ's
handling_interlinear_punctuation: below a level line, first the line, then the dot; in a
vertical one lines on the left and dots on the right.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from layout.composition.model import ComposedLine
from layout.shaping.model import CharClass, Cluster, ClusterPart
from layout.sidemarks import (
    DOT_DOWN_EM,
    DOT_DOWN_LINED_EM,
    DOT_EM,
    DOT_RIGHT_EM,
    DOT_RIGHT_READ_EM,
    GAP_EM,
    LINE_DOWN_EM,
    LINE_EM,
    LINE_LEFT_EM,
    WAVE_EM,
    SideLine,
)

WAVE_LENGTH_EM: Final = 0.4
"""A whole swing; a wave has as many half ones as fit best."""

_ROUND: Final = 0.5523
"""Handles of the four curves of a circle, over its radius."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Where a line stands, in the units of the page; ``size`` is an em."""

    x: float
    y: float
    """The baseline; of a vertical line the top."""
    size: float
    vertical: bool

    def point(self, along_em: float, across_em: float) -> str:
        """A place on the page; ``across_em`` is down, or to the right of a vertical line."""
        down, right = (along_em, across_em) if self.vertical else (across_em, along_em)
        return f"{_number(self.x + right * self.size)} {_number(self.y + down * self.size)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """A cluster of a line and the stretch of the line its characters cover."""

    cluster: Cluster
    start_em: float
    end_em: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stretch:
    """What one line runs along."""

    line: SideLine
    start_em: float
    end_em: float


def paths_beside(line: ComposedLine, frame: Frame) -> list[str]:
    """The operators that draw the marks beside a line's clusters; none where there are none."""
    if not any(cluster.beside for cluster in line.clusters):
        return []
    placed = list(_placed(line))
    paths = [_lined(stretch, frame) for stretch in _stretches(placed)]
    for item in placed:
        if item.cluster.beside and item.cluster.beside.dotted:
            across = _dot_across(item.cluster, vertical=frame.vertical)
            paths += [_dot(frame, along, across) for along in _dotted(item)]
    return paths


def _placed(line: ComposedLine) -> Iterator[_Placed]:
    pen = line.indent_em
    for cluster, advance, shift in zip(
        line.clusters, line.advances_em, line.shifts_em, strict=True
    ):
        start = pen + shift
        yield _Placed(
            cluster=cluster,
            start_em=start + cluster.blank_before_em,
            end_em=start + cluster.advance_em - cluster.blank_after_em,
        )
        pen += advance


def _stretches(placed: list[_Placed]) -> list[_Stretch]:
    """One line for each name; a gap where two meet."""
    groups = [
        (key, list(items))
        for key, items in groupby(placed, key=lambda item: _line_of(item.cluster))
    ]
    found: list[_Stretch] = []
    for index, (key, items) in enumerate(groups):
        if key is None:
            continue
        meets_before = index > 0 and groups[index - 1][0] is not None
        meets_after = index + 1 < len(groups) and groups[index + 1][0] is not None
        found.append(
            _Stretch(
                line=key[0],
                start_em=items[0].start_em + meets_before * GAP_EM / 2,
                end_em=items[-1].end_em - meets_after * GAP_EM / 2,
            )
        )
    return found


def _line_of(cluster: Cluster) -> tuple[SideLine, int] | None:
    beside = cluster.beside
    return (beside.line, beside.number) if beside and beside.line else None


def _lined(stretch: _Stretch, frame: Frame) -> str:
    across = -LINE_LEFT_EM if frame.vertical else LINE_DOWN_EM
    half = LINE_EM / 2
    if stretch.line is SideLine.BOOK:
        return _wave(stretch, frame, across)
    corners = (
        (stretch.start_em, across - half),
        (stretch.end_em, across - half),
        (stretch.end_em, across + half),
        (stretch.start_em, across + half),
    )
    first, *others = (frame.point(*corner) for corner in corners)
    return " ".join([f"{first} m", *(f"{point} l" for point in others), "h f"])


def _wave(stretch: _Stretch, frame: Frame, across: float) -> str:
    """A band that swings to one side and the other; its edges are curves, one a half swing."""
    length = stretch.end_em - stretch.start_em
    count = max(2, round(2 * length / WAVE_LENGTH_EM))
    step, half = length / count, LINE_EM / 2
    there = _swings(frame, stretch.start_em, step, count, across - half, 1)
    last = 1 if count % 2 else -1  # the way back begins on the side where the way there ends
    back = _swings(frame, stretch.end_em, -step, count, across + half, last)
    start = frame.point(stretch.start_em, across - half)
    turn = frame.point(stretch.end_em, across + half)
    return " ".join([f"{start} m", *there, f"{turn} l", *back, "h f"])


def _swings(
    frame: Frame, start: float, step: float, count: int, across: float, sign: int
) -> Iterator[str]:
    reach = WAVE_EM * 4 / 3  # where the handles stand for a curve that swings WAVE_EM far
    for k in range(count):
        at, side = start + k * step, across + (sign if k % 2 == 0 else -sign) * reach
        handles = frame.point(at + step / 3, side), frame.point(at + 2 * step / 3, side)
        yield f"{handles[0]} {handles[1]} {frame.point(at + step, across)} c"


def _dotted(item: _Placed) -> Iterator[float]:
    """The middles of the characters that have a dot: marks have none."""
    parts = item.cluster.base or (ClusterPart(cluster=item.cluster, along_em=0.0),)
    for part in parts:
        pen = item.start_em + part.along_em
        if part.cluster.char_class is CharClass.HAN:
            yield pen + part.cluster.advance_em / 2
        elif part.cluster.char_class is CharClass.WEST and part.cluster.text.isalnum():
            for glyph in part.cluster.glyphs:
                width = glyph.advance_em * part.cluster.size_em
                if width:
                    yield pen + width / 2
                pen += width


def _dot_across(cluster: Cluster, *, vertical: bool) -> float:
    if vertical:
        return DOT_RIGHT_READ_EM if cluster.reading else DOT_RIGHT_EM
    return DOT_DOWN_LINED_EM if _line_of(cluster) else DOT_DOWN_EM


def _dot(frame: Frame, along: float, across: float) -> str:
    r, k = DOT_EM, DOT_EM * _ROUND
    curves = (
        ((r, k), (k, r), (0.0, r)),
        ((-k, r), (-r, k), (-r, 0.0)),
        ((-r, -k), (-k, -r), (0.0, -r)),
        ((k, -r), (r, -k), (r, 0.0)),
    )
    drawn = [f"{frame.point(along + r, across)} m"]
    drawn += [
        " ".join(frame.point(along + x, across + y) for x, y in curve) + " c" for curve in curves
    ]
    return " ".join([*drawn, "h f"])


def _number(value: float) -> str:
    return repr(round(value, 4)).removesuffix(".0")
