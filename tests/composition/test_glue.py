"""The white between two neighbours, by rule and style."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from layout.composition.glue import glue_between
from layout.composition.justify import SHY_EM
from layout.composition.paragraph import set_line
from layout.composition.rules import (
    NEWSPAPER,
    TAIWAN,
    AdjacentMarks,
    Align,
    LineEnd,
    LineRules,
    LineStart,
    PunctStyle,
    StackedMarks,
)
from layout.shaping.model import Cluster

Shape = Callable[..., tuple[Cluster, ...]]

CLREQ = LineRules(adjacent=AdjacentMarks.CLREQ)


def advances(shape: Shape, text: str, rules: LineRules) -> list[float]:
    line = set_line(shape(text, rules), rules)
    return [round(advance, 4) for advance in line.advances_em]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("国）」国", [1.0, 0.5, 1.0, 1.0]),
        ("国，”国", [1.0, 0.5, 1.0, 1.0]),
        ("国”，国", [1.0, 0.5, 1.0, 1.0]),
        ("国。“国", [1.0, 1.0, 0.5, 1.0]),
        ("国）（国", [1.0, 1.0, 0.5, 1.0]),
        ("国（《国", [1.0, 1.0, 0.5, 1.0]),
        ("国（）国", [1.0, 1.0, 1.0, 1.0]),
        ("国！”国", [1.0, 0.5, 1.0, 1.0]),
        ("国）））国", [1.0, 0.5, 0.5, 1.0, 1.0]),
        ("国。……国", [1.0, 1.0, 2.0, 1.0]),
        ("国·《国", [1.0, 1.0, 0.5, 1.0]),
    ],
)
def test_two_marks_take_an_em_and_a_half(shape: Shape, text: str, expected: list[float]) -> None:
    """CLREQ, h-adjustment_of_adjacent_punctuation_marks: marks hug what they enclose."""
    assert advances(shape, text, CLREQ) == expected


def test_css_leaves_exclamation_marks_alone(shape: Shape) -> None:
    """CSS Text 4, fullwidth-collapsing: ！？ are no closing marks."""
    css = LineRules(adjacent=AdjacentMarks.CSS)
    assert advances(shape, "国！”国", css) == [1.0, 1.0, 1.0, 1.0]
    assert advances(shape, "国，”国", css) == [1.0, 0.5, 1.0, 1.0]


@pytest.mark.parametrize(
    ("style", "total"),
    [
        (PunctStyle.PLAIN, 5.0),
        (PunctStyle.QUANJIAO, 5.0),
        (PunctStyle.HANGMOBANJIAO, 5.0),
        (PunctStyle.KAIMING, 4.5),
        (PunctStyle.BANJIAO, 4.0),
    ],
)
def test_styles(shape: Shape, style: PunctStyle, total: float) -> None:
    """字，字。字 is 5em in 全角式, 4½ in 开明式, 4 in 半角式."""
    assert sum(advances(shape, "字，字。字", LineRules(punct_style=style))) == total


def test_marks_at_line_ends_take_half_an_em(shape: Shape) -> None:
    """GB/T 15834-2011, 5.1.10; a centred mark loses both its blanks and moves back."""
    half = LineRules(line_end=LineEnd.HALF)
    assert advances(shape, "国。", half) == [1.0, 0.5]
    assert advances(shape, "国！", half) == [1.0, 0.5]
    both = replace(TAIWAN, line_end=LineEnd.HALF)
    line = set_line(shape("國。", both), both)
    assert (line.advances_em[1], line.shifts_em[1]) == (0.5, SHY_EM - 0.25)


def test_centred_marks_may_stand_on_the_edge(shape: Shape) -> None:
    """Taiwan: half an em inside the measure, the middle of the mark on its edge."""
    line = set_line(shape("國。", TAIWAN), TAIWAN)
    assert (line.advances_em[1], line.shifts_em[1]) == (0.5, 0.0)
    assert set_line(shape("國」", TAIWAN), TAIWAN).advances_em[1] == 0.5
    assert set_line(shape("國！", TAIWAN), TAIWAN).advances_em[1] == 1.0


def test_opening_marks_at_line_starts_lose_their_blank(shape: Shape) -> None:
    """The glyph moves back by what it lost, so that its ink stands at the edge."""
    line = set_line(shape("“国", CLREQ), LineRules(line_start=LineStart.TRIM))
    assert line.advances_em[0] == 0.5
    assert line.shifts_em[0] == SHY_EM - 0.5


def test_rows_of_exclamation_marks(shape: Shape) -> None:
    """Two share 1em, three 2em (GB/T 15834-2011, 5.1.2)."""
    rules = LineRules(stacked=StackedMarks.GB)
    assert sum(advances(shape, "甲？！乙", rules)) == 3.0
    assert sum(advances(shape, "甲！！！乙", rules)) == 4.0
    assert sum(advances(shape, "甲？？", rules)) == 2.0
    assert sum(advances(shape, "甲？乙！", rules)) == 4.0


def test_the_gap_stands_between_han_and_west(shape: Shape) -> None:
    """Letters and figures get it, marks and signs do not; a typed space becomes it."""
    gap = NEWSPAPER.gap_em
    assert advances(shape, "国A国", NEWSPAPER) == [1.0 + gap, 0.5 + gap, 1.0]
    assert advances(shape, "国5%国", NEWSPAPER) == [1.0 + gap, 0.5, 0.5, 1.0]
    assert advances(shape, "国（A）国", NEWSPAPER) == [1.0, 0.5, 0.5, 0.5, 1.0]
    assert advances(shape, "国 A 国", NEWSPAPER) == [1.0, gap, 0.5, gap, 1.0]


def test_the_interpunct_is_half_an_em_by_gb(shape: Shape) -> None:
    """GB/T 15834-2011, 5.1.7; elsewhere it keeps its em."""
    assert advances(shape, "约翰·史密斯", NEWSPAPER)[2] == 0.5
    assert advances(shape, "約翰·史密斯", TAIWAN)[2] == 1.0


def test_taiwan_leaves_exclamation_marks_alone(shape: Shape) -> None:
    """！？ fill their em in Taiwan; brackets are compressed."""
    assert advances(shape, "國》！？國", TAIWAN) == [1.0, 1.0, 1.0, 1.0, 1.0]
    assert advances(shape, "國》（國", TAIWAN) == [1.0, 1.0, 0.5, 1.0]


def test_shrinking_goes_in_order(shape: Shape) -> None:
    """Brackets give way before commas, those before the full stop (CLREQ, reduction)."""
    rules = replace(NEWSPAPER, punct_style=PunctStyle.QUANJIAO, align=Align.FILL)
    clusters = shape("甲（乙，丙。丁戊", rules)

    def widths(measure_em: float) -> list[float]:
        line = set_line(clusters, rules, measure_em=measure_em, align=Align.FILL)
        assert line.justified
        return [round(line.advances_em[k], 4) for k in (1, 3, 5)]

    assert widths(8.0) == [1.0, 1.0, 1.0]
    assert widths(7.75) == [0.75, 1.0, 1.0]
    assert widths(7.25) == [0.5, 0.75, 1.0]
    assert widths(6.5) == [0.5, 0.5, 0.5]


def test_stretching_goes_in_order(shape: Shape) -> None:
    """开明式 marks take their em back first, then gaps grow, then everything equally."""
    rules = replace(NEWSPAPER, align=Align.FILL)
    clusters = shape("甲乙，丙丁A戊己", rules)
    natural = set_line(clusters, rules).width_em

    def line_of(extra: float) -> list[float]:
        line = set_line(clusters, rules, measure_em=natural + extra, align=Align.FILL)
        return [round(advance, 4) for advance in line.advances_em]

    assert line_of(0.5)[2] == 1.0
    assert line_of(0.5)[4] == 1.2
    assert line_of(0.6)[4] == 1.25
    most = 2 * (NEWSPAPER.gap_max_em - NEWSPAPER.gap_em)
    spread = line_of(0.5 + most + 0.7)
    assert spread[0] == 1.1
    assert spread[4] == round(1.0 + NEWSPAPER.gap_max_em + 0.1, 4)


def test_hugging_quotes_keep_no_stretch_between_them(shape: Shape) -> None:
    """What is left between a closing and an opening mark does not grow (xeCJK's measure)."""
    first, second = shape("」「", NEWSPAPER)
    assert glue_between(first, second, NEWSPAPER).add_em == 0.0


def test_a_centred_mark_gives_way_by_half_in_taiwan(shape: Shape) -> None:
    """An eighth of an em at each side: squeezed to its ink it would lie over its neighbours."""
    first, mark, last = shape("國，國", TAIWAN)
    around = (glue_between(first, mark, TAIWAN), glue_between(mark, last, TAIWAN))
    assert [glue.natural_em for glue in around] == [0.25, 0.25]
    assert [glue.early_em for glue in around] == [0.125, 0.125]
    whole = replace(TAIWAN, centred_take=1.0)
    assert glue_between(first, mark, whole).early_em == 0.25
