"""Glyphs stand where the composer put them, to a thousandth of an em, and copy as their text."""

import random
import re
from collections import Counter
from dataclasses import replace

import pytest

from layout.rendering.runs import RunWriter, number
from layout.shaping.model import CharClass, Glyph


def written(sorts, *placed, x=0.0, y=0.0):
    """The text objects of some lines, one after the other."""
    counts = Counter(cluster for line in placed for cluster in line.line.clusters)
    book = sorts.book(counts)
    operators = RunWriter(book).operators(tuple(placed), x_pt=x, y_pt=y)
    return "\n".join(item.data.decode() for item in operators), book


def test_a_line_at_natural_widths_is_one_string(sorts):
    """No adjustments where the font's own widths do."""
    text, book = written(sorts, sorts.placed("版心日报"))
    codes = "".join(book.fonts[0].hex_codes[sorts.gid(char)] for char in "版心日报")
    assert text == f"BT\n/B0 13.333333 Tf\n1 0 0 -1 26.6667 40 Tm\n[<{codes}>]TJ\nET"


def test_a_font_is_set_once_for_lines_of_one_size(sorts):
    """Every line has its place, not every one its font."""
    lines = [sorts.placed("一"), sorts.placed("二"), sorts.placed("三", size=9)]
    text, _ = written(sorts, *lines)
    assert re.findall(r"(T[fm])$", text, re.MULTILINE) == ["Tf", "Tm", "Tm", "Tf", "Tm"]


def test_coordinates_count_from_the_corner_of_the_element(sorts):
    """CSS pixels, y downwards."""
    text, _ = written(sorts, sorts.placed("版", x=20, baseline=30), x=14, y=24)
    assert "1 0 0 -1 8 8 Tm" in text


def test_advances_and_shifts_become_adjustments(sorts):
    """An opening mark that has lost its blank starts to the left of the pen."""
    line = sorts.line("一《二", advances=(1.25, 0.5, 1.0), shifts=(0.0, -0.5, 0.0))
    text, book = written(sorts, sorts.placed(line))
    one, mark, two = (book.fonts[0].hex_codes[sorts.gid(char)] for char in "一《二")
    assert f"[<{one}>250<{mark}{two}>]TJ" in text


def test_every_colour_has_a_text_object_of_its_own(sorts):
    """Colour is set between text objects, by role."""
    lines = [sorts.placed("一"), sorts.placed("二", color="accent"), sorts.placed("三")]
    counts = Counter(cluster for line in lines for cluster in line.line.clusters)
    writer = RunWriter(sorts.book(counts))
    operators = writer.operators(tuple(lines), x_pt=0, y_pt=0)
    assert [item.color for item in operators] == ["black", "accent", "black"]


@pytest.mark.parametrize("vertical", [False, True])
def test_lettering_is_the_same_letters_as_paths(sorts, vertical):
    """Each inside the em cell it would have as text."""
    line = replace(sorts.line("版心", advances=(1.5, 1.0)), vertical=vertical)
    placed = sorts.placed(line, x=30, baseline=30, size=24)
    counts = Counter(line.clusters)
    writer = RunWriter(sorts.book(counts))
    (paths,) = writer.lettering((placed,), x_pt=0, y_pt=0)
    assert paths.are_paths
    glyphs = paths.data.decode().splitlines()
    assert len(glyphs) == 2
    for start_em, glyph in zip((0, 1.5), glyphs, strict=True):
        assert glyph.endswith("h f")
        numbers = [float(word) for word in glyph.split() if not word.isalpha()]
        along, across = numbers[vertical::2], numbers[1 - vertical :: 2]
        assert 40 + start_em * 32 <= min(along) < max(along) <= 40 + (start_em + 1) * 32
        assert max(across) - min(across) <= 32


def test_small_raised_clusters_have_their_own_size_and_baseline(sorts):
    """A note mark at 0.6em stands 0.3em above the line."""
    mark = sorts.cluster("1", size_em=0.6, rise_em=0.3, advance_em=0.3)
    line = sorts.line([sorts.cluster("版"), mark, sorts.cluster("心")])
    text, _ = written(sorts, sorts.placed(line, x=0, baseline=30, size=9))
    assert re.findall(r"/B0 (\S+) Tf\n1 0 0 -1 (\S+) (\S+) Tm", text) == [
        ("12", "0", "40"),
        ("7.2", "12", "36.4"),
        ("12", "15.6", "40"),
    ]


def test_glyphs_lifted_off_the_baseline_are_raised_one_by_one(sorts):
    """A combining mark with an offset of its own."""
    base = sorts.cluster("a")
    accent = Glyph(gid=sorts.gid("-"), advance_em=0.0, x_em=-0.4, y_em=0.2)
    cluster = replace(base, text="a\u0301", glyphs=(*base.glyphs, accent))
    text, _ = written(sorts, sorts.placed(sorts.line([cluster]), size=7.5))
    assert re.search(r"\[<....>400\]TJ\n2 Ts\[<....>\]TJ 0 Ts", text)


def test_a_cluster_of_another_text_than_its_glyphs_says_so(sorts):
    """〓 for two characters that no face has: the rarer one tells its text."""
    geta = [sorts.gid("〓")]
    line = sorts.line([sorts.cluster(char, gids=geta) for char in ("𠮷", "𠮷", "𪚥")])
    text, book = written(sorts, sorts.placed(line))
    assert book.fonts[0].texts[geta[0]] == "𠮷"
    assert text.count("ActualText") == 1
    assert "/Span<</ActualText<feff" + "𪚥".encode("utf-16-be").hex() + ">>>BDC" in text
    assert text.index("BDC") < text.rindex("TJ") < text.index("EMC")


def test_a_hyphen_without_text_copies_as_a_soft_one(sorts):
    """What only the line end asks for is dropped by whoever joins the lines."""
    line = sorts.line([sorts.cluster("a"), sorts.cluster("", gids=[sorts.gid("-")])])
    _, book = written(sorts, sorts.placed(line))
    assert book.fonts[0].texts[sorts.gid("-")] == "\u00ad"


def test_spaces_are_drawn(sorts):
    """White space has no glyph in its cluster, yet readers get it when they copy."""
    line = sorts.line([sorts.cluster("a"), sorts.space(0.75), sorts.cluster("b")])
    text, book = written(sorts, sorts.placed(line))
    a, blank, b = (book.fonts[0].hex_codes[sorts.gid(char)] for char in "a b")
    assert f"[<{a}{blank}>-250<{b}>]TJ" in text
    assert book.fonts[0].texts[sorts.gid(" ")] == " "


def test_invisible_characters_draw_nothing(sorts):
    """A zero-width space has no glyph and needs none."""
    hidden = sorts.cluster("\u200b", gids=[], kind=CharClass.OTHER)
    text, _ = written(sorts, sorts.placed(sorts.line([sorts.cluster("版"), hidden])))
    assert text.count("TJ") == 1


class TestVertical:
    """A vertical line hangs from its top; the pen goes down its middle."""

    def test_han_stands_in_its_em_cell(self, sorts):
        """The origin is half an em left of the middle, 0.88 em below the top."""
        line = sorts.line("版心", vertical=True)
        text, _ = written(sorts, sorts.placed(line, x=75, baseline=30, size=15))
        assert re.findall(r"1 0 0 -1 (\S+) (\S+) Tm", text) == [
            ("90", "57.6"),
            ("90", "77.6"),
        ]

    def test_offsets_of_glyphs_shaped_downwards_are_taken_as_they_are(self, sorts):
        """HarfBuzz counts from the middle of the cell's upper edge."""
        glyph = Glyph(gid=sorts.gid("。"), advance_em=1.0, x_em=-0.5, y_em=-0.88)
        line = sorts.line([sorts.cluster("。", glyphs=(glyph,))], vertical=True)
        text, _ = written(sorts, sorts.placed(line, x=75, baseline=30, size=15))
        assert "1 0 0 -1 90 57.6 Tm" in text

    def test_words_lie_on_their_side(self, sorts):
        """A quarter turn clockwise, the middle of the em on the middle of the line."""
        line = sorts.line([sorts.cluster("abc", kind=CharClass.WEST)], vertical=True)
        text, _ = written(sorts, sorts.placed(line, x=75, baseline=30, size=15))
        assert "0 1 1 0 92.4 40 Tm" in text
        assert text.count("TJ") == 1

    def test_a_single_letter_shaped_downwards_stands(self, sorts):
        """A in A股 keeps upright, as a Han character does."""
        glyph = Glyph(gid=sorts.gid("a"), advance_em=1.0, x_em=-0.3, y_em=-0.88)
        letter = sorts.cluster("a", kind=CharClass.WEST, glyphs=(glyph,), advance_em=1.0)
        line = sorts.line([letter], vertical=True)
        text, _ = written(sorts, sorts.placed(line, x=75, baseline=30, size=15))
        assert "1 0 0 -1 94 57.6 Tm" in text

    def test_two_figures_stand_side_by_side(self, sorts):
        """直中横: the composer has put them left and right of the middle."""
        glyphs = (
            Glyph(gid=sorts.gid("1"), advance_em=0.0, x_em=-0.5),
            Glyph(gid=sorts.gid("2"), advance_em=1.0, x_em=0.0),
        )
        pair = sorts.cluster("12", kind=CharClass.WEST, glyphs=glyphs, advance_em=1.0)
        text, _ = written(
            sorts, sorts.placed(sorts.line([pair], vertical=True), x=75, baseline=30, size=15)
        )
        assert re.findall(r"1 0 0 -1 (\S+) (\S+) Tm", text) == [("90", "57.6"), ("100", "57.6")]


@pytest.mark.parametrize("size", [6.3, 9.0, 10.5, 33.3, 96.0])
def test_no_glyph_is_off_by_a_hundredth_of_a_point(sorts, size):
    """Rounded adjustments do not add up, whatever the spacing and the size."""
    chance = random.Random(7)
    clusters = [sorts.cluster(char) for char in "版心日报，《要闻》一二三四五六七八九十" * 2]
    advances = tuple(cluster.advance_em + chance.uniform(-0.2, 0.3) for cluster in clusters)
    shifts = tuple(chance.choice((0.0, -0.25, -0.5)) for _ in clusters)
    line = sorts.line(clusters, advances=advances, shifts=shifts, indent_em=1.7)
    text, _ = written(sorts, sorts.placed(line, x=20, size=size))
    wanted, pen = [], 1.7
    for advance, shift in zip(advances, shifts, strict=True):
        wanted.append(20 + (pen + shift) * size)
        pen += advance
    found = origins(text)
    assert len(found) == len(wanted)
    assert max(abs(a - b) for a, b in zip(found, wanted, strict=True)) < 0.01


def origins(text):
    """Where a level line's square glyphs stand, in points, by reading its operators."""
    found = []
    size = float(re.search(r"/B0 (\S+) Tf", text)[1])
    x = float(re.search(r"1 0 0 -1 (\S+) \S+ Tm", text)[1])
    for codes, move in re.findall(r"<([0-9a-f]+)>|(-?[\d.]+)", re.search(r"\[(.*)\]TJ", text)[1]):
        if move:
            x -= float(move) / 1000 * size
        for _ in range(len(codes) // 4):
            found.append(x * 0.75)
            x += size
    return found


def test_numbers_are_short():
    """Four decimals at most, none where there are none."""
    numbers = [number(value) for value in (1.0, 0.25, 1 / 3, -2.00004)]
    assert numbers == ["1", "0.25", "0.3333", "-2"]
