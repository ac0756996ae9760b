"""Another reader of the same Markdown, written apart from this one, finds the same."""

import random
from pathlib import Path

import pytest

from layout.content.findings import Findings
from layout.content.markdown import read_body
from layout.content.source import decode_source

READER = Path(__file__).resolve().parents[3] / "shared" / "judge" / "judge_reading.py"

pytestmark = pytest.mark.skipif(not READER.is_file(), reason="the independent reader is not here")

KINDS = {"paragraph": "text", "subhead": "head"}


@pytest.fixture(scope="module")
def other():
    """The other reader's functions for characters and content."""
    text = READER.read_text(encoding="utf-8")
    characters = text[text.index("# Marks as escapes") : text.index("# ---", 900)]
    content = text[text.index("@dataclass(frozen=True)\nclass Paragraph") :]
    names = {"__name__": "other"}
    header = "import re, unicodedata\nfrom dataclasses import dataclass, field\n"
    header += "from pathlib import Path\n"
    import sys
    import types

    module = types.ModuleType("other")
    sys.modules["other"] = module
    exec(header + characters + content, names)  # noqa: S102 (that reader is no package)
    module.__dict__.update(names)
    yield module
    del sys.modules["other"]


def ours(text, other, *, is_poem):
    """Kind and folded text of every block; rows of a table one by one, notes sorted."""
    findings = Findings()
    source = decode_source(text.encode(), "a.md", findings)
    made = []
    for block in read_body(source, findings, is_poem=is_poem):
        if block.rows:
            rows = ("".join(run.text for cell in row for run in cell) for row in block.rows)
            made += [("table", other.fold(row)) for row in rows]
        else:
            text = "".join(run.text for run in block.inlines if not run.note)
            made.append((KINDS.get(block.kind, str(block.kind)), other.fold(text)))
    assert findings.errors == ()
    return _sorted(made)


def _sorted(blocks):
    """Notes first; the line before a hard break counts as text there and as verse here."""
    plain = [("text" if kind == "verse" else kind, text) for kind, text in blocks]
    notes = sorted(block for block in plain if block[0] == "note")
    return notes + [block for block in plain if block[0] != "note"]


PARTS = [
    "甲乙丙，丁。",
    "“甲”乙",
    "**据悉：**今年",
    "前*强调*后",
    "word word",
    "3.5%的人",
    "[链接](https://a.cn)后",
    "\\*号",
    "`码`后",
    "正文[^1]",
    "——甲……",
]
STARTS = ["", "", "", "　　", "    ", "## ", "### ", "> ", "- ", "* ", "1. ", "12) ", "2021. "]
ENDS = ["\n", "\n\n", "\n\n", "\n\n", "  \n", "\\\n", "\n---\n"]


@pytest.mark.parametrize("is_poem", [False, True])
@pytest.mark.parametrize("seed", range(40))
def test_both_read_the_same(other, seed, is_poem):
    """Paragraphs, heads, items, quotations, tables, notes and verse of mixed bodies."""
    choose = random.Random(seed).choice
    text = ""
    for _ in range(30):
        start, end = choose(STARTS), choose(ENDS)
        is_plain = start in {"", "　　", "    ", "2021. "}
        text += start + choose(PARTS) + choose(PARTS) + (end if is_plain else "\n\n")
    text += "\n\n| 甲 | 乙 |\n|---|---|\n| 丙 | **丁** |\n\n[^1]: 注文\n"
    text = text if "[^1]" in text.split("[^1]: ")[0] else "正文[^1]\n\n" + text
    kind = _sorted([(p.kind, p.text) for p in other.paragraphs_of(text, is_poem)])
    assert ours(text, other, is_poem=is_poem) == kind
