"""A text set in lines, shown to people and programs: ``banxin compose``."""

import json
from collections.abc import Iterator

from layout.composition.model import ComposedLine
from layout.composition.nominal import NominalFace
from layout.composition.paragraph import set_paragraph
from layout.composition.rules import NEWSPAPER
from layout.shaping.model import FaceKey, Role
from layout.shaping.shape import Shaper, TextRun

INDENT_EM = 2.0


def show_lines(text: str, measure_em: float) -> str:
    """The lines of a text with, behind each, how far it was squeezed or stretched."""
    return "\n".join(_shown(line) for line in _set(text, measure_em))


def show_json(text: str, measure_em: float) -> str:
    """The lines of a text as JSON: text, indent, advances and width in em."""
    lines = [
        {
            "text": line.text,
            "indent_em": line.indent_em,
            "advances_em": [round(advance, 4) for advance in line.advances_em],
            "width_em": round(line.width_em, 4),
            "justified": line.justified,
        }
        for line in _set(text, measure_em)
    ]
    return json.dumps(lines, ensure_ascii=False, indent=1)


def _set(text: str, measure_em: float) -> Iterator[ComposedLine]:
    shaper = Shaper(lambda key: NominalFace(key=key))
    face = FaceKey(role=Role.SONG)
    for number, paragraph in enumerate(text.splitlines()):
        clusters = shaper.clusters([TextRun(text=paragraph, face=face)], NEWSPAPER)
        setting = set_paragraph(
            clusters,
            measure_em=measure_em,
            rules=NEWSPAPER,
            paragraph=number,
            first_indent_em=min(INDENT_EM, measure_em / 4),
        )
        yield from setting.lines


def _shown(line: ComposedLine) -> str:
    natural = sum(cluster.advance_em for cluster in line.clusters)
    change = line.width_em - natural
    indent = "\u3000" * round(line.indent_em)
    mark = f"{change:+.2f} em" if abs(change) > 0.005 else ""
    return f"{indent}{line.text}\t{mark}".rstrip()
