"""A face without a font: every character as wide as Unicode calls it, for measuring by rule."""

import unicodedata
from dataclasses import dataclass
from typing import Final

from layout.shaping.charclass import is_combining
from layout.shaping.model import FaceKey, Glyph, Role

DEFAULT_LATIN_EM: Final = 0.5
HALF_WIDTH_EM: Final = 0.5
FULL_WIDTH_EM: Final = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NominalFace:
    """Widths by East Asian width (UAX #11): wide 1em, half-width ½em, Western as told."""

    key: FaceKey
    latin_em: float = DEFAULT_LATIN_EM

    def has(self, text: str) -> bool:
        """Everything is there."""
        return bool(text)

    def shape(
        self, text: str, *, features: tuple[str, ...] = (), vertical: bool = False
    ) -> tuple[Glyph, ...]:
        """One glyph a code point."""
        del features, vertical
        return tuple(Glyph(gid=0, advance_em=self._width(char)) for char in text)

    def ink_em(self, text: str) -> tuple[float, float, float, float]:
        """The whole em."""
        return (0.0, 0.0, self.advance_em(text), 1.0)

    def advance_em(self, text: str) -> float:
        """The sum of the widths."""
        return sum(self._width(char) for char in text)

    def _width(self, char: str) -> float:
        if is_combining(char):
            return 0.0
        width = unicodedata.east_asian_width(char)
        if width == "H":
            return HALF_WIDTH_EM
        if width in ("W", "F"):
            return FULL_WIDTH_EM
        western = char.isalnum() or char.isspace() or char.isascii()
        latin = self.key.role in (Role.LATIN, Role.LATIN_SANS)
        return self.latin_em if western and latin else FULL_WIDTH_EM
