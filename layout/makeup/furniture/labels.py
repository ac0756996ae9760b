"""Lines of furniture: one line of type in its room, alone or spread with others."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from layout.composition.desk import Desk
from layout.composition.model import ComposedLine
from layout.makeup.model import PartRole, PlacedLine, Rect, TextPart
from layout.makeup.place import lines_box
from layout.style.model import FaceChoice, TextStyle

LEAST_GAP_EM = 1.0
"""White between two pieces of a spread line, at least."""


class Align(Enum):
    """Which end of its room a label keeps to."""

    START = 0.0
    CENTRE = 0.5
    END = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a label goes: its room across, and its baseline."""

    x_pt: float
    width_pt: float
    baseline_pt: float
    align: Align = Align.CENTRE


def across(rect: Rect, baseline_pt: float, align: Align = Align.CENTRE) -> Spot:
    """A spot as wide as a rectangle."""
    return Spot(x_pt=rect.x, width_pt=rect.width, baseline_pt=baseline_pt, align=align)


def label(
    text: str, face: FaceChoice, size_pt: float, spot: Spot, desk: Desk, *, color: str = "black"
) -> TextPart:
    """One line of furniture; type too wide for its room is set smaller."""
    line = desk.label(text, face)
    size_pt = min(size_pt, spot.width_pt / line.width_em) if line.width_em else size_pt
    x_pt = spot.x_pt + (spot.width_pt - line.width_em * size_pt) * spot.align.value
    placed = placed_line(line, x_pt, spot.baseline_pt, size_pt, color)
    return label_of(text, (placed,), size_pt)


def spread(
    pieces: Sequence[str], choice: TextStyle, rect: Rect, baseline_pt: float, desk: Desk
) -> tuple[TextPart, ...]:
    """Pieces over a width, the same white between each two; one alone stands in the middle."""
    if len(pieces) == 1:
        spot = across(rect, baseline_pt)
        return (label(pieces[0], choice.face, choice.size_pt, spot, desk, color=choice.color),)
    lines = [desk.label(piece, choice.face) for piece in pieces]
    em = sum(line.width_em for line in lines)
    gaps = max(1, len(pieces) - 1)
    size_pt = min(choice.size_pt, rect.width / (em + gaps * LEAST_GAP_EM))
    gap_pt = (rect.width - em * size_pt) / gaps
    parts, x = [], rect.x
    for piece, line in zip(pieces, lines, strict=True):
        placed = placed_line(line, x, baseline_pt, size_pt, choice.color)
        parts.append(label_of(piece, (placed,), size_pt))
        x += line.width_em * size_pt + gap_pt
    return tuple(parts)


def placed_line(
    line: ComposedLine, x_pt: float, baseline_pt: float, size_pt: float, color: str
) -> PlacedLine:
    """A composed line at its natural width."""
    return PlacedLine(
        line=line,
        x_pt=x_pt,
        baseline_pt=baseline_pt,
        size_pt=size_pt,
        measure_pt=line.width_em * size_pt,
        color=color,
    )


def label_of(
    text: str, lines: tuple[PlacedLine, ...], size_pt: float, link: str | None = None
) -> TextPart:
    """A label of some lines."""
    return TextPart(
        role=PartRole.LABEL,
        text=text,
        lines=lines,
        size_pt=size_pt,
        bbox=lines_box(lines),
        link=link,
    )
