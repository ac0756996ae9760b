"""What the composer does where nothing better fills a line: close up, hang, part figures."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from layout.composition.paragraph import set_paragraph
from layout.composition.rules import NEWSPAPER, Hanging, LineRules
from layout.shaping.model import CharClass, Cluster

Shape = Callable[..., tuple[Cluster, ...]]

HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往"
SQUEEZED = replace(NEWSPAPER, squeeze_em=0.04)
HANGING = replace(NEWSPAPER, hanging=Hanging.CLREQ_END)


def lines_of(shape: Shape, text: str, measure_em: float, rules: LineRules) -> list[str]:
    setting = set_paragraph(shape(text, rules), measure_em=measure_em, rules=rules)
    for line in setting.lines[:-1]:
        inside = line.advances_em[: len(line.advances_em) - line.hang_end]
        assert line.indent_em + sum(inside) == pytest.approx(measure_em, abs=1e-6)
    return [line.text for line in setting.lines]


def test_gaps_close_up_by_a_hair_before_a_line_is_driven_out(shape: Shape) -> None:
    """Thirteen characters and a comma: half an em too much is taken from thirteen gaps."""
    text = HAN[:13] + "，" + HAN[13:] + "。"
    assert lines_of(shape, text, 13, NEWSPAPER)[0] == HAN[:12]
    setting = set_paragraph(shape(text, SQUEEZED), measure_em=13, rules=SQUEEZED)
    line = setting.lines[0]
    assert line.text == HAN[:13] + "，"
    assert line.justified
    assert min(line.advances_em[:-1]) == pytest.approx(1 - 0.5 / 13)


def test_no_gap_closes_up_further_than_it_may(shape: Shape) -> None:
    """Eight characters and a comma would need a sixteenth of an em: the line is driven out."""
    text = HAN[:8] + "，" + HAN[8:] + "。"
    assert lines_of(shape, text, 8, SQUEEZED)[0] == HAN[:7]


def test_characters_and_letters_close_up_together(shape: Shape) -> None:
    """A line that neither could save alone is as long as its measure all the same."""
    for size in range(8, 20):
        text = HAN[:8] + "1,706,694,373,006元，" + HAN[: size - 4] + "sfaa0078@sfaa.gov.tw。"
        assert "".join(lines_of(shape, text, 13, SQUEEZED)) == text


def test_a_stop_hangs_where_it_would_drive_a_line_out(shape: Shape) -> None:
    """悬挂: the comma stands outside the measure, the line before it is solid."""
    text = HAN[:13] + "，" + HAN[13:] + "。"
    setting = set_paragraph(shape(text, HANGING), measure_em=13, rules=HANGING)
    line = setting.lines[0]
    assert line.text == HAN[:13] + "，"
    assert line.hang_end == 1
    assert set(line.advances_em[:-1]) == {1.0}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("（三）電話：（02）2653-1829。", "（三）電話：（02）2653-"),
        ("（二）外匯美金35,419,931,852.33元，每美元折合", "（二）外匯美金35,419,"),
        ("一、許可執照號碼：台財庫菸酒進字第DN010345856000號。", "一、許可執照號碼："),
    ],
)
def test_figures_part_at_their_signs_where_nothing_else_fits(
    shape: Shape, text: str, first: str
) -> None:
    """Telephone numbers after a hyphen, sums after a thousand group, codes before figures."""
    lines = lines_of(shape, text, 11, NEWSPAPER)
    assert lines[0] == first
    assert "".join(lines) == text


def test_a_figure_stays_whole_where_a_line_can_be_filled(shape: Shape) -> None:
    """No figure is parted to spare gaps of a quarter of an em."""
    text = HAN[:9] + "35,419,931元，" + HAN
    assert any("35,419,931元" in line for line in lines_of(shape, text, 11, NEWSPAPER))


def test_gaps_of_western_letters_keep_their_least(shape: Shape) -> None:
    """Characters close up, but a gap beside Western letters stays an eighth of an em."""
    text = HAN[:13] + "，" + HAN[:6] + "DNA" + HAN[6:11] + "，" + HAN + "2025年" + HAN + "。"
    setting = set_paragraph(shape(text, SQUEEZED), measure_em=13, rules=SQUEEZED)
    closed = 0
    for line in setting.lines[:-1]:
        assert line.indent_em + line.width_em == pytest.approx(13, abs=1e-6)
        advances = zip(line.clusters, line.clusters[1:], line.advances_em, strict=False)
        for one, two, advance in advances:
            white = advance - one.advance_em
            if {one.char_class, two.char_class} == {CharClass.HAN, CharClass.WEST}:
                assert white > 0.1249
            elif one.char_class is two.char_class is CharClass.HAN:
                assert white > -0.0401
                closed += white < -1e-6
    assert closed


def test_total_fit_chooses_which_marks_hang(shape: Shape) -> None:
    """A mark that a line has room for stays in it, on half an em; only what is too long hangs."""
    text = HAN[:12] + "，" + HAN[:13] + "。" + HAN[:8] + "。"
    lines = set_paragraph(shape(text, HANGING), measure_em=13, rules=HANGING).lines
    assert [(line.text[-1], line.hang_end) for line in lines] == [("，", 0), ("。", 1), ("。", 0)]
    assert lines[0].width_em == pytest.approx(13)


def test_the_mark_of_a_last_line_hangs_rather_than_stand_alone(shape: Shape) -> None:
    """The stop of a full last line would draw a character down to it otherwise."""
    text = HAN[:13] + HAN[:13] + "。"
    lines = set_paragraph(shape(text, HANGING), measure_em=13, rules=HANGING).lines
    assert [line.text for line in lines] == [HAN[:13], HAN[:13] + "。"]
    assert lines[-1].hang_end == 1


def test_a_mark_behind_another_never_hangs_by_choice(shape: Shape) -> None:
    """CLREQ, hanging_punctuation_marks_at_line_end: not where marks follow each other."""
    text = HAN[:11] + "”。" + HAN[:13] + "，" + HAN[:4] + "。"
    lines = set_paragraph(shape(text, HANGING), measure_em=13, rules=HANGING).lines
    assert "".join(line.text for line in lines) == text
    assert all(not line.hang_end for line in lines if line.text.endswith("”。"))
