"""Text measured by rule, for tests that need no font."""

from collections.abc import Callable

import pytest

from layout.composition.nominal import NominalFace
from layout.composition.rules import NEWSPAPER, LineRules
from layout.shaping.model import Cluster, FaceKey, Role
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
