"""Cleaning as a step of a build: what is repaired, what is only told, nothing in silence."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from layout.cleaning import clean_edition
from layout.cleaning.repair import _FINDERS, _SUSPECT, repair
from layout.content import load_edition
from layout.content.repairs import CleaningRule

COPY = """正文，⼀月〜二月。

他说"**好**"，ＡＢ。

3~5天,完。
"""


@pytest.fixture
def edition(tmp_path):
    """An edition of one article, read."""

    def read(copy=COPY, *, paper="", article="", head="headline: 题"):
        (tmp_path / "01").mkdir(exist_ok=True)
        (tmp_path / "edition.yaml").write_text(
            f"paper:\n  name: 报\n  slug: bao\n{paper}\ndate: 2026-01-01\npages:\n- number: 1\n",
            "utf-8",
        )
        (tmp_path / "01" / "a.md").write_text(f"---\n{head}\n{article}\n---\n{copy}", "utf-8")
        return load_edition(tmp_path)

    return read


def texts(edition):
    return [block.text for block in edition.articles[0].body]


def told(edition, code):
    """Rule by its words, count and lines of every finding of a code, in English."""
    found = [r.message.en for r in edition.remarks if r.code == code]
    return [text.partition(": ")[2].partition(": ")[0] for text in found]


def test_copy_is_set_as_it_stands_unless_the_paper_says_otherwise(edition):
    """The rules are told, with counts and lines; what a remark says already is not repeated."""
    before = edition()
    after = clean_edition(before)
    assert after.articles == before.articles
    assert told(after, "CLEANED") == []
    assert told(after, "CLEANABLE") == [
        "radicals and compatibility forms made plain Han, 1 × (line 5)",
        "tildes made ～, 2 × (lines 5, 9)",
        "full-width letters and digits made ASCII, 2 × (line 7)",
    ]
    assert {"STRAIGHT_QUOTES", "HALF_WIDTH_MARK"} <= {r.code for r in after.remarks}


def test_every_rule_of_a_paper_that_wants_it(edition):
    """The copy is repaired; every rule tells its count and lines; no remark is left behind."""
    after = clean_edition(edition(paper="  cleaning: on"))
    assert texts(after) == ["正文，一月～二月。", "他说“好”，AB。", "3～5天，完。"]
    assert told(after, "CLEANABLE") == []
    assert told(after, "CLEANED") == [
        "radicals and compatibility forms made plain Han, 1 × (line 5)",
        "tildes made ～, 2 × (lines 5, 9)",
        "full-width letters and digits made ASCII, 2 × (line 7)",
        "straight quotation marks made pairs, 2 × (line 7)",
        "half-width marks made full-width, 1 × (line 9)",
    ]
    assert {r.code for r in after.remarks} == {"CLEANED"}


def test_dress_stays_where_it_was(edition):
    """Rules look at the whole paragraph; runs keep their faces."""
    after = clean_edition(edition(paper="  cleaning: {quotes: on}"))
    runs = after.articles[0].body[1].inlines
    assert [(run.text, run.strong) for run in runs] == [
        ("他说“", False),
        ("好", True),
        ("”，ＡＢ。", False),
    ]


@pytest.mark.parametrize("rule", list(CleaningRule))
def test_each_rule_can_be_switched_off_and_on(edition, rule):
    """Off says nothing of it, on repairs it alone."""
    copy = '&amp;春\u00ad\u00a0⼀\ue000２~〇...--"好",　主　　旨：甲  乙 丙，a 甲。 第一条 为\n'
    off = clean_edition(edition(copy, paper=f"  cleaning: {{{rule}: off}}"))
    on = clean_edition(edition(copy, paper=f"  cleaning: {{all: off, {rule}: on}}"))
    want = repair((edition(copy).articles[0].body[0].text,), {rule})
    assert texts(on) == [want.text]
    assert len(told(on, "CLEANED")) == len(want.repairs)
    messages = {r.message.en for r in off.remarks if r.code.startswith("CLEAN")}
    assert not any(one.message.en in text for one in want.repairs for text in messages)


def test_an_article_may_differ_from_its_paper(edition):
    """Its own word goes before the paper's, a rule's before that for all."""
    after = clean_edition(
        edition(paper="  cleaning: {all: on, quotes: off}", article="cleaning: {tildes: off}")
    )
    assert texts(after) == ["正文，一月〜二月。", '他说"好"，AB。', "3~5天，完。"]
    after = clean_edition(edition(paper="  cleaning: on", article="cleaning: off"))
    assert texts(after) == texts(edition())
    assert told(after, "CLEANABLE") == []


def test_heads_captions_and_tables_are_copy_too(edition):
    """A headline keeps the spaces that part its members."""
    head = "headline: |\n  春耕 １号\n  第２行\nbyline: [记者~甲]\ndeck: ⼀年"
    table = "| 甲 | ⼄ |\n|---|---|\n| 1~2 | 丙 丁 |\n"
    (article,) = clean_edition(edition(table, paper="  cleaning: on", head=head)).articles
    assert article.head.headline.strip() == "春耕 1号\n第2行"
    assert article.head.deck == "一年"
    assert article.body[0].text == "甲\t乙\n1～2\t丙 丁"


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(
        st.text(st.sampled_from("国家一〜~,.\"'⼀ \u3000Ａ1（)…-“”&;"), max_size=6), max_size=8
    )
)
def test_pieces_are_repaired_as_their_whole(pieces):
    """Cutting a paragraph into runs changes nothing of its text."""
    whole = repair(("".join(pieces),))
    parts = repair(pieces)
    assert parts.text == whole.text
    assert len(parts.pieces) == len(pieces)
    assert [(r.rule, r.count) for r in parts.repairs] == [(r.rule, r.count) for r in whole.repairs]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(st.sampled_from("国家一二，。：、；“”《》（）—…·％‘’「」1aA〇"), max_size=12))
def test_no_rule_finds_a_thing_in_what_looks_clean(text):
    """The look that spares most paragraphs the rules misses nothing."""
    edits = [edit for find in _FINDERS.values() for edit in find(text)]
    changed = [edit for edit in edits if text[edit.start : edit.end] != edit.new]
    assert _SUSPECT.search(text) or not changed


def test_clean_copy_costs_no_word(edition):
    """Nothing to repair, nothing to tell; the articles are the same values."""
    before = edition("正文，一月至二月。\n", paper="  cleaning: on")
    after = clean_edition(before)
    assert replace(after, remarks=()) == replace(before, remarks=())
    assert after.remarks == before.remarks == ()
    assert isinstance(after.folder, Path)
