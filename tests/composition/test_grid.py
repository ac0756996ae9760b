"""纵横对齐: what the em grid asks of every line."""

from collections.abc import Callable
from itertools import accumulate

import pytest

from layout.composition.paragraph import set_paragraph
from layout.composition.rules import NEWSPAPER, gridded
from layout.shaping.model import CharClass, Cluster

Shape = Callable[..., tuple[Cluster, ...]]

GRID = gridded(NEWSPAPER)
NEWS = (
    "昨日，国务院办公厅印发《关于进一步加强城市轨道交通规划建设管理的意见》，明确提出“到2025年，"
    "全国城市轨道交通运营里程超过8000公里”的目标。Wi-Fi和Open Data各占35%，NASA说：“OK！”"
    "会议……指出——要坚持稳中求进工作总基调，完整、准确、全面贯彻新发展理念。"
)


@pytest.mark.parametrize("measure_em", [8, 11, 13, 17, 21])
def test_every_han_character_stands_in_a_cell(shape: Shape, measure_em: int) -> None:
    """Its place is a whole number of ems from the edge of the column, and inside it."""
    setting = set_paragraph(
        shape(NEWS, GRID), measure_em=measure_em, rules=GRID, first_indent_em=2.0
    )
    assert "".join(line.text for line in setting.lines).replace(" ", "") == NEWS.replace(" ", "")
    for line in setting.lines:
        starts = accumulate(line.advances_em, initial=line.indent_em)
        for start, cluster in zip(starts, line.clusters, strict=False):
            if cluster.char_class is CharClass.HAN:
                assert start == pytest.approx(round(start), abs=1e-6)
        inside = line.advances_em[: len(line.advances_em) - line.hang_end]
        assert line.indent_em + sum(inside) <= measure_em + 1e-6


def test_figures_fill_half_cells_and_words_are_padded(shape: Shape) -> None:
    """2025 takes two ems, NASA and its padding two, a word of five letters three."""
    line = set_paragraph(shape("到2025年NASA与CLREQ同", GRID), measure_em=20, rules=GRID).lines[0]
    assert line.width_em == pytest.approx(1 + 2 + 1 + 2 + 1 + 3 + 1)
    word = next(cluster for cluster in line.clusters if cluster.text == "CLREQ")
    assert word.advance_em == pytest.approx(3.0)
    assert word.glyphs[0].x_em == pytest.approx(0.25)


def test_a_stop_that_does_not_fit_hangs(shape: Shape) -> None:
    """The first stop stands outside; a bracket takes a character down with it."""
    setting = set_paragraph(shape("天地玄黄宇宙洪荒，日月盈昃", GRID), measure_em=8, rules=GRID)
    assert setting.lines[0].text == "天地玄黄宇宙洪荒，"
    assert setting.lines[0].hang_end == 1
    setting = set_paragraph(shape("天地（玄黄宇宙洪）荒日月盈昃", GRID), measure_em=8, rules=GRID)
    assert setting.lines[0].text == "天地（玄黄宇宙"


def test_a_word_wider_than_the_column_is_cut(shape: Shape) -> None:
    """Nothing stands over the measure, and no letter is lost."""
    text = "见https://www.example.com/aVeryLongNameOfAPage网页"
    lines = set_paragraph(shape(text, GRID), measure_em=8, rules=GRID).lines
    assert "".join(line.text for line in lines) == text
    assert max(line.width_em for line in lines) <= 8 + 1e-6
