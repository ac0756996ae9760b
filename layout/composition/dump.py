"""A galley in, plain text out: one line per composed line, for references that people read."""

from layout.composition.model import ComposedLine, Galley
from layout.units import rounded


def dump(galley: Galley) -> str:
    """The lines of a galley's best setting as ``x y w text``, lengths in em, four decimals.

    ``x`` is where the first cluster's pen starts, ``y`` counts lines from 0, ``w`` is the
    width of the line's advances.
    """
    lines = [line for paragraph in galley.paragraphs for line in paragraph.lines]
    return "".join(_row(line, index) for index, line in enumerate(lines))


def _row(line: ComposedLine, index: int) -> str:
    x, w = rounded(line.indent_em), rounded(line.width_em)
    return f"{x:.4f} {index:.4f} {w:.4f} {line.text}".rstrip() + "\n"
