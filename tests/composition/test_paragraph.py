"""Paragraphs as a newspaper wants them."""

from collections.abc import Callable
from dataclasses import replace
from itertools import accumulate, pairwise

import pytest

from layout.composition.justify import SHY_EM
from layout.composition.model import LineKind
from layout.composition.paragraph import fill_line, set_line, set_lines, set_paragraph
from layout.composition.rules import (
    NEWSPAPER,
    TAIWAN,
    Align,
    Hanging,
    Hyphenation,
    LineRules,
    Orphans,
)
from layout.shaping.model import CharClass, Cluster

Shape = Callable[..., tuple[Cluster, ...]]

NEWS = (
    "本报讯（记者张三）昨日，国务院办公厅印发《关于进一步加强城市轨道交通规划建设管理的意见》，"
    "明确提出“到2025年，全国城市轨道交通运营里程超过8000公里”的目标。会议指出，要坚持稳中求进"
    "工作总基调，完整、准确、全面贯彻新发展理念，加快构建新发展格局，着力推动高质量发展。"
)


def lines_of(shape: Shape, text: str, measure_em: float, rules: LineRules = NEWSPAPER) -> list[str]:
    setting = set_paragraph(shape(text, rules), measure_em=measure_em, rules=rules)
    return [line.text for line in setting.lines]


def test_news_at_thirteen_characters(shape: Shape) -> None:
    """A column of 13 characters: every line full, no gap above 0.1em, two-em indent."""
    setting = set_paragraph(
        shape(NEWS), measure_em=13, rules=NEWSPAPER, first_indent_em=2.0, looseness=(0,)
    )
    assert setting.lines[0].indent_em == 2.0
    assert setting.lines[1].indent_em == 0.0
    for line in setting.lines[:-1]:
        assert line.justified
        han = [c.char_class is CharClass.HAN for c in line.clusters]
        pairs = zip(han, han[1:], line.advances_em, strict=False)
        assert max(advance for one, two, advance in pairs if one and two) <= 1.1
        assert line.indent_em + line.width_em == pytest.approx(13, abs=1e-9)
    assert [line.first for line in setting.lines].count(True) == 1
    assert [line.last for line in setting.lines] == [False] * (len(setting.lines) - 1) + [True]


def test_a_mark_is_pushed_in_before_a_character_is_pushed_out(shape: Shape) -> None:
    """先挤进，后推出: the first line takes the comma by closing up the brackets."""
    rules = replace(NEWSPAPER, orphans=Orphans.ALLOW)
    text = "甲乙（丙丁）戊己庚，辛壬癸子丑寅卯。"
    assert lines_of(shape, text, 9, rules)[0] == "甲乙（丙丁）戊己庚，"


def test_whole_paragraphs_are_weighed(shape: Shape) -> None:
    """A first-fit first line would leave a hole in the second; total fit gives way early."""
    text = "国国国国国国国国国国国representativehood国国国国国国。"
    rules = replace(NEWSPAPER, hyphenation=Hyphenation.NONE)
    setting = set_paragraph(shape(text, rules), measure_em=13, rules=rules, looseness=(0,))
    assert all(line.justified for line in setting.lines[:-1])


def test_no_single_character_is_left(shape: Shape) -> None:
    """孤字不成行: the last line has two Han characters or more."""
    for count in range(14, 60):
        text = "国" * count + "。"
        last = lines_of(shape, text, 13)[-1]
        assert last.count("国") >= 2, count


def test_numbers_keep_their_measure_words(shape: Shape) -> None:
    """Where it costs little a number is not parted from the word that counts."""
    text = "全年共有来自国内外的客商5人前来，洽谈合作，并签订协议。"
    lines = lines_of(shape, text, 12)
    assert not any(line.endswith("5") for line in lines)


def test_words_divide_with_a_hyphen(shape: Shape) -> None:
    """A long word in a narrow column is divided at a syllable."""
    lines = lines_of(shape, "国国国国国国国国representative国国国国国国国国国国。", 13)
    assert lines[0].endswith("-")


def test_an_address_is_cut_after_its_signs(shape: Shape) -> None:
    """Never inside a name of the address, never before or after a solidus."""
    text = "详情请见https://news.example.com.cn/politics/2021-04/30/c_1127396.htm网站公告。"
    for measure in (15, 16, 17, 20):
        lines = lines_of(shape, text, measure)
        for before, after in pairwise(lines):
            inner = before[-1] + after[0]
            assert not (inner.isascii() and inner.isalnum())
            assert before[-1] != "/"
            assert after[0] not in "/.:"


def test_an_address_is_cut_anywhere_rather_than_leave_half_a_line_empty(shape: Shape) -> None:
    """No hyphen is put into it, no figure of it is cut."""
    text = "详情请见https://news.example.com.cn/politics/2021-04/30/c_1127396.htm网站公告。"
    lines = lines_of(shape, text, 13)
    assert "".join(lines) == text
    for before, after in pairwise(lines):
        assert not (before[-1].isdigit() and after[0].isdigit())


def test_a_number_is_not_cut_however_loose_the_line_before_it(shape: Shape) -> None:
    """一个用阿拉伯数字书写的多位数不能移行."""
    text = "（一）纯金410,237,325.88公克，每公克1,212元，计折合497,207,638,966.56元。"
    broken = "|".join(lines_of(shape, text, 12))
    assert "410,237,325.88" in broken
    assert "497,207,638,966.56" in broken


def test_letters_open_with_the_gaps_of_a_line_beyond_the_limit(shape: Shape) -> None:
    """A line of hardly anything but a word is filled by its letters too (均排)."""
    clusters = shape("电话Telecommunications", NEWSPAPER)
    line = set_line(clusters, NEWSPAPER, measure_em=13.0, align=Align.FILL)
    assert line.justified
    assert line.width_em == pytest.approx(13.0)
    widest = max(
        advance - cluster.advance_em
        for advance, cluster in zip(line.advances_em, line.clusters, strict=True)
    )
    assert widest <= 0.5


def test_an_em_space_opens_once(shape: Shape) -> None:
    """The gap around a blank em takes as much as any other."""
    clusters = shape("第六条　在中国境内", NEWSPAPER)
    line = set_line(clusters, NEWSPAPER, measure_em=10.0, align=Align.FILL)
    ends = list(accumulate(line.advances_em))
    around_em = ends[3] - ends[1] - 1.0
    beside_em = ends[1] - ends[0]
    assert around_em == pytest.approx(beside_em)


def test_a_space_typed_between_two_marks_counts_for_nothing(shape: Shape) -> None:
    """They are compressed as if they stood side by side."""
    for text in ("甲、「乙」", "甲】【乙"):
        spaced = text.replace("、「", "、 「").replace("】【", "】 【")
        for rules in (NEWSPAPER, TAIWAN):
            tight = set_line(shape(text, rules), rules)
            assert set_line(shape(spaced, rules), rules).width_em == pytest.approx(tight.width_em)


def test_a_code_is_cut_after_its_hyphen_rather_than_leave_a_hole(shape: Shape) -> None:
    """SHA-256 parts after the hyphen where the lines before it would gape."""
    text = "办法是给每个文件留一枚指纹。常用的算法叫COVIDSHA-256，文件不论大小。"
    lines = lines_of(shape, text, 13)
    assert any(line.endswith("COVIDSHA-") for line in lines)
    assert not any(
        line.forced for line in set_paragraph(shape(text), measure_em=13, rules=NEWSPAPER).lines
    )


def test_what_is_too_wide_is_cut_by_force_and_told(shape: Shape) -> None:
    """A figure wider than the measure is cut; its lines say so."""
    setting = set_paragraph(shape("国" + "1" * 60 + "国国国"), measure_em=10, rules=NEWSPAPER)
    assert any(line.forced for line in setting.lines)
    assert "".join(line.text for line in setting.lines) == "国" + "1" * 60 + "国国国"
    assert all(line.width_em <= 10 + 1e-6 for line in setting.lines)


def test_a_cluster_wider_than_the_measure_stands_over_it(shape: Shape) -> None:
    """—— on a measure of 1½em cannot be cut: nothing is lost."""
    setting = set_paragraph(shape("国——国"), measure_em=1.5, rules=NEWSPAPER)
    assert "".join(line.text for line in setting.lines) == "国——国"
    assert [line.forced for line in setting.lines if line.text == "——"] == [True]


def test_ways_have_a_line_more_or_less(shape: Shape) -> None:
    """Other ways cost more and still fill their lines."""
    text = NEWS * 3
    setting = set_paragraph(shape(text), measure_em=13, rules=NEWSPAPER, first_indent_em=2.0)
    best = len(setting.lines)
    deltas = [delta for delta, _ in setting.ways]
    assert deltas[0] == 0
    assert set(deltas) & {-1, 1}
    for (delta, lines), cost in zip(setting.ways, setting.costs, strict=True):
        assert len(lines) == best + delta
        assert cost >= 0.0
        assert all(line.justified for line in lines[:-1])


def test_ragged_lines_take_what_they_can(shape: Shape) -> None:
    """START, CENTER and END set lines at their natural width."""
    text = "甲乙丙丁戊己庚辛壬癸。"
    for align, indent in ((Align.START, 0.0), (Align.CENTER, 0.75), (Align.END, 1.5)):
        rules = replace(NEWSPAPER, align=align)
        setting = set_paragraph(shape(text, rules), measure_em=6, rules=rules)
        assert [line.text for line in setting.lines] == ["甲乙丙丁戊己", "庚辛壬癸。"]
        assert setting.lines[1].indent_em == pytest.approx(indent)


def test_fill_draws_the_last_line_out(shape: Shape) -> None:
    """均排: equal white between all characters."""
    line = fill_line(shape("编辑张三"), 8.0, NEWSPAPER)
    assert line.advances_em == pytest.approx((1 + 4 / 3, 1 + 4 / 3, 1 + 4 / 3, 1.0))
    assert line.justified


def test_one_line_of_natural_width(shape: Shape) -> None:
    """Headlines: marks side by side compressed, edges trimmed, gaps put in."""
    line = set_line(shape("“中国A计划”（试行）。"), NEWSPAPER, kind=LineKind.SUBHEAD)
    assert line.text == "“中国A计划”（试行）。"
    assert line.shifts_em[0] == SHY_EM - 0.5
    assert line.advances_em[-1] == 0.5
    assert line.kind is LineKind.SUBHEAD


def test_lines_with_given_breaks(shape: Shape) -> None:
    """Each part is trimmed as a line of its own."""
    first, second = set_lines(shape("上海，“北京”"), [3], NEWSPAPER)
    assert (first.text, second.text) == ("上海，", "“北京”")
    assert first.advances_em[-1] == 0.5
    assert second.shifts_em[0] == SHY_EM - 0.5
    assert (first.first, first.last, second.first, second.last) == (True, False, False, True)


def test_a_stop_may_hang(shape: Shape) -> None:
    """Hanging marks are left out of the measure."""
    rules = replace(NEWSPAPER, hanging=Hanging.CLREQ_END)
    setting = set_paragraph(shape("甲乙丙丁戊己庚，辛壬癸。", rules), measure_em=7, rules=rules)
    first = setting.lines[0]
    assert (first.text, first.hang_end) == ("甲乙丙丁戊己庚，", 1)
    assert sum(first.advances_em[:-1]) == pytest.approx(7.0)


def test_no_text_no_lines() -> None:
    """An empty paragraph has one way without lines."""
    setting = set_paragraph((), measure_em=13, rules=NEWSPAPER)
    assert setting.lines == ()


def test_a_narrow_dot_at_a_line_end_keeps_no_air_after_it(shape: Shape) -> None:
    """What widened its glyph to its cell does not count at the edge."""
    dot = shape("甲·乙", NEWSPAPER)[1]
    narrow = replace(dot.glyphs[0], advance_em=dot.advance_em, x_em=0.1)
    clusters = (*shape("甲", NEWSPAPER), replace(dot, glyphs=(narrow,), blank_after_em=0.0))
    whole = set_line((*clusters, *shape("乙", NEWSPAPER)), NEWSPAPER)
    line = set_line(clusters, NEWSPAPER)
    assert whole.width_em - 1.0 - line.width_em == pytest.approx(0.1)
