"""Remarks on slips that are set as they stand."""

import pytest

from layout.content.model import EditionHead
from layout.content.validate import warnings_of
from layout.diagnostics import Language, Severity


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        ('他说"好"。', '4:3: straight quotation mark " in Chinese text (2 places)'),
        ("第一,第二。", "4:3: half-width mark , between Han characters"),
        ("好吗?好的!", "4:3: half-width mark ? between Han characters (2 places)"),
        ("完了.", "4:3: half-width mark . between Han characters"),
        ("前言(上)后记", "4:3: half-width mark ( between Han characters (2 places)"),
        ("甲。。乙", "4:2: doubled punctuation 。。"),
        ("甲，，乙，。", "4:2: doubled punctuation ，， (2 places)"),
        ("甲！！！！", "4:2: doubled punctuation ！！！！"),
        ("甲--乙", "4:2: -- in the place of a dash"),
        ("甲—乙", "4:2: — in the place of a dash"),
        ("甲...", "4:2: ... in the place of an ellipsis"),
        ("甲。。。", "4:2: 。。。 in the place of an ellipsis"),
        ("甲…", "4:2: … in the place of an ellipsis"),
        ("甲\u200b乙", "4:2: a character that cannot be seen"),
        ("甲\ue123乙", "4:2: “\ue123” is a private character of some system"),
        ("甲 乙", "4:2: a space between Han characters"),
        ("##小标题\n\n正文", "4:1: “##” without a space is no subhead"),
        ("甲&nbsp;乙", "4:2: “&nbsp;” is set as it stands"),
        ("甲<!-- 注 -->乙", "4:2: the comment is not set"),
        ("甲\n\n---\n\n乙", "6:1: the line between paragraphs is not set"),
        (
            "　　甲\n　　乙",
            "5:1: an indent starts no paragraph; this line is joined to the one above",
        ),
        ("> 甲\n>\n> 乙,丙", "6:4: half-width mark , between Han characters"),
    ],
)
def test_slips(remarks, text, remark):
    """One remark for each sort, at its first place."""
    assert remarks(text) == [f"e/01/lead.md:{remark}"]


@pytest.mark.parametrize(
    "text",
    [
        "“好，”他说；‘行’……甲——乙（丙）？！",
        '用 don\'t 和 "OK, yes" 都可以',
        "在 10:30、3,000 元、1.5 倍、A.B 与 a--b",
        "- 甲\n- 乙\n1. 丙\n2) 丁",
        "|甲|乙|\n|--|--|\n|丙|丁|",
        "[甲](https://a.cn/b--c,d?e)乙`a,b`丙<https://a.cn/甲,乙>",
        r"甲\"乙\,丙",
        "正文[^1]\n\n[^1]: 注文",
        "甲**乙**，丙",
        "## 小标题\n　　正文",
        "甲。！",
        "一、二、三……",
    ],
)
def test_what_is_right_is_not_remarked(remarks, text):
    """Western text, addresses, figures and the signs of Markdown are left alone."""
    assert remarks(text) == []


def test_the_head_is_read_too(remarks):
    """The place is that of the field; spaces in headlines are meant."""
    assert remarks("正文", head='headline: 甲 乙,丙\ndeck: "--副题"') == [
        "e/01/lead.md:2:1: half-width mark , between Han characters",
        "e/01/lead.md:3:1: -- in the place of a dash",
    ]


def test_lines_of_a_poem_may_be_indented(remarks):
    """In a poem every line stands alone."""
    assert remarks("　　甲\n　　乙", head="kind: poem") == []


def test_files_that_are_not_read(load):
    """Copy in the wrong place or form is told."""
    edition = load(
        {
            "notes.md": "x",
            "drafts/a.md": "x",
            "01/b.docx": b"x",
            "01/C.MD": "x",
            ".hidden/d.md": "x",
            "README.txt": "x",
        }
    )
    assert [remark.text(Language.EN).split("\n")[0] for remark in warnings_of(edition)] == [
        "e/01/C.MD: this file is not part of the edition",
        "e/01/b.docx: this file is not part of the edition",
        "e/drafts/a.md: this file is not part of the edition",
        "e/notes.md: this file is not part of the edition",
    ]


def test_nothing_is_changed_and_nothing_is_an_error(load):
    """The copy is set as typed; remarks are warnings or notes, in both languages."""
    text = '---\nheadline: 题\n---\n他说"好",完了...  甲 乙\n'
    edition = load({"01/lead.md": text})
    assert edition.articles[0].body[0].text == '他说"好",完了...  甲 乙'
    assert {remark.severity for remark in edition.remarks} == {Severity.WARNING, Severity.NOTE}
    assert edition.remarks[0].text(Language.ZH) == (
        'e/01/lead.md:4:3: 中文里用了直引号 "（本稿共 2 处）\n  提示: 改用“ ”或‘ ’'
    )
    assert isinstance(edition.head, EditionHead)
