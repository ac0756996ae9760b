"""Characters get the class CLREQ gives them."""

import pytest

from layout.shaping.charclass import GapClass, char_class, gap_class, is_combining, is_han
from layout.shaping.model import CharClass


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国", CharClass.HAN),
        ("〇", CharClass.HAN),
        ("々", CharClass.HAN),
        ("ㄅ", CharClass.HAN),
        ("𠀀", CharClass.HAN),
        ("“", CharClass.OPEN),
        ("《", CharClass.OPEN),
        ("』", CharClass.CLOSE),
        ("、", CharClass.COMMA),
        ("：", CharClass.COMMA),
        ("。", CharClass.STOP),
        ("？", CharClass.STOP),
        ("·", CharClass.INTERPUNCT),
        ("～", CharClass.CONNECTOR),
        ("—", CharClass.CONNECTOR),
        ("——", CharClass.DASH),
        ("⸺", CharClass.DASH),
        ("……", CharClass.ELLIPSIS),
        ("／", CharClass.SOLIDUS),
        ("/", CharClass.WEST),
        ("A", CharClass.WEST),
        ("β", CharClass.WEST),
        ("5", CharClass.WEST),
        ("%", CharClass.WEST),
        ("‰", CharClass.WEST),
        (" ", CharClass.SPACE),
        ("\u00a0", CharClass.SPACE),
        ("\u3000", CharClass.OTHER),
        ("①", CharClass.OTHER),
        ("※", CharClass.OTHER),
        ("℃", CharClass.OTHER),
        ("％", CharClass.OTHER),
        ("Ａ", CharClass.HAN),
        ("\u200b", CharClass.OTHER),
    ],
)
def test_class_of_a_character(text: str, expected: CharClass) -> None:
    """Marks follow the lists of CLREQ, everything else its script and width."""
    assert char_class(text) is expected


def test_a_base_gives_its_class_to_its_marks() -> None:
    """A combining mark or a variation selector does not change the class."""
    assert char_class("国\u0301") is CharClass.HAN
    assert char_class("葛\U000e0100") is CharClass.HAN
    assert is_combining("\u0301")
    assert is_combining("\ufe00")
    assert not is_combining("国")


@pytest.mark.parametrize(
    ("char", "expected"),
    [
        ("国", GapClass.IDEOGRAPH),
        ("の", GapClass.IDEOGRAPH),
        ("・", GapClass.OTHER),
        ("ㄅ", GapClass.WIDE),
        ("⿸", GapClass.WIDE),
        ("A", GapClass.ALPHA),
        ("م", GapClass.ALPHA),
        ("5", GapClass.NUMERIC),
        ("Ａ", GapClass.OTHER),
        ("％", GapClass.OTHER),
        ("&", GapClass.OTHER),
    ],
)
def test_gap_class(char: str, expected: GapClass) -> None:
    """CSS Text 4, text-spacing-classes, with the wide classes told apart."""
    assert gap_class(char) is expected


def test_han_is_the_han_script() -> None:
    """Kana and marks are wide but not Han."""
    assert [is_han(char) for char in "国〇々の。A"] == [True, True, True, False, False, False]
