"""Where lines may end, by language, CSS value and level."""

import pytest

from layout.composition.breakpoints import break_flags, own_lines
from layout.composition.kinsoku import ENDS, STARTS
from layout.composition.rules import Kinsoku, LineBreak, LineRules, WordBreak


def offsets(text: str, **rules: object) -> list[int]:
    flags = break_flags(text, LineRules(**rules))  # type: ignore[arg-type]  # test shorthand
    return [k for k in range(1, len(text)) if flags[k]]


LEVELS = (Kinsoku.BASIC, Kinsoku.GB, Kinsoku.STRICT)


@pytest.mark.parametrize("level", LEVELS)
def test_no_level_lets_its_marks_start_a_line(level: Kinsoku) -> None:
    """Every character of the level's list stays with the one before it."""
    for mark in STARTS[level]:
        assert 2 not in offsets(f"中文{mark}字字", kinsoku=level), mark


@pytest.mark.parametrize("level", LEVELS)
def test_no_level_lets_its_marks_end_a_line(level: Kinsoku) -> None:
    """Every character of the level's list stays with the one after it."""
    for mark in ENDS[level]:
        assert 3 not in offsets(f"中文{mark}字字", kinsoku=level), mark


def test_the_solidus_may_end_a_line_below_gb() -> None:
    """GB/T 15834-2011, 5.1.9: neither first nor last; basic: not first."""
    assert offsets("甲／乙", kinsoku=Kinsoku.BASIC) == [2]
    assert offsets("甲／乙", kinsoku=Kinsoku.GB) == []


def test_dashes_may_start_a_line_below_strict() -> None:
    """They never part inside, and stay with what they follow at strict."""
    assert offsets("甲——乙……丙", kinsoku=Kinsoku.GB) == [1, 3, 4, 6]
    assert offsets("甲——乙……丙", kinsoku=Kinsoku.STRICT) == [3, 6]


def test_units_part_between_but_a_doubled_ellipsis_does_not() -> None:
    """CLREQ, h-unbreakable_marks_punctuation; GB/T 15834-2011, 5.1.5."""
    assert 3 in offsets("甲……——乙", kinsoku=Kinsoku.GB)
    assert offsets("甲…………乙", kinsoku=Kinsoku.GB) == [1, 5]
    assert own_lines("甲…………乙") == (1, 5)


def test_an_opening_mark_keeps_the_dash() -> None:
    """No break after an opening mark, whatever follows."""
    assert 1 not in offsets("（——乙）", kinsoku=Kinsoku.GB)


def test_level_none_lifts_everything_but_units() -> None:
    """Some Taiwan papers prohibit nothing; —— still stays whole."""
    assert offsets("中文，字「好", kinsoku=Kinsoku.NONE) == [1, 2, 3, 4, 5]
    assert 3 not in offsets("中文——字", kinsoku=Kinsoku.NONE)


@pytest.mark.parametrize("text", ["￥100元", "25.9％", "36.5℃", "1,234,567", "010-12345678"])
def test_figures_stay_whole(text: str) -> None:
    """Prefix, digits, separators and suffix are one (JLREQ, unbreakable_character_sequences)."""
    digits = [k for k, char in enumerate(text) if char.isascii() or char in "％℃"]
    assert not set(offsets(text, kinsoku=Kinsoku.GB)) & set(digits[1:])


CENTRED = "・：；･‼⁇⁈⁉！？"
SMALL_KANA = "ぁっゃゎゕァッャヮヵㇰｧー"
ITERATION = "々〻ゝゞヽヾ"
POSTFIXES = "％℃℉°‰′″￠"


@pytest.mark.parametrize("language", ["zh", "ja", "zh-Hant"])
@pytest.mark.parametrize(
    ("chars", "allowed"),
    [
        (SMALL_KANA, {LineBreak.NORMAL, LineBreak.LOOSE}),
        ("〜゠", {LineBreak.NORMAL, LineBreak.LOOSE}),
        ("‐–", {LineBreak.LOOSE}),
        (ITERATION, {LineBreak.LOOSE}),
        (CENTRED, {LineBreak.LOOSE}),
        (POSTFIXES, {LineBreak.LOOSE}),
        ("，。、）」", set()),
    ],
)
def test_line_break_values(language: str, chars: str, allowed: set[LineBreak]) -> None:
    """CSS Text 3, line-break, for Chinese and Japanese."""
    for value in (LineBreak.STRICT, LineBreak.NORMAL, LineBreak.LOOSE):
        for char in chars:
            found = 1 in offsets(f"文{char}字", language=language, line_break=value)
            assert found == (value in allowed), (char, value)


def test_word_break_values() -> None:
    """keep-all holds letters together, break-all opens words, anywhere opens everything."""
    text = "標（準）萬ab國.碼"
    assert offsets(text) == [1, 4, 5, 7, 9]
    assert offsets(text, word_break=WordBreak.KEEP_ALL) == [1, 4, 9]
    assert offsets(text, word_break=WordBreak.BREAK_ALL) == [1, 4, 5, 6, 7, 9]
    assert offsets("国，́a", line_break=LineBreak.ANYWHERE) == [1, 3]


def test_offsets_count_code_points() -> None:
    """Characters beyond the BMP are one offset each."""
    assert offsets("𠀀𠀁，国") == [1, 3]


def test_a_lone_surrogate_is_no_obstacle() -> None:
    """Text that cannot be encoded can still be broken."""
    assert 1 in offsets("国\ud800国")
    assert break_flags("", LineRules()) == bytearray(1)
