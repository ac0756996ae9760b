"""Words in a chart as outlines of the edition's own face: a drawing needs no font file."""

from typing import Final

import svg

from layout.shaping.faces import HarfBuzzFace

_COMMANDS: Final[dict[str, type[svg.PathData]]] = {
    "moveTo": svg.M,
    "lineTo": svg.L,
    "qCurveTo": svg.Q,
    "curveTo": svg.C,
    "closePath": svg.Z,
}


class Lettering:
    """Sets short level lines; lengths in units of the drawing."""

    def __init__(self, face: HarfBuzzFace) -> None:
        self._face = face

    def width(self, text: str, size: float) -> float:
        """How long a line is."""
        return self._face.advance_em(text) * size

    def line(
        self, text: str, x: float, baseline: float, size: float, color: str, *, at: float = 0.0
    ) -> svg.Path:
        """A line of words.

        Args:
            text: The words.
            x: A point on the baseline.
            baseline: Its height, downwards.
            size: Units an em.
            color: Of the letters.
            at: Where the point is in the line: 0 at its start, 0.5 in the middle, 1 at its end.

        """
        pen, commands = x - at * self.width(text, size), list[svg.PathData]()
        for glyph in self._face.shape(text):
            left, base = pen + glyph.x_em * size, baseline - glyph.y_em * size
            for name, points in self._face.outline(glyph.gid):
                places = ((left + px * size, base - py * size) for px, py in points)
                commands.append(_COMMANDS[name](*(round(c, 2) for at_ in places for c in at_)))
            pen += glyph.advance_em * size
        return svg.Path(d=commands, fill=color)
