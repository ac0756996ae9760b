"""The lines of the article on a saved 数字报 page -> head and body.

read_article
├─ _body_start       where the body begins
├─ _head             引题, 主题, 副题, 署名 out of the lines before it
└─ _body             paragraphs, subheads, verse; the dateline is lifted out
"""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final

from layout.cleaning.edits import has_han
from layout.content.model import ArticleHead, ArticleKind, BlockKind
from layout.importing.founder_lines import Kind, Line, same_words
from layout.importing.founder_notes import Notes
from layout.importing.model import CopyArticle, CopyBlock, Editing

_DECK: Final = re.compile("(?:——|─|―|--|—)")
_BYLINE: Final = re.compile(
    r"[●○■□◆◇▲△★☆◎⊙•][^。！？]{1,40}$"
    r"|(?:本报|本報|见习|特约|实习)?(?:首席)?(?:记者|記者|通讯员|通訊員|评论员|评论員)[^。！？，,]{1,40}$"
    r"|(?:作者|撰文|摄影|文图|图文|文[/／]图?|图[/／]文?)\s*[:：/／ ]?\s*[^。！？，,]{2,30}$"
)
_SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "张劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧蕭蔣葉蘇魏呂盧鐘譚陸賈韋鄒閻龍陶賀顧龔萬錢嚴湯"
)
_NAME: Final = f"[{_SURNAMES}][\u4e00-\u9fff]{{1,3}}"
_NAMES: Final = re.compile(f"{_NAME}(?:[ \u3000\u00a0]+{_NAME}){{0,4}}")
"""A line of bare names, each with one of the commonest surnames before it."""
_DATELINE: Final = re.compile(
    r"(?:本报讯|本報訊|本报[^，。：（(\s]{1,12}(?:讯|电)|(?:据)?新华社[^，。：（(\s]{1,20}(?:电|讯)"
    r"|(?:据)?中新社[^，。：（(\s]{1,20}电|(?:据)?中央社[^，。：（(\s]{1,20}電)"
    r"(?:\s*[（(][^）)]{1,60}[）)])?[ \u3000:：]*"
)
_SENTENCE_END: Final = re.compile(r"[。！？…；：!?;:][”’」』）)]*$")
_NO_SUBHEAD: Final = re.compile(r"[。！？…；：，、!?;:,.”’」』）)》]$|[:：]|^图[①-⑩为]")
_HEAD_LINES: Final = 14
"""No head of an article has more lines, blank ones included."""
_LONG_CHARS: Final = 50
_SUBHEAD_CHARS: Final = 22
_VERSE_CHARS: Final = 24


def read_article(zone: Sequence[Line], listed: Sequence[str], notes: Notes) -> CopyArticle | None:
    """The article of the zone, or None where it holds nothing but blanks."""
    lines = [line for line in zone if line.kind in (Kind.TEXT, Kind.BLANK)]
    while lines and lines[0].kind is Kind.BLANK:
        lines.pop(0)
    if not lines:
        return None
    split = _body_start(lines, listed)
    head = _head(lines[:split], listed, notes)
    blocks, dateline = _body(lines[split:], notes)
    verse = any(block.kind is BlockKind.VERSE for block in blocks)
    kind = ArticleKind.POEM if verse else ArticleKind.NEWS
    if not head["headline"]:
        kind = ArticleKind.BRIEF
    return CopyArticle(
        head=ArticleHead(
            kicker=head["kicker"],
            headline=head["headline"],
            deck=head["deck"],
            byline=tuple(row for row in head["byline"].split("\n") if row),
            dateline=dateline,
            kind=kind,
        ),
        blocks=blocks,
    )


def _body_start(lines: Sequence[Line], listed: Sequence[str]) -> int:
    """The first line of the body: what follows headline, deck and byline.

    Those are known by the page's list, a dash and a sign; where nothing is known, the first
    block of short lines is the head, and up to three of them before a full paragraph.
    """
    full = next((n for n, line in enumerate(lines) if _is_body_line(line.text)), len(lines))
    top = range(min(full, _HEAD_LINES))
    signed = [n for n in top if n and _is_signed(lines[n].text)]
    known = [n for n in top if any(same_words(lines[n].text, row) for row in listed)]
    if signed:
        return _past_names(lines, signed[-1] + 1)
    blocks = _blocks(lines[:full])
    if known:
        start = _past_names(lines, known[-1] + 1)
        between = [line for line in lines[start:full] if line.kind is Kind.TEXT]
        return full if full < len(lines) and len(between) <= 1 else start
    if full < len(lines) and len(blocks) <= 3:
        return full
    return min(full, blocks[0] if blocks else full)


def _is_signed(text: str) -> bool:
    return bool(_BYLINE.match(text) or _DECK.match(text))


def _past_names(lines: Sequence[Line], start: int) -> int:
    """Past a line of bare names under the headline."""
    for n in range(start, len(lines)):
        if lines[n].kind is Kind.TEXT:
            return n + 1 if _NAMES.fullmatch(lines[n].text) else start
    return start


def _blocks(lines: Sequence[Line]) -> list[int]:
    """Ends of the blocks of text that blank lines part."""
    kinds = [line.kind for line in lines] + [Kind.BLANK]
    return [n for n in range(1, len(kinds)) if kinds[n] is Kind.BLANK is not kinds[n - 1]]


def _is_body_line(text: str) -> bool:
    return len(text) > _LONG_CHARS or bool(text and _SENTENCE_END.search(text) and len(text) > 12)


def _head(lines: Sequence[Line], listed: Sequence[str], notes: Notes) -> dict[str, str]:
    """引题, 主题, 副题 and 署名 as text, lines parted by line breaks."""
    deck: list[str] = []
    byline: list[str] = []
    blocks: list[list[str]] = [[]]
    last = max((n for n, line in enumerate(lines) if line.kind is Kind.TEXT), default=0)
    for n, line in enumerate(lines):
        text = notes.cleaned(line, headline=True)
        is_titled = blocks != [[]]
        is_named = n == last and _is_name_line(line.text, listed)
        if line.kind is Kind.BLANK:
            blocks.append([])
        elif is_titled and _DECK.match(line.text):
            deck.append(text)
        elif is_titled and (_BYLINE.match(line.text) or is_named):
            byline.append(text)
        else:
            blocks[-1].append(text)
    titles = _titles([block for block in blocks if block], listed)
    parts = {
        "kicker": [],
        "headline": [],
        **titles,
        "deck": [*titles.get("deck", []), *deck],
        "byline": byline,
    }
    return {name: "\n".join(rows) for name, rows in parts.items()}


def _is_name_line(text: str, listed: Sequence[str]) -> bool:
    return _NAMES.fullmatch(text) is not None and not any(same_words(text, row) for row in listed)


def _titles(blocks: Sequence[Sequence[str]], listed: Sequence[str]) -> dict[str, list[str]]:
    """Which title lines are 主题: those that the page's list names, else the second block."""
    rows = [row for block in blocks for row in block]
    known = [n for n, row in enumerate(rows) if any(same_words(row, name) for name in listed)]
    if known:
        first, last = known[0], known[-1] + 1
        return {"kicker": rows[:first], "headline": rows[first:last], "deck": rows[last:]}
    if len(blocks) < 2:
        return {"headline": rows}
    rest = [row for block in blocks[2:] for row in block]
    return {"kicker": list(blocks[0]), "headline": list(blocks[1]), "deck": rest}


# ---------------------------------------------------------------- body


def _body(lines: Sequence[Line], notes: Notes) -> tuple[tuple[CopyBlock, ...], str]:
    """The blocks of the body and the dateline of its first paragraph."""
    rows = [line for line in lines if line.kind is Kind.TEXT]
    texts = [notes.cleaned(line) for line in rows]
    if _is_verse(texts):
        notes.tell(Editing.READ_AS, "作诗歌处理", "read as verse", rows[0])
        return _verse(lines, texts), ""
    dateline = ""
    if texts and (match := _DATELINE.match(texts[0])) and match.end() < len(texts[0]):
        dateline = match.group().strip(" \u3000:：")
        texts[0] = texts[0][match.end() :]
        notes.tell(Editing.MOVED, "电头移入稿头", "dateline moved to the head", rows[0], dateline)
    blocks = []
    for n, text in enumerate(texts):
        following = texts[n + 1] if n + 1 < len(texts) else ""
        is_subhead = _is_subhead(text, following)
        if is_subhead:
            notes.tell(Editing.READ_AS, "作小标题处理", "read as a subhead", rows[n], text)
        kind = BlockKind.SUBHEAD if is_subhead else BlockKind.PARAGRAPH
        blocks.append(CopyBlock(kind=kind, text=text))
    return tuple(blocks), dateline


def _verse(lines: Sequence[Line], texts: Sequence[str]) -> tuple[CopyBlock, ...]:
    """Lines of verse; empty lines part stanzas unless they stand after every line."""
    rows = [n for n, line in enumerate(lines) if line.kind is Kind.TEXT]
    gaps = [after - before > 1 for before, after in pairwise(rows)]
    starts = [0, *(0 if all(gaps) else gap for gap in gaps)]
    numbers = accumulate(int(start) for start in starts)
    return tuple(
        CopyBlock(kind=BlockKind.VERSE, text=text, stanza=number)
        for text, number in zip(texts, numbers, strict=True)
    )


def _is_subhead(text: str, following: str) -> bool:
    """A short line without a final mark before a full paragraph."""
    short = len(text) <= _SUBHEAD_CHARS and has_han(text) and not _NO_SUBHEAD.search(text)
    return short and len(following) > _SUBHEAD_CHARS and _SENTENCE_END.search(following) is not None


def _is_verse(texts: Sequence[str]) -> bool:
    """Four lines or more, all short, and most of them without a full stop."""
    stopped = sum(text.endswith("。") for text in texts)
    return len(texts) >= 4 and max(map(len, texts)) <= _VERSE_CHARS and 2 * stopped <= len(texts)
