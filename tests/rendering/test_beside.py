"""Marks beside characters stand where they belong, along level and vertical lines."""

import re
import shutil
import subprocess
from collections import Counter

import pytest

from layout.rendering.beside import Frame, paths_beside
from layout.rendering.pdf import render_page
from layout.rendering.runs import RunWriter
from layout.shaping.model import CharClass, ClusterPart
from layout.sidemarks import Beside, SideLine

LEVEL = Frame(x=100.0, y=200.0, size=10.0, vertical=False)
UPRIGHT = Frame(x=100.0, y=200.0, size=10.0, vertical=True)
DOTTED = Beside(dotted=True)


def named(number, line=SideLine.NAME, *, dotted=False):
    return Beside(line=line, number=number, dotted=dotted)


@pytest.fixture
def line(sorts):
    """A line of texts with their marks."""

    def make(*pieces, **changes):
        clusters = [
            sorts.cluster(char, beside=beside, kind=kind_of(char))
            for text, beside in pieces
            for char in text
        ]
        return sorts.line(clusters, **changes)

    return make


def kind_of(char):
    if char in "，。《》":
        return CharClass.COMMA
    return CharClass.WEST if char.isascii() else CharClass.HAN


def box(path):
    """Left, upper, right and lower end of a path's corners, handles left out."""
    numbers = [
        [float(number) for number in step.split()[:-1]][-2:]
        for step in re.findall(r"[-\d. ]+[mlc]", path)
    ]
    across, down = zip(*numbers, strict=True)
    return tuple(round(value, 4) for value in (min(across), min(down), max(across), max(down)))


def boxes(line, frame):
    return [box(path) for path in paths_beside(line, frame)]


def test_a_line_without_marks_draws_none(line):
    """The usual line costs nothing."""
    assert paths_beside(line(("一二三", None)), LEVEL) == []


def test_a_name_has_a_line_below_it_of_its_exact_length(line):
    """0.045 em thick, its middle 0.19 em below the baseline."""
    marked = line(("一", None), ("二三", named(1)), ("四", None))
    assert paths_beside(marked, LEVEL) == [
        "110 201.675 m 130 201.675 l 130 202.125 l 110 202.125 l h f"
    ]


def test_names_that_meet_have_a_gap_between_their_lines(line):
    """An eighth of an em, taken equally from both; ends that stand free keep their length."""
    marked = line(("一二", named(1)), ("三", named(2)))
    assert boxes(marked, LEVEL) == [
        (100.0, 201.675, 119.375, 202.125),
        (120.625, 201.675, 130.0, 202.125),
    ]


def test_a_line_grows_with_the_gaps_and_ends_with_its_last_character(line):
    """Letter-spacing inside the name is bridged, that behind it is not."""
    marked = line(("一二", named(1)), ("三", None), advances=(1.5, 1.5, 1.0), indent_em=2.0)
    assert boxes(marked, LEVEL) == [(120.0, 201.675, 145.0, 202.125)]


def test_a_vertical_line_has_its_line_on_the_left(line):
    """0.58 em from the middle of the line."""
    marked = line(("一", None), ("二三", named(1)), vertical=True)
    assert boxes(marked, UPRIGHT) == [(93.975, 210.0, 94.425, 230.0)]


def test_a_title_has_a_wave_of_whole_half_swings(line):
    """Two em take ten of 0.2 em; both edges begin and end at the ends of the title."""
    (path,) = paths_beside(line(("一二", named(1, SideLine.BOOK))), LEVEL)
    assert path.startswith("100 201.675 m 100.6667 202.2083 101.3333 202.2083 102 201.675 c")
    assert path.count(" c") == 20
    assert path.endswith("100 202.125 c h f")
    assert box(path) == (100.0, 201.675, 120.0, 202.125)


def test_a_vertical_title_has_its_wave_on_the_left(line):
    """The same wave, turned."""
    (path,) = paths_beside(line(("一二", named(1, SideLine.BOOK)), vertical=True), UPRIGHT)
    assert box(path) == (93.975, 200.0, 94.425, 220.0)


def middles(line, frame):
    found = boxes(line, frame)
    return [(round((a + c) / 2, 2), round((b + d) / 2, 2)) for a, b, c, d in found]


def test_dots_stand_in_the_middle_below_characters_but_not_below_marks(line):
    """0.15 em wide, 0.24 em below the baseline."""
    marked = line(("一，二", DOTTED))
    assert middles(marked, LEVEL) == [(105.0, 202.4), (125.0, 202.4)]
    assert boxes(marked, LEVEL)[0] == (104.25, 201.65, 105.75, 203.15)


def test_dots_of_a_vertical_line_stand_on_the_right(line):
    """0.62 em from the middle of the line."""
    assert middles(line(("一二", DOTTED), vertical=True), UPRIGHT) == [
        (106.2, 205.0),
        (106.2, 215.0),
    ]


def test_a_dot_stands_below_the_line_where_both_are(line):
    """First the line, then the dot (CLREQ)."""
    lined, dot = boxes(line(("一", named(1, dotted=True))), LEVEL)
    assert lined[3] < dot[1]


def test_every_letter_has_a_dot(line):
    """Half an em wide each."""
    assert middles(line(("ab", DOTTED)), LEVEL) == [(102.5, 202.4), (107.5, 202.4)]


@pytest.fixture
def word(sorts):
    """二三 with a reading of two letters, 0.2 em wide each, above it or at its right."""

    def make(*, vertical=False, along=0.8, across=0.93, beside=None):
        base = [sorts.cluster(char) for char in "二三"]
        reading = sorts.cluster("ab", kind=CharClass.WEST, size_em=0.4, advance_em=0.4)
        return sorts.cluster(
            "二三",
            gids=[],
            advance_em=2.0,
            beside=beside,
            base=tuple(
                ClusterPart(cluster=cluster, along_em=float(k)) for k, cluster in enumerate(base)
            ),
            reading=(
                ClusterPart(cluster=reading, along_em=along, across_em=0.7 if vertical else across),
            ),
        )

    return make


def written(sorts, composed):
    placed = sorts.placed(composed, x=0.0, baseline=0.0, size=7.5)  # 10 px
    counts = Counter(sort for cluster in composed.clusters for sort in cluster.sorts)
    (text,) = RunWriter(sorts.book(counts)).operators((placed,), x_pt=0, y_pt=0)
    return text.data.decode()


def test_a_reading_is_drawn_right_behind_its_word(sorts, word):
    """Small, its baseline 0.93 em above that of the word; then the line goes on."""
    text = written(sorts, sorts.line([sorts.cluster("一"), word(), sorts.cluster("四")]))
    assert re.findall(r"\S+ \S+ \S+ \S+ (\S+ \S+) Tm", text) == ["0 0", "18 -9.3", "30 0"]
    assert re.findall(r"/B0 (\S+) Tf", text) == ["10", "4", "10"]


def test_a_reading_that_reaches_out_is_moved_in_at_the_ends_of_a_line(sorts, word):
    """Inside a line it stands over its neighbours."""
    wide = word(along=-0.1)
    for clusters, x in (
        ([sorts.cluster("一"), wide, sorts.cluster("四")], 9.0),
        ([wide, sorts.cluster("四")], 0.0),
        ([sorts.cluster("一"), wide], 8.0),
    ):
        assert f"{x:g} -9.3 Tm" in written(sorts, sorts.line(clusters))


def test_a_reading_of_a_vertical_line_lies_on_its_side_at_the_right(sorts, word):
    """The middle of its em is 0.7 em from the middle of the line."""
    text = written(sorts, sorts.line([sorts.cluster("一"), word(vertical=True)], vertical=True))
    assert "0 1 1 0 5.48 18 Tm" in text  # 7 less (0.88 - 0.5) of 4 px


def test_raised_figures_of_a_vertical_line_stand_to_the_right(sorts):
    """By as much as they would stand above a level line."""
    raised = sorts.cluster("2", kind=CharClass.WEST, size_em=0.6, rise_em=0.35)
    plain = sorts.cluster("2", kind=CharClass.WEST, size_em=0.6)
    at = [
        float(re.search(r"(\S+) \S+ Tm", written(sorts, sorts.line([c], vertical=True)))[1])
        for c in (plain, raised)
    ]
    assert at[1] - at[0] == pytest.approx(3.5)


def test_a_dot_of_a_word_with_a_reading_stands_outside_of_it(sorts, word):
    """One a character, in a vertical line to the right of the reading."""
    marked = sorts.line([word(vertical=True, beside=DOTTED)], vertical=True)
    assert middles(marked, UPRIGHT) == [(110.5, 205.0), (110.5, 215.0)]


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext here")
def test_text_copies_without_its_marks_and_with_its_readings_behind_the_words(
    sorts, word, tmp_path
):
    """Lines and dots have no text; a reading follows its word."""
    name = sorts.cluster("一", beside=named(1, dotted=True))
    placed = sorts.placed(sorts.line([name, word(), sorts.cluster("四")]), measure=60.0)
    page = sorts.page(sorts.block((placed,)))
    pdf = tmp_path / "page.pdf"
    pdf.write_bytes(render_page(sorts.job(page), 1).pdf)
    command = ["pdftotext", "-raw", str(pdf), "-"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - a tool of the system
    assert "".join(done.stdout.split()) == "一二三ab四"
