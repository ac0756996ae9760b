"""Markdown bodies become blocks, every character in its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.content.findings import Findings
from layout.content.markdown import read_body
from layout.content.model import BlockKind, Inline
from layout.content.source import decode_source


def parse(text, *, is_poem=False):
    """The blocks of a body without problems."""
    findings = Findings()
    source = decode_source(text.encode(), "a.md", findings)
    blocks = read_body(source, findings, is_poem=is_poem)
    assert findings.errors == ()
    return blocks


def told(text, *, is_poem=False):
    """Kind, marker and text of every block."""
    return [(b.kind.value, b.marker, b.text) for b in parse(text, is_poem=is_poem)]


def places(text):
    """Line and column of every block."""
    return [(b.span.line, b.span.column) for b in parse(text)]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("甲\n乙", "甲乙"),
        ("word\nword", "word word"),
        ("甲\nword", "甲word"),
        ("word\n甲", "word甲"),
        ("甲，\n“乙”\n丙", "甲，“乙”丙"),
        ("甲 \n乙", "甲乙"),
        ("甲\n　　乙", "甲乙"),
        ("**word**\nword", "word word"),
        ("한국\n사람", "한국 사람"),
        ("3.5\n%", "3.5 %"),
    ],
)
def test_line_ends_of_the_source(source, text):
    """Between Han they vanish, between Western words they are spaces."""
    assert told(source) == [("paragraph", "", text)]


def test_every_sort_of_block():
    """Paragraph, subhead, quotation, items, table, footnote: in order, notes last."""
    source = (
        "段落[^a]。\n\n## 小标题\n> 引文\n\n- 甲\n* 乙\n1. 丙\n2) 丁\n\n"
        "[^a]: 注文\n\n| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |\n"
    )
    assert told(source) == [
        ("paragraph", "", "段落①。"),
        ("subhead", "", "小标题"),
        ("quote", "", "引文"),
        ("item", "●", "甲"),
        ("item", "●", "乙"),
        ("item", "1.", "丙"),
        ("item", "2)", "丁"),
        ("table", "", "甲\t乙\n丙\t丁"),
        ("note", "①", "注文"),
    ]


def test_places_are_those_of_the_text():
    """Lines count from the top of the file, columns point behind indents and marks."""
    source = "　　甲\n\n### 乙 ###\n\n> 丙\n\n  - 丁\n10. 戊\n\n[^a]: 己\n\n庚[^a]  \n 辛\n"
    assert places(source) == [
        (1, 3),
        (3, 5),
        (5, 3),
        (7, 5),
        (8, 5),
        (12, 1),
        (13, 2),
        (10, 7),
    ]


def test_dress_of_runs():
    """Bold, emphasis, both, links and footnote marks are runs of their own."""
    (paragraph, note) = parse("甲**乙***丙*[丁**戊**](https://a.cn/b)[^1]\n\n[^1]: 己")
    assert paragraph.inlines == (
        Inline(text="甲"),
        Inline(text="乙", strong=True),
        Inline(text="丙", emphasis=True),
        Inline(text="丁", link="https://a.cn/b"),
        Inline(text="戊", strong=True, link="https://a.cn/b"),
        Inline(text="①", note="1"),
    )
    assert note.inlines == (Inline(text="己"),)


@pytest.mark.parametrize(
    ("source", "strong"),
    [
        ("**据悉：**今年", "据悉："),
        ("他说**“好。”**后文", "“好。”"),
        ("前文**（重点）**后文", "（重点）"),
        ("前文 ** 重点 ** 后文", " 重点 "),
        ("__重点__后文", "重点"),
        ("一行**跨\n行**完", "跨行"),
    ],
)
def test_bold_beside_chinese_marks(source, strong):
    """Marks inside do not keep bold from closing, as they would in CommonMark."""
    (paragraph,) = parse(source)
    assert [run.text for run in paragraph.inlines if run.strong] == [strong]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"1\. 甲", "1. 甲"),
        (r"\*甲\*\_乙\_", "*甲*_乙_"),
        (r"\# 甲", "# 甲"),
        (r"C:\目录\n", r"C:\目录\n"),
        ("2021. 春天", "2021. 春天"),
        ("file_name_x", "file_name_x"),
        ("5 * 3 * 2", "5 * 3 * 2"),
        ("&amp;&nbsp;", "&amp;&nbsp;"),
        ("[注]: 说明", "[注]: 说明"),
        ("    缩进四格", "缩进四格"),
        ("\t缩进", "缩进"),
        ("1.甲", "1.甲"),
        ("-甲", "-甲"),
        ("12)", "12)"),
        ("`代码`", "代码"),
        ("甲！[乙]", "甲！[乙]"),
        ("a < b > c", "a < b > c"),
        ("甲\\", "甲"),
        ("甲 <!-- 注\n释 --> 乙", "甲乙"),
        ("甲<!-- 注 -->乙", "甲乙"),
        ("甲<!-- 注 -->\n乙", "甲乙"),
        ("<!-- 注 -->甲", "甲"),
    ],
)
def test_what_only_looks_like_markup_is_text(source, text):
    """Signs that mean nothing here are set as they stand."""
    assert told(source) == [("paragraph", "", text)]


def test_a_comment_parts_paragraphs_when_it_has_a_line_of_its_own():
    """A comment is not set; its lines are empty lines."""
    assert told("甲\n<!-- 注 -->\n乙") == [("paragraph", "", "甲"), ("paragraph", "", "乙")]


@pytest.mark.parametrize("line", ["---", "***", "* * *", "____", "====="])
def test_separators_end_paragraphs_and_are_not_set(line):
    """A row of dashes under a text makes no heading of it."""
    assert told(f"甲\n{line}\n乙") == [("paragraph", "", "甲"), ("paragraph", "", "乙")]


def test_a_numbered_item_may_follow_a_paragraph():
    """Without an empty line, and with any number."""
    assert told("甲：\n3. 乙\n4. 丙") == [
        ("paragraph", "", "甲："),
        ("item", "3.", "乙"),
        ("item", "4.", "丙"),
    ]


def test_a_year_after_a_list_is_no_item():
    """Nor is a marker that nothing follows."""
    assert told("1. 甲\n\n2021. 乙\n\n- 丙\n\n-\n\n- 丁") == [
        ("item", "1.", "甲"),
        ("paragraph", "", "2021. 乙"),
        ("item", "●", "丙"),
        ("paragraph", "", "-"),
        ("item", "●", "丁"),
    ]


def test_lists_inside_lists():
    """Items keep their order; a second paragraph of an item is a paragraph."""
    assert told("- 甲\n  1. 乙\n\n  丙\n- 丁\n续") == [
        ("item", "●", "甲"),
        ("item", "1.", "乙"),
        ("paragraph", "", "丙"),
        ("item", "●", "丁续"),
    ]


def test_a_list_in_a_quotation_is_quoted():
    """The quotation decides the kind, the marker stays."""
    assert told("> 甲\n>\n> - 乙") == [("quote", "", "甲"), ("quote", "●", "乙")]


def test_wide_spaces_after_marks_are_spaces():
    """U+3000 after the mark of a heading, an item or a quotation."""
    assert told("##　甲\n\n-　乙\n\n>　丙\n\n　　1.　丁") == [
        ("subhead", "", "甲"),
        ("item", "●", "乙"),
        ("quote", "", "丙"),
        ("item", "1.", "丁"),
    ]


@pytest.mark.parametrize("ending", ["  ", "\\", "     "])
def test_hard_line_breaks_make_verse(ending):
    """After the first hard break every line of the paragraph stands alone."""
    blocks = parse(
        f"床前明月光，{ending}\n疑是地上霜。\n举头望明月，{ending}\n低头思故乡。\n\n散文"
    )
    assert [(b.kind, b.text, b.stanza) for b in blocks] == [
        (BlockKind.VERSE, "床前明月光，", 1),
        (BlockKind.VERSE, "疑是地上霜。", 1),
        (BlockKind.VERSE, "举头望明月，", 1),
        (BlockKind.VERSE, "低头思故乡。", 1),
        (BlockKind.PARAGRAPH, "散文", 0),
    ]


def test_in_a_poem_every_line_is_verse():
    """Empty lines part stanzas; subheads and notes stay what they are."""
    blocks = parse("甲\n乙\n\n丙[^1]\n## 丁\n戊\n\n[^1]: 己", is_poem=True)
    assert [(b.kind.value, b.text, b.stanza) for b in blocks] == [
        ("verse", "甲", 1),
        ("verse", "乙", 1),
        ("verse", "丙①", 2),
        ("subhead", "丁", 0),
        ("verse", "戊", 3),
        ("note", "己", 0),
    ]


def test_the_kind_of_an_article_makes_verse(body):
    """``kind: poem`` reaches the body."""
    assert [b.kind for b in body("甲\n乙\n", kind="poem")] == [BlockKind.VERSE, BlockKind.VERSE]


def test_a_break_in_an_item_makes_verse_of_the_rest():
    """The item is its first line."""
    assert told("- 甲  \n乙") == [("item", "●", "甲"), ("verse", "", "乙")]


def test_tables():
    """Cells may hold dress and escaped bars; a missing last bar is no matter."""
    (table,) = parse(
        "| 甲 | **乙** |\n|:--|--:|\n| 丙\\|丁 |\n| | 戊\n后文".replace("丁 |", "丁 | x |")
    )[:1]
    assert table.rows == (
        ((Inline(text="甲"),), (Inline(text="乙", strong=True),)),
        ((Inline(text="丙|丁"),), (Inline(text="x"),)),
        ((), (Inline(text="戊"),)),
    )
    assert table.text == "甲\t乙\n丙|丁\tx\n\t戊"


def test_text_after_a_table_is_no_row():
    """A table is the lines that start with a bar."""
    assert told("| 甲 |\n|---|\n| 乙 |\n后文") == [
        ("table", "", "甲\n乙"),
        ("paragraph", "", "后文"),
    ]


def test_notes_are_numbered_by_their_marks():
    """In the order of the text, whatever the order and labels of the notes; repeats share."""
    blocks = parse("甲[^z]乙[^a]丙[^z]\n\n[^a]: 注甲\n续\n[^z]: 注乙")
    assert [(b.marker, b.text) for b in blocks] == [
        ("", "甲①乙②丙①"),
        ("①", "注乙"),
        ("②", "注甲续"),
    ]


@pytest.mark.parametrize(
    ("number", "mark"), [(20, "⑳"), (21, "㉑"), (35, "㉟"), (36, "㊱"), (50, "㊿")]
)
def test_circled_numbers(number, mark):
    """Three ranges of Unicode, one row of numbers."""
    marks = "".join(f"字[^{n}]" for n in range(1, number + 1))
    notes = "\n".join(f"[^{n}]: 注" for n in range(1, number + 1))
    assert parse(f"{marks}\n\n{notes}")[-1].marker == mark


@pytest.mark.parametrize("address", ["http://a.cn", "https://a.cn/?q=1#b", "mailto:a@b.cn"])
def test_links_keep_their_address(address):
    """Web and mail addresses, in brackets or bare."""
    (paragraph,) = parse(f"[甲]({address})乙")
    assert paragraph.inlines == (Inline(text="甲", link=address), Inline(text="乙"))
    (paragraph,) = parse(f"<{address}>")
    assert [run.link for run in paragraph.inlines] == [address]


WORDS = st.text(alphabet="甲乙丙，。“”（）abc12", min_size=1, max_size=12)
BLOCKS = st.tuples(
    st.sampled_from(["", "## ", "> ", "- ", "1. ", "　　", "    "]),
    WORDS,
    st.sampled_from(["", "**", "*"]),
    WORDS,
)


@settings(max_examples=60, deadline=None)
@given(st.lists(BLOCKS, max_size=8))
def test_no_character_is_lost(blocks):
    """What is typed is set, in order, less white space and the signs of Markdown."""
    source = "\n\n".join(f"{lead}{one}{dress}{two}{dress}" for lead, one, dress, two in blocks)
    typed = "".join(one + two for _, one, _, two in blocks)
    assert "".join(block.text for block in parse(source)) == typed
    assert [b.span.line for b in parse(source)] == [2 * n + 1 for n in range(len(blocks))]
