"""Readings stand where they belong to their words, and marks change nothing of the text."""

from dataclasses import replace

import pytest

from layout.composition.rules import NEWSPAPER, TAIWAN, WritingMode
from layout.shaping.model import FaceKey, Glyph, Role
from layout.shaping.shape import Shaper, TextRun
from layout.sidemarks import Beside, SideLine, is_zhuyin

SONG = FaceKey(role=Role.SONG)
VERTICAL = replace(TAIWAN, writing_mode=WritingMode.VERTICAL)


class PlainFace:
    """Han characters and symbols of 1 em, Western ones of half an em, ink all over."""

    def __init__(self, key):
        self.key = key

    def has(self, text):
        return bool(text)

    def shape(self, text, **_options):
        return tuple(Glyph(gid=ord(c) % 60000, advance_em=self._width(c)) for c in text)

    def ink_em(self, text):
        return (0.0, 0.0, self.advance_em(text), 0.8)

    def advance_em(self, text):
        return sum(self._width(char) for char in text)

    @staticmethod
    def _width(char):
        return 0.5 if char < "\u0300" else 1.0


@pytest.fixture(scope="module")
def shaper():
    return Shaper(PlainFace)


def run(text, **values):
    return TextRun(text=text, face=SONG, **values)


def places(parts):
    return [(p.cluster.text, round(p.along_em, 4), round(p.across_em, 4)) for p in parts]


def test_a_short_reading_stands_in_the_middle_above_its_word(shaper):
    """Four letters of 0.4 em are 0.8 em, over one of two em: 0.6 em are left on each side."""
    (word,) = shaper.clusters([run("北京", reading="beij")], NEWSPAPER)
    assert (word.text, word.advance_em) == ("北京", 2.0)
    assert places(word.base) == [("北", 0.0, 0.0), ("京", 1.0, 0.0)]
    assert places(word.reading) == [("beij", 0.6, 0.93)]
    assert word.reading[0].cluster.size_em == 0.4


def test_a_long_reading_spreads_its_word(shaper):
    """One part of the room before, two between, one behind (JLREQ, group-ruby)."""
    (word,) = shaper.clusters([run("北京", reading="abcdefgh jklm")], NEWSPAPER)
    assert word.advance_em == pytest.approx(2.7)  # 13 places of 0.2 em, and air of 0.1 em
    assert places(word.base) == [("北", 0.175, 0.0), ("京", 1.525, 0.0)]
    assert places(word.reading)[0][1] == 0.05


def test_a_reading_reaches_over_plain_neighbours_by_an_eighth_at_most(shaper):
    """Not where another reading, a mark or an end of the text is beside it."""
    long = "zhuang"  # 1.2 em and 0.1 em of air
    _, alone, _ = shaper.clusters([run("去"), run("裝", reading=long), run("訂")], NEWSPAPER)
    assert alone.advance_em == pytest.approx(1.05)
    assert alone.reading[0].along_em == pytest.approx(0.05 - 0.125)
    for before, after in ((run("，"), run("訂")), (run("去"), run("訂", reading="ding"))):
        _, word, *_ = shaper.clusters([before, run("裝", reading=long), after], NEWSPAPER)
        assert word.advance_em == pytest.approx(1.3)
    (first, _) = shaper.clusters([run("裝", reading=long), run("訂")], NEWSPAPER)
    assert first.reading[0].along_em >= 0.0


def test_zhuyin_stands_to_the_right_of_its_character(shaper):
    """Half an em for three symbols of 0.3 em one below the other, a tone mark at their right."""
    (word,) = shaper.clusters([run("國", reading="ㄍㄨㄛˊ")], TAIWAN)
    assert word.advance_em == 1.5
    assert places(word.reading) == [
        ("ㄍ", 1.0, 0.566),
        ("ㄨ", 1.0, 0.266),
        ("ㄛ", 1.0, -0.034),
        ("ˊ", 1.305, 0.05),
    ]


def test_zhuyin_of_a_vertical_line_takes_no_room_in_it(shaper):
    """The symbols stand to the right of the line, from the top of the character."""
    (word,) = shaper.clusters([run("國", reading="ㄍㄨㄛ")], VERTICAL)
    assert word.advance_em == 1.0
    assert places(word.reading) == [("ㄍ", 0.05, 0.65), ("ㄨ", 0.35, 0.65), ("ㄛ", 0.65, 0.65)]


def test_the_light_tone_is_a_dot_above_the_symbols(shaper):
    """Its ink stands over the middle of the column, above the first symbol."""
    (word,) = shaper.clusters([run("的", reading="˙ㄉㄜ")], TAIWAN)
    dot, first, _ = word.reading
    assert dot.cluster.text == "˙"
    middle_em = dot.along_em + dot.cluster.advance_em / 2
    assert middle_em == pytest.approx(1.15)
    assert dot.across_em > first.across_em


def test_every_syllable_of_a_word_stands_at_its_character(shaper):
    """As many syllables as characters: one for each; else all of them behind the word."""
    (word,) = shaper.clusters([run("注音", reading="ㄓㄨˋ ㄧㄣ")], TAIWAN)
    assert places(word.base) == [("注", 0.0, 0.0), ("音", 1.5, 0.0)]
    assert word.advance_em == 3.0
    (other,) = shaper.clusters([run("注音", reading="ㄓㄨˋㄧㄣ")], TAIWAN)
    assert places(other.base) == [("注", 0.0, 0.0), ("音", 1.0, 0.0)]
    assert {along for _, along, _ in places(other.reading)} >= {2.0}


def test_marks_change_no_cluster_but_its_marks(shaper):
    """A word, a dash and a pair of marks that a mark cuts in two are shaped whole."""
    text = "他說——international，2021年“好”。"
    plain = shaper.clusters([run(text)], NEWSPAPER)
    for at in range(1, len(text)):
        beside = Beside(line=SideLine.NAME, number=1)
        marked = shaper.clusters([run(text[:at]), run(text[at:], beside=beside)], NEWSPAPER)
        assert [(c.text, c.glyphs, c.advance_em, c.hyphen) for c in marked] == [
            (c.text, c.glyphs, c.advance_em, c.hyphen) for c in plain
        ]


def test_readings_are_told_apart():
    """注音 by its symbols, 拼音 by everything else."""
    assert is_zhuyin("ㄍㄨㄛˊ")
    assert not is_zhuyin("guó")
