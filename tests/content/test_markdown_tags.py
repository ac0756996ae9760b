"""The tags that mark text: what they make of it, and what is told of wrong ones."""

import pytest

from layout.content.findings import Findings
from layout.content.markdown import read_body
from layout.content.model import Inline
from layout.content.source import decode_source
from layout.sidemarks import Beside, Level, SideLine


def read(text):
    findings = Findings()
    blocks = read_body(decode_source(text.encode(), "a.md", findings), findings)
    return blocks, findings.errors


def runs(text):
    (block, *_), errors = read(text)
    assert errors == ()
    return block.inlines


def name(number, line=SideLine.NAME, *, dotted=False):
    return Beside(line=line, number=number, dotted=dotted)


def test_names_that_follow_one_another_are_two():
    """Each name and each title has a number of its own."""
    assert runs("<u>屈原</u><u>宋玉</u>作<cite>离骚</cite>") == (
        Inline(text="屈原", beside=name(1)),
        Inline(text="宋玉", beside=name(2)),
        Inline(text="作"),
        Inline(text="离骚", beside=name(3, SideLine.BOOK)),
    )


def test_marks_and_faces_go_together():
    """Bold, dots and a line on one text."""
    assert runs("<em>**要<u>紧</u>**</em>的") == (
        Inline(text="要", strong=True, beside=Beside(dotted=True)),
        Inline(text="紧", strong=True, beside=name(1, dotted=True)),
        Inline(text="的"),
    )


def test_raised_and_lowered_text():
    """m² and H₂O."""
    assert [(run.text, run.level) for run in runs("m<sup>2</sup>与H<sub>2</sub>O")] == [
        ("m", Level.BASE),
        ("2", Level.SUPER),
        ("与H", Level.BASE),
        ("2", Level.SUB),
        ("O", Level.BASE),
    ]


def test_readings_character_by_character_and_over_a_word():
    """What a browser shows in brackets (``<rp>``) is not set; other text of a ruby is."""
    text = "去<ruby>北<rp>（</rp><rt>běi</rt><rp>）</rp>京<rt> jīng </rt>市</ruby>。"
    assert [(run.text, run.reading) for run in runs(text)] == [
        ("去", ""),
        ("北", "běi"),
        ("京", "jīng"),
        ("市。", ""),
    ]
    assert [r.reading for r in runs("<RUBY>北京<RT>Běi\njīng</RT></RUBY>")] == ["Běijīng"]


def test_a_paragraph_may_start_and_end_with_a_tag():
    """The text is that of the copy without tags."""
    (block,), errors = read("<u>屈原</u>投\n江，<em>时人\n惜之</em>")
    assert errors == ()
    assert block.text == "屈原投江，时人惜之"


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("甲<u>乙", 2, "the tag <u> is not closed in its paragraph"),
        ("甲</u>乙", 2, "</u> does not match the tag before it"),
        ("<em>甲<u>乙</em>丙</u>", 10, "</em> does not match the tag before it"),
        ("<u>甲<cite>乙</cite></u>", 5, "<cite> stands inside a tag of its kind"),
        ("甲<rt>jiǎ</rt>", 2, "<rt> stands in the wrong place"),
        ("<ruby>甲<u>乙</u></ruby>", 8, "<u> stands in the wrong place"),
        ("<ruby><rt>jiǎ</rt></ruby>", 14, "a reading without a word, or a word without a reading"),
        ("<ruby>甲<rt> </rt></ruby>", 13, "a reading without a word, or a word without a reading"),
    ],
)
def test_wrong_tags_are_told_at_their_places(text, column, said):
    """Every one has a place and a hint; nothing is set on a guess."""
    _, errors = read(text)
    told = {error.message.en: error for error in errors if error.code == "MARK_TAG"}
    assert said in told
    assert (told[said].span.line, told[said].span.column) == (1, column)
    assert told[said].hint is not None


@pytest.mark.parametrize("text", ["甲<b>乙</b>", '甲<u class="a">乙</u>', "甲<ruby lang=zh>乙"])
def test_other_html_stays_an_error(text):
    """Only bare tags mark text."""
    _, errors = read(text)
    assert "RAW_HTML" in {error.code for error in errors}
