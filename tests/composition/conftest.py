"""Text measured by rule, for tests that need no font."""

from collections.abc import Callable

import pytest

from layout.composition.nominal import NominalFace
from layout.composition.rules import NEWSPAPER, LineRules
from layout.shaping.model import Cluster, FaceKey, Glyph, Role
from layout.shaping.shape import Shaper, TextRun

Shape = Callable[..., tuple[Cluster, ...]]


@pytest.fixture(scope="session")
def shaper() -> Shaper:
    return Shaper(lambda key: NominalFace(key=key))


@pytest.fixture(scope="session")
def shape(shaper: Shaper) -> Shape:
    """Clusters of a text, every Han character and mark 1em, every letter and digit ½em."""

    def clusters(text: str, rules: LineRules = NEWSPAPER) -> tuple[Cluster, ...]:
        return shaper.clusters((TextRun(text=text, face=FaceKey(role=Role.SONG)),), rules)

    return clusters


class SquareFace:
    """Every Han character and mark is 1 em, every Western letter half of it."""

    def __init__(self, key):
        self.key = key

    def has(self, text):
        return bool(text)

    def shape(self, text, **_options):
        return tuple(
            Glyph(gid=ord(char) % 60000, advance_em=0.5 if char.isascii() else 1.0) for char in text
        )

    def ink_em(self, _text):
        return (0.1, 0.0, 0.9, 0.8)

    def advance_em(self, text):
        return sum(glyph.advance_em for glyph in self.shape(text))


@pytest.fixture(scope="session")
def square_shaper():
    """A shaper whose faces have a glyph, and an ink box, for every character."""
    return Shaper(SquareFace)
