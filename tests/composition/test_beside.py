"""Marks beside a line change no line; readings keep their words whole; tight leading is told."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.composition.beside import crowded_lines
from layout.composition.nominal import NominalFace
from layout.composition.paragraph import set_paragraph
from layout.composition.rules import NEWSPAPER, TAIWAN, Hyphenation, WritingMode
from layout.content.findings import Findings
from layout.content.markdown import read_body
from layout.content.model import Article, ArticleHead, Edition, EditionHead
from layout.content.source import decode_source
from layout.project import data_folder
from layout.shaping.model import FaceKey, Role
from layout.shaping.shape import Shaper, TextRun
from layout.sidemarks import Beside, SideLine
from layout.style.model import Style

SHAPER = Shaper(lambda key: NominalFace(key=key))
SONG = FaceKey(role=Role.SONG)
VERTICAL = replace(TAIWAN, writing_mode=WritingMode.VERTICAL)
TEXT = st.text(
    alphabet=st.sampled_from("国家发展改革" * 6 + "，。；“”《》—…·abcdefg12% "),
    min_size=1,
    max_size=90,
)
MARKS = st.sampled_from(
    [None, Beside(dotted=True)] + [Beside(line=line, number=n) for line in SideLine for n in (1, 2)]
)
RULES = st.sampled_from([NEWSPAPER, TAIWAN, VERTICAL])
fast = settings(max_examples=80, deadline=None, derandomize=True)


def runs_of(text, cuts, values):
    """The text in runs between some places."""
    bounds = [0, *sorted({cut % len(text) for cut in cuts} - {0}), len(text)]
    pieces = [text[a:b] for a, b in pairwise(bounds)]
    return [
        TextRun(text=piece, face=SONG, **values[k % len(values)]) for k, piece in enumerate(pieces)
    ]


@fast
@given(TEXT, st.lists(st.integers(0, 89), max_size=8), st.lists(MARKS, min_size=1), RULES)
def test_marks_change_no_line(text, cuts, marks, rules):
    """Lines, widths and shifts are those of the same text without marks, words kept whole."""
    rules = replace(rules, hyphenation=Hyphenation.NONE)
    plain = SHAPER.clusters([TextRun(text=text, face=SONG)], rules)
    values = [{"beside": mark} for mark in marks]
    marked = SHAPER.clusters(runs_of(text, cuts, values), rules)
    ways = [
        [
            (line.text, round(line.width_em, 9), sum(line.shifts_em), line.indent_em)
            for _, lines in set_paragraph(clusters, measure_em=9.0, rules=rules).ways
            for line in lines
        ]
        for clusters in (plain, marked)
    ]
    assert ways[0] == ways[1]


@fast
@given(TEXT, st.lists(st.integers(0, 89), min_size=1, max_size=8), RULES)
def test_readings_lose_no_character_and_part_no_word(text, cuts, rules):
    """Every offset of a cluster is that of its text; a word with a reading is one cluster."""
    runs = runs_of(text, cuts, [{}, {"reading": "dú yīn"}, {"reading": "ㄉㄨˊ"}])
    clusters = SHAPER.clusters(runs, rules)
    assert "".join(cluster.text for cluster in clusters) == text
    words = [run.text for run in runs if run.reading]
    assert [cluster.text for cluster in clusters if cluster.base] == words
    setting = set_paragraph(clusters, measure_em=9.0, rules=rules)
    kept = [c for line in setting.lines for c in line.clusters if c.base]
    assert [cluster.text for cluster in kept] == words
    for line in setting.lines:
        assert not line.justified or line.indent_em + sum(
            line.advances_em[line.hang_start : len(line.clusters) - line.hang_end]
        ) == pytest.approx(9.0, abs=1e-6)


def style_with(leading_pt):
    path = data_folder("templates") / "broadsheet" / "style.yaml"
    values = yaml.safe_load(path.read_text("utf-8"))
    values["grid"]["leading_pt"] = leading_pt
    return Style.model_validate(values)


def edition_of(text):
    findings = Findings()
    body = read_body(decode_source(text.encode(), "01/a.md", findings), findings)
    assert findings.errors == ()
    head = EditionHead(
        paper={"name": "报", "slug": "bao"}, date="2026-01-01", pages=({"number": 1},)
    )
    article = Article(
        id="a", source="01/a.md", sha256="", page=1, rank=1, head=ArticleHead(), body=body
    )
    return Edition(folder=Path(), head=head, articles=(article,))


READING = "读作<ruby>北京<rt>Běijīng</rt></ruby>。"
DOTS = "着重<em>此处</em>。"


@pytest.mark.parametrize(
    ("copy", "leading_pt", "lines"),
    [
        (READING, 12.0, []),
        (READING, 11.0, [1]),
        (f"{DOTS}\n\n{READING}", 12.0, [3]),
        (f"{READING}\n\n{DOTS}", 12.0, []),
        (f"{DOTS}\n\n{READING}", 15.0, []),
        ("读作<ruby>國<rt>ㄍㄨㄛˊ</rt></ruby>。", 10.0, []),
        (DOTS, 10.0, []),
    ],
)
def test_tight_leading_is_told_where_readings_meet_the_line_above(copy, leading_pt, lines):
    """9 pt type: readings alone fit 12 pt; below a line with dots they do not."""
    found = crowded_lines(edition_of(copy), style_with(leading_pt))
    assert [finding.code for finding in found] == ["MARK_LEADING"] * len(lines)
    assert [finding.span.line for finding in found] == lines
