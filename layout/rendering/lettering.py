"""Text objects in, the same letters as paths out: lettering is a picture, not type.

On a press whose type is all in black ink a nameplate keeps its colour as artwork. Its text
stays where it is, invisible, to be searched and copied.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

import uharfbuzz as hb

from layout.rendering.outlines import Matrix, filled_glyph
from layout.rendering.pdf_fonts import EditionFont

_OPERATOR: Final = re.compile(
    r"/(?P<font>\w+) (?P<size>[-.\de]+) Tf"
    r"|(?P<matrix>[-.\de]+(?: [-.\de]+){5}) Tm"
    r"|\[(?P<shown>[^\]]*)\]TJ"
    r"|(?P<rise>[-.\de]+) Ts"
)
"""What ``RunWriter`` places glyphs with."""

_SHOWN: Final = re.compile(r"<(?P<codes>[\da-f]+)>|(?P<move>[-.\de]+)")
_CODE_DIGITS: Final = 4


def lettering_of(text_objects: bytes, fonts: Mapping[str, EditionFont]) -> bytes:
    """The paths that fill what some text objects of ``RunWriter`` show.

    Args:
        text_objects: Operators, none of which changes coordinates but ``Tm``.
        fonts: Fonts by their names in content streams.

    """
    brush = _Brush({name: _Outlines(font) for name, font in fonts.items()})
    painted = "\n".join(brush.paths(text_objects.decode("ascii")))
    return painted.encode("ascii")


class _Outlines:
    """A font of the edition, ready to give outlines."""

    def __init__(self, font: EditionFont) -> None:
        self.font = font

    @cached_property
    def face(self) -> hb.Face:
        return hb.Face(self.font.font.sfnt)

    @cached_property
    def drawn(self) -> hb.Font:
        return hb.Font(self.face)


class _Brush:
    """The text state, as far as it says where glyphs stand (ISO 32000-2, 9.4.4)."""

    def __init__(self, fonts: Mapping[str, _Outlines]) -> None:
        self._fonts = fonts
        self._font = ""
        self._size = 0.0
        self._rise = 0.0
        self._matrix: Matrix = (1, 0, 0, 1, 0, 0)
        self._pen = 0.0
        """How far the text has come along its line, in text space."""

    def paths(self, text_objects: str) -> Iterator[str]:
        """The paths of all glyphs that are shown."""
        for found in _OPERATOR.finditer(text_objects):
            if found["font"]:
                self._font, self._size = found["font"], float(found["size"])
            elif found["matrix"]:
                a, b, c, d, e, f = (float(number) for number in found["matrix"].split())
                self._matrix, self._pen = (a, b, c, d, e, f), 0.0
            elif found["rise"]:
                self._rise = float(found["rise"])
            else:
                yield from self._shown(found["shown"])

    def _shown(self, operand: str) -> Iterator[str]:
        for item in _SHOWN.finditer(operand):
            if item["move"]:
                self._pen -= float(item["move"]) / 1000 * self._size
                continue
            digits = item["codes"]
            for at in range(0, len(digits), _CODE_DIGITS):
                yield from self._glyph(int(digits[at : at + _CODE_DIGITS], 16))

    def _glyph(self, code: int) -> Iterator[str]:
        outlines = self._fonts[self._font]
        own = outlines.font
        a, b, c, d, e, f = self._matrix
        scale = self._size / outlines.face.upem
        x, y = self._pen, self._rise
        matrix = (
            *(a * scale, b * scale, c * scale, d * scale),
            *(a * x + c * y + e, b * x + d * y + f),
        )
        if path := filled_glyph(outlines.drawn, own.font.glyphs[code], matrix):
            yield path
        self._pen += own.table[code] / 1000 * self._size
