"""A space typed beside a full-width mark takes no room of its own."""

from layout.composition.nominal import NominalFace
from layout.composition.paragraph import set_line
from layout.composition.rules import NEWSPAPER
from layout.shaping.model import FaceKey, Role
from layout.shaping.shape import Shaper, TextRun


def _width_em(text: str) -> float:
    shaper = Shaper(lambda key: NominalFace(key=key))
    runs = [TextRun(text=text, face=FaceKey(role=Role.SONG))]
    return set_line(shaper.clusters(runs, NEWSPAPER), NEWSPAPER).width_em


def test_the_white_of_a_mark_stands_for_the_space() -> None:
    """（三） 甲 is as wide as （三）甲, and 甲 （乙 as 甲（乙."""
    assert _width_em("（三） 甲") == _width_em("（三）甲")
    assert _width_em("甲 （乙") == _width_em("甲（乙")
    assert _width_em("甲 乙") > _width_em("甲乙")
