"""The pieces words may fall into."""

import pytest

from layout.shaping.words import Division, word_cuts

_ENDS = {Division.NONE: "|", Division.SYLLABLE: "-", Division.ROUGH: "~"}


def cut(word: str, *, hyphenated: bool = True) -> str:
    letters = list(word)
    return "".join(
        word[piece.start : piece.end] + _ENDS[piece.division]
        for piece in word_cuts(letters, hyphenated=hyphenated)
    )


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("representative", "rep-re-sen-ta-tive|"),
        ("PREVENTION", "PRE-VEN-TION|"),
        ("UNESCO", "UNESCO|"),
        ("Kowloon", "Kow~loon|"),
        ("Bangkok", "Bang~kok|"),
        ("NewYork", "NewYork|"),
        ("Verwegene", "Ver-we-gene|"),
        ("DN010345", "DN010345|"),
        ("method", "me~thod|"),
        ("SHA-256", "SHA|-|256|"),
    ],
)
def test_words_divide_at_syllables(word: str, pieces: str) -> None:
    """As English; names by their look, initials and codes not at all."""
    assert cut(word).replace("-||", "-|") == pieces


def test_addresses_take_no_hyphen() -> None:
    """Every letter stands alone, none asks for a hyphen."""
    pieces = cut("www.economic.example.com/representative")
    assert "-" not in pieces
    assert "~" not in pieces
    assert pieces.count("|") == len("www.economic.example.com/representative")


def test_nothing_divides_where_it_is_not_asked_for() -> None:
    """Words are whole, but for letters of long ones, which may be cut by force."""
    assert cut("method", hyphenated=False) == "method|"
    assert "~" not in cut("Wilhelmshaven", hyphenated=False)
