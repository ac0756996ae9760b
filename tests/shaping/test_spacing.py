"""Where marks keep their white."""

import pytest

from layout.shaping.charclass import char_class
from layout.shaping.spacing import mark_blanks


@pytest.mark.parametrize(
    ("mark", "script", "vertical", "expected"),
    [
        ("（", "Hans", False, (0.5, 0.0)),
        ("”", "Hans", False, (0.0, 0.5)),
        ("，", "Hans", False, (0.0, 0.5)),
        ("！", "Hans", False, (0.0, 0.5)),
        ("！", "Hans", True, (0.0, 0.0)),
        ("：", "Hans", True, (0.0, 0.0)),
        ("。", "Hans", True, (0.0, 0.5)),
        ("，", "Hant", False, (0.25, 0.25)),
        ("。", "Hant", True, (0.25, 0.25)),
        ("？", "Hant", False, (0.0, 0.0)),
        ("：", "Jpan", False, (0.25, 0.25)),
        ("：", "Jpan", True, (0.25, 0.25)),
        ("。", "Jpan", False, (0.0, 0.5)),
        ("·", "Hans", False, (0.25, 0.25)),
        ("‼", "Hans", False, (0.0, 0.0)),
        ("——", "Hans", False, (0.0, 0.0)),
        ("国", "Hans", False, (0.0, 0.0)),
    ],
)
def test_blank_by_script_and_direction(
    mark: str,
    script: str,
    vertical: bool,  # noqa: FBT001 - a column of the table above
    expected: tuple[float, float],
) -> None:
    """CLREQ, h-punctuation_adjustment_space, and CSS Text 4, text-spacing-classes."""
    found = mark_blanks(mark, char_class(mark), script=script, vertical=vertical, advance_em=1.0)
    assert found == expected


def test_marks_in_the_corner_of_a_face_for_taiwan() -> None:
    """Class by the ink: 楷體 has 、，。 in the lower left, with all their white behind them."""
    found = mark_blanks(
        "，", char_class("，"), script="Hant", vertical=False, advance_em=1.0, ink_end_em=0.23
    )
    assert found == (0.0, 0.5)


def test_a_proportional_mark_has_no_blank() -> None:
    """A glyph that is not 1em wide is left alone (CSS Text 4, fullwidth-collapsing)."""
    blanks = mark_blanks("“", char_class("“"), script="Hans", vertical=False, advance_em=0.44)
    assert blanks == (0.0, 0.0)
